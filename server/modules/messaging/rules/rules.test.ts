import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY, HOUR } from '../../../values/instant.ts';
import { backOff } from './back-off.ts';
import { nextDigest } from './next-digest.ts';
import { parseMarkup } from './parse-markup.ts';
import { quietUntil } from './quiet-until.ts';
import { readBounces } from './read-bounces.ts';
import { sayList, sayMoney } from './say-values.ts';

const at = (text: string): Date => new Date(text);

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };
  const rows: [string, string | null][] = [
    ['2026-03-02T21:59:59Z', null],
    ['2026-03-02T22:00:00Z', '2026-03-03T07:00:00.000Z'],
    ['2026-03-03T00:30:00Z', '2026-03-03T07:00:00.000Z'],
    ['2026-03-03T06:59:59Z', '2026-03-03T07:00:00.000Z'],
    ['2026-03-03T07:00:00Z', null],
  ];
  for (const [now, until] of rows)
    test(`${now}: ${until ?? 'not quiet'}`, () =>
      assert.equal(quietUntil(at(now), night, 'UTC')?.toISOString() ?? null, until));

  test('by day, none, and in the account’s zone over a change of clocks', () => {
    const noon = { from: '12:00', to: '14:00' };
    assert.equal(quietUntil(at('2026-03-02T13:00:00Z'), noon, 'UTC')?.toISOString(), '2026-03-02T14:00:00.000Z');
    assert.equal(quietUntil(at('2026-03-02T15:00:00Z'), noon, 'UTC'), null);
    assert.equal(quietUntil(at('2026-03-02T15:00:00Z'), { from: '09:00', to: '09:00' }, 'UTC'), null);
    assert.equal(quietUntil(at('2026-03-02T15:00:00Z'), null, 'UTC'), null);
    // Clocks go forward in Paris that night: 07:00 there is 05:00 UTC.
    assert.equal(
      quietUntil(at('2026-03-28T23:00:00Z'), night, 'Europe/Paris')?.toISOString(),
      '2026-03-29T05:00:00.000Z',
    );
  });
});

describe('digests', () => {
  test('go out at eight in the morning, on Mondays for those by the week', () => {
    assert.equal(nextDigest(at('2026-03-02T07:59:59Z'), 'daily', 'UTC').toISOString(), '2026-03-02T08:00:00.000Z');
    assert.equal(nextDigest(at('2026-03-02T08:00:00Z'), 'daily', 'UTC').toISOString(), '2026-03-03T08:00:00.000Z');
    // 2 March 2026 is a Monday.
    assert.equal(nextDigest(at('2026-03-02T08:00:00Z'), 'weekly', 'UTC').toISOString(), '2026-03-09T08:00:00.000Z');
    assert.equal(nextDigest(at('2026-03-01T23:00:00Z'), 'weekly', 'UTC').toISOString(), '2026-03-02T08:00:00.000Z');
    assert.equal(
      nextDigest(at('2026-03-02T08:00:00Z'), 'daily', 'America/New_York').toISOString(),
      '2026-03-02T13:00:00.000Z',
    );
  });
});

describe('attempts', () => {
  test('come ever more rarely, and end after a day or so', () => {
    const waits = Array.from({ length: 20 }, (_, index) => backOff(index + 1)).filter((wait) => wait !== null);
    assert.deepEqual(
      waits,
      [...waits].sort((a, b) => a - b),
    );
    const all = waits.reduce((sum, wait) => sum + wait, 0);
    assert.ok(all > DAY && all < 2 * DAY, `${all / HOUR} hours`);
  });
});

describe('markup', () => {
  test('paragraphs, lists, buttons, links and strong words', () => {
    const blocks = parseMarkup(
      'Hello\nyou\n\n\n[Go](https://a.example/x)\n\n- one\n- **two**\nafter [b](https://b.example)!\n',
    );
    assert.deepEqual(blocks, [
      { kind: 'paragraph', lines: [[{ kind: 'text', text: 'Hello' }], [{ kind: 'text', text: 'you' }]] },
      { kind: 'button', text: 'Go', url: 'https://a.example/x' },
      { kind: 'list', items: [[{ kind: 'text', text: 'one' }], [{ kind: 'strong', text: 'two' }]] },
      {
        kind: 'paragraph',
        lines: [
          [
            { kind: 'text', text: 'after ' },
            { kind: 'link', text: 'b', url: 'https://b.example/' },
            { kind: 'text', text: '!' },
          ],
        ],
      },
    ]);
  });

  test('an address that is none of the web’s stays text', () => {
    for (const address of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://user:pw@a.example',
      '//a.example',
      'mailto:a@b.example',
    ])
      assert.doesNotMatch(JSON.stringify(parseMarkup(`[x](${address})`)), /"kind":"(link|button)"/, address);
  });
});

describe('what providers report', () => {
  const cases: [string, unknown, string][] = [
    ['our own form', { type: 'bounce', email: 'bo@example.com', detail: 'gone' }, 'bounce bo@example.com'],
    ['Postmark, hard', { RecordType: 'Bounce', Type: 'HardBounce', Email: 'bo@example.com' }, 'bounce bo@example.com'],
    ['Postmark, soft', { RecordType: 'Bounce', Type: 'SoftBounce', Email: 'bo@example.com' }, ''],
    ['Postmark, complaint', { RecordType: 'SpamComplaint', Email: 'bo@example.com' }, 'complaint bo@example.com'],
    [
      'SendGrid',
      [
        { event: 'delivered', email: 'a@b.example' },
        { event: 'bounce', email: 'bo@example.com' },
        { event: 'spamreport', email: 'c@d.example' },
      ],
      'bounce bo@example.com, complaint c@d.example',
    ],
    ['SendGrid, blocked', [{ event: 'bounce', type: 'blocked', email: 'bo@example.com' }], ''],
    [
      'Mailgun',
      { 'event-data': { event: 'failed', severity: 'permanent', recipient: 'bo@example.com' } },
      'bounce bo@example.com',
    ],
    ['Mailgun, passing', { 'event-data': { event: 'failed', severity: 'temporary', recipient: 'bo@example.com' } }, ''],
    ['Brevo', { event: 'hard_bounce', email: 'bo@example.com' }, 'bounce bo@example.com'],
    ['nonsense', [null, 7, 'x', {}, { type: 'bounce', email: {} }, { type: 'bounce', email: 'no address' }], ''],
  ];
  for (const [what, body, found] of cases)
    test(what, () =>
      assert.equal(
        readBounces(body)
          .map(({ because, address }) => `${because} ${address}`)
          .join(', '),
        found,
      ),
    );
});

describe('values in words', () => {
  test('amounts of any size and number of decimals, exactly', () => {
    assert.equal(sayMoney(9_007_199_254_740_993n, 'USD', 'en'), '$90,071,992,547,409.93');
    assert.equal(sayMoney(-5n, 'USD', 'en'), '-$0.05');
    assert.equal(sayMoney(600n, 'JPY', 'en'), '¥600');
    assert.match(sayMoney(1234n, 'KWD', 'en'), /1\.234$/);
  });
  test('lists stay short', () => {
    assert.equal(sayList(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'en'), 'a, b, c, d, e, and +2');
  });
});
