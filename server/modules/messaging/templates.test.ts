import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Facts, fieldValues, type Scene } from './fields.ts';
import { fieldsOf, kindFacts, type MessageKind, messageKinds } from './kinds.ts';
import { checkTemplate, LONGEST_BODY, renderTemplate } from './liquid.ts';
import { sampleFacts } from './rules/sample-facts.ts';
import { wordsOf } from './words/index.ts';
import { writeOut } from './write-out.ts';

const words = wordsOf();
const now = new Date('2026-03-02T12:00:00Z');
const scene: Scene = {
  account: { name: 'Gift Shop', timeZone: 'Asia/Tokyo', currency: 'USD' },
  publicUrl: 'https://go.example',
  centerUrl: 'https://go.example/partner',
  recipientName: 'Bo',
  partnerName: 'Bo',
  programName: 'Friends',
  linkUrl: 'https://go.example/r/bo',
  applicationUrl: null,
  at: now,
};
const look = { accountName: 'Gift Shop', language: 'en', accent: '#2457d6', logoUrl: null };
const footer = { lines: [], link: null };
const write = (kind: MessageKind, facts: Facts, told = scene, template = words.templates[kind]) =>
  writeOut(template, fieldValues(kind, facts, told, words), look, footer);
const check = (source: string, kind: MessageKind = 'commission_earned') =>
  checkTemplate(kind, 'body', source, fieldValues(kind, sampleFacts('USD', now), scene, words));

describe('the words of every kind', () => {
  for (const kind of messageKinds) {
    test(`${kind} holds, with everything and with nothing`, () => {
      assert.deepEqual(check(words.templates[kind].body, kind), []);
      const nothing = { ...scene, recipientName: null, partnerName: null, programName: null, linkUrl: null };
      for (const facts of [sampleFacts('USD', now), {}]) {
        for (const told of [scene, nothing]) {
          const { subject, text, html } = write(kind, facts, told);
          assert.doesNotMatch(`${subject}\n${text}\n${html}`, /undefined|null|NaN|\{\{|\[object|Invalid/);
          assert.match(subject, /\S/);
        }
      }
    });
    test(`${kind}: every field has a value or a default`, () => {
      const values = fieldValues(kind, {}, { ...scene, recipientName: null, programName: null }, words);
      assert.deepEqual(Object.keys(values).sort(), [...fieldsOf(kind)].sort());
    });
  }

  test('whatever lets somebody in is always sent; what only lets the owner decide may be switched off', () => {
    for (const kind of messageKinds) {
      const { secret, essential, to } = kindFacts[kind];
      assert.ok(!secret || essential || to === 'owner', kind);
    }
  });
});

describe('what messages say', () => {
  test('amounts, days and products as people read them', () => {
    const { subject, text } = write('commission_earned', {
      amount: 123456,
      currency: 'JPY',
      products: ['Mug', 'Tea', 'Mug'],
      occurred_at: '2026-03-02T20:00:00Z',
    });
    assert.equal(subject, 'You earned ¥123,456');
    // 20:00 UTC is the next day in Tokyo.
    assert.match(text, /on March 3, 2026, and you earned ¥123,456 for Mug and Tea\./);
  });

  test('a reversal says why, and a digest adds up', () => {
    assert.match(
      write('commission_reversed', { amount: -250, currency: 'USD', cause: 'chargeback' }).text,
      /^Hello Bo,\n\n\$2\.50 of what you had earned was taken back on .*: the buyer’s bank took the payment back\.$/m,
    );
    const { subject, text } = write('digest', sampleFacts('USD', now));
    assert.equal(subject, 'News from Friends: $10.00');
    assert.match(
      text,
      /- March 2, 2026: a sale: Example, \$12\.50\n- March 2, 2026: taken back: the order was refunded, -\$2\.50/,
    );
  });

  test('a link alone is a button, and stands in the text by its address', () => {
    const { text, html, links } = write('sign_in_link', {
      texts: { sign_in_url: 'https://go.example/in/a_b-c(1)', valid_for: '15 minutes' },
    });
    assert.deepEqual(links, ['https://go.example/in/a_b-c(1)']);
    assert.match(text, /Sign in:\nhttps:\/\/go\.example\/in\/a_b-c\(1\)/);
    assert.match(html, /<a href="https:\/\/go\.example\/in\/a_b-c\(1\)" style="display:inline-block/);
  });

  test('the logo, the accent and a readable ink', () => {
    const values = fieldValues('partner_approved', {}, scene, words);
    const { html } = writeOut(
      words.templates.partner_approved,
      values,
      { ...look, accent: '#ffee00', logoUrl: 'https://shop.example/a"b.png' },
      footer,
    );
    assert.match(html, /src="https:\/\/shop\.example\/a&quot;b\.png"/);
    assert.match(html, /background:#ffee00;color:#000000/);
  });
});

describe('names and other values', () => {
  test('become neither markup nor code, whatever they are', () => {
    const evil = [
      '[free money](https://evil.example)',
      '**b**',
      '<script>alert(1)</script>',
      '{{ account_name }}',
      '{% for %}',
      '- item\n- item',
      'a\r\n\r\nb',
      '# x',
      '\\',
    ];
    for (const name of evil) {
      const { text, html, links } = write('application_received', {}, { ...scene, recipientName: name });
      assert.ok(text.includes(`Hello ${name.replace(/[\r\n]+/g, ' ')},`), text);
      assert.deepEqual(links, []);
      assert.doesNotMatch(html, /<script|<li|evil\.example"|<strong>b/);
    }
  });

  test('come out as they went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (name) => {
        const shown = name.replace(/[\r\n\u2028\u2029\u0085\v\f]+/g, ' ');
        const { text } = write('application_received', {}, { ...scene, recipientName: `x${name}x` });
        assert.ok(text.includes(`Hello x${shown}x,`.replace(/[\ue100-\ue17f]/g, '')) || /[\ue100-\ue17f]/.test(name));
      }),
    );
  });
});

describe('a template of the owner’s', () => {
  const refusals: [string, string, number, RegExp][] = [
    ['a field that is not there', 'Hello\n{{ ammount }}', 2, /no field "ammount" here; there are: amount/],
    ['braces left open', 'a\n\n{{ amount', 3, /not closed/],
    ['a block left open', '{% if amount %}', 1, /not closed/],
    ['a filter that is not there', '{{ amount | date: "%Y" }}', 1, /undefined filter: date/],
    ['unescaped values', '{{ amount | raw }}', 1, /undefined filter: raw/],
    ['other files', '{% include "/etc/passwd" %}', 1, /tag "include" not found/],
    ['other files by render', '{% render "a" %}', 1, /tag "render" not found/],
    ['layouts', '{% layout "a" %}', 1, /tag "layout" not found/],
    ['an endless loop', '{% for i in (1..100000000) %}x{% endfor %}', 1, /limit exceeded/],
    [
      'loops within loops',
      '{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}',
      1,
      /limit exceeded/,
    ],
    [
      'text that doubles',
      '{% assign a = "xxxxxxxx" %}{% for i in (1..99) %}{% assign a = a | append: a %}{% endfor %}',
      1,
      /limit exceeded/,
    ],
    ['the inside of objects', '{{ __proto__ }}', 1, /no field "__proto__"/],
    ['too much of it', 'x'.repeat(LONGEST_BODY + 1), 1, /limit exceeded/],
  ];
  for (const [what, source, line, reason] of refusals) {
    test(`is refused for ${what}, by line and reason`, () => {
      const started = performance.now();
      const [problem] = check(source);
      assert.ok(problem, 'it was taken');
      assert.equal(problem.line, line);
      assert.match(problem.reason, reason);
      assert.ok(performance.now() - started < 2000);
    });
  }

  test('reaches nothing beyond its data', () => {
    const values = fieldValues('commission_earned', {}, scene, words);
    for (const source of [
      '{{ amount.constructor }}',
      '{{ entries.__proto__ }}',
      '{{ amount.length }}{{ account_name.toString }}',
    ])
      assert.doesNotMatch(renderTemplate('body', source, values), /function|native|Object/);
  });

  test('may use what is listed: conditions, loops, defaults', () => {
    const source =
      '{% if products != "" %}{{ products | upcase }}{% else %}{{ order_number | default: "none" }}{% endif %}{% comment %}x{% endcomment %}';
    assert.deepEqual(check(source), []);
    assert.deepEqual(check('{% for entry in entries %}- {{ entry.what }}\n{% endfor %}', 'digest'), []);
  });
});
