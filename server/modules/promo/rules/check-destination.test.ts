import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '../../../values/refusal.ts';
import { checkDestination } from './check-destination.ts';

const allowed = ['shop.example', 'www.shop.example', 'localhost:8080', 'xn--bcher-kva.example', '127.0.0.1', '[::1]'];
const whereTo = (text: string): string => {
  const found = checkDestination(text, allowed);
  return isRefusal(found) ? found.refused : found.url;
};

// what is given, what is kept and sent
const plain: [string, string][] = [
  ['https://shop.example/', 'https://shop.example/'],
  ['https://shop.example', 'https://shop.example/'],
  ['http://shop.example/a', 'http://shop.example/a'],
  ['HTTPS://SHOP.EXAMPLE/Mugs', 'https://shop.example/Mugs'],
  ['https://Shop.Example/', 'https://shop.example/'],
  ['https://shop.example:443/', 'https://shop.example/'],
  ['http://shop.example:80/', 'http://shop.example/'],
  ['https://www.shop.example/', 'https://www.shop.example/'],
  ['http://localhost:8080/x', 'http://localhost:8080/x'],
  ['https://shop.example?q=1', 'https://shop.example/?q=1'],
  ['https://shop.example#top', 'https://shop.example/#top'],
  ['https://shop.example/mugs?colour=red#top', 'https://shop.example/mugs?colour=red#top'],
  ['https://shop.example/a/../b', 'https://shop.example/b'],
  ['https://shop.example/?next=https://evil.example/', 'https://shop.example/?next=https://evil.example/'],
  ['https://shop.example/redirect?url=//evil.example', 'https://shop.example/redirect?url=//evil.example'],
  ['https://shop.example//evil.example', 'https://shop.example//evil.example'],
  ['https://shop.example/@evil.example', 'https://shop.example/@evil.example'],
  ['https://shop.example/https://evil.example', 'https://shop.example/https://evil.example'],
  ['https://shop.example/?q=a@b.example', 'https://shop.example/?q=a@b.example'],
  ['https://shop.example#@evil.example', 'https://shop.example/#@evil.example'],
  ['https://shop.example/%5c%0d%0a', 'https://shop.example/%5c%0d%0a'],
  ['https://shop.example/ä?ö#ü', 'https://shop.example/%C3%A4?%C3%B6#%C3%BC'],
  ['https://shop.example/"><script>', 'https://shop.example/%22%3E%3Cscript%3E'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ['https://BÜCHER.example/', 'https://xn--bcher-kva.example/'],
  ['https://bu\u0308cher.example/', 'https://xn--bcher-kva.example/'],
  ['https://xn--bcher-kva.example/', 'https://xn--bcher-kva.example/'],
  ['http://127.0.0.1/', 'http://127.0.0.1/'],
  ['http://[::1]/', 'http://[::1]/'],
  // Other ways to write the same address of a machine; what is kept is the plain one.
  ['http://2130706433/', 'http://127.0.0.1/'],
  ['http://0x7f.1/', 'http://127.0.0.1/'],
  ['http://[0:0:0:0:0:0:0:1]/', 'http://[::1]/'],
];

// Each leads elsewhere than it seems to, is no page, or is spelled so that people and browsers may read it differently.
const disguises: Record<string, string[]> = {
  'another host': [
    'https://evil.example/',
    'http://evil.example',
    'https://shop.example.evil.example/',
    'https://evil.example/shop.example',
    'https://evil.example/?https://shop.example/',
    'https://evil.example#https://shop.example/',
    'https://evilshop.example/',
    'https://shop-example/',
    'https://shop.examples/',
    'https://sub.shop.example/',
    'https://example/',
    'https://shop/',
    'https://shop.example.com/',
    'https://shopexample/',
    'https://localhost/',
  ],
  'a dot at the end, or one too many': [
    'https://shop.example./',
    'https://shop.example../',
    'https://.shop.example/',
    'https://shop..example/',
    'https://www.shop.example./',
  ],
  'another port': [
    'https://shop.example:8443/',
    'http://shop.example:443/',
    'https://shop.example:80/',
    'http://localhost:8081/',
    'http://localhost:80808/',
    'https://shop.example:443443/',
    'https://shop.example:-1/',
    'https://shop.example:4 43/',
    'https://shop.example:/',
  ],
  'a name or password before the host': [
    'https://shop.example@evil.example/',
    'https://shop.example:443@evil.example/',
    'https://user@shop.example/',
    'https://user:secret@shop.example/',
    'https://@shop.example/',
    'https://:@shop.example/',
    'https://evil.example@shop.example/',
    'https://shop.example%40evil.example/',
    'https://shop.example%2f@evil.example/',
    'https://shop.example%3f@evil.example/',
    'https://a@b@shop.example/',
    'https://shop.example＠evil.example/',
  ],
  backslashes: [
    'https:\\\\shop.example/',
    'https:\\\\evil.example/',
    'https://shop.example\\@evil.example/',
    'https://evil.example\\@shop.example/',
    'https://evil.example\\.shop.example/',
    'https:/\\shop.example/',
    'https://\\shop.example/',
    'https://shop.example\\evil',
    'https://shop.example/\\evil.example',
    '\\\\shop.example\\',
    '/\\evil.example',
  ],
  'no scheme, or too few or many slashes': [
    '//evil.example',
    '//shop.example/',
    '///evil.example',
    '////shop.example',
    '/mugs',
    'mugs',
    'shop.example',
    'shop.example/mugs',
    'www.shop.example',
    '?q=1',
    '#top',
    '.',
    '',
    'https:',
    'https:/',
    'https://',
    'https:///',
    'https:shop.example/',
    'https:/shop.example/',
    'https:///shop.example/',
    'https:////evil.example/',
    'https//shop.example/',
    '://shop.example/',
    'https://?shop.example',
    'https://#shop.example',
    'https:evil.example',
  ],
  'another scheme': [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'javascript://shop.example/%0aalert(1)',
    'javascript:https://shop.example/',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:text/html;base64,PHNjcmlwdD4=',
    'data://shop.example/',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'file://shop.example/',
    'ftp://shop.example/',
    'ws://shop.example/',
    'wss://shop.example/',
    'blob:https://shop.example/x',
    'view-source:https://shop.example/',
    'about:blank',
    'mailto:a@shop.example',
    'tel:123',
    'intent://shop.example/',
    'httpss://shop.example/',
    'http+https://shop.example/',
    'feed:https://shop.example/',
    'jar:https://shop.example!/',
  ],
  'blanks and control characters': [
    ' https://shop.example/',
    'https://shop.example/ ',
    'https://shop.example /',
    'https:// shop.example/',
    'https://shop.example/a b',
    'ht\ttps://shop.example/',
    'https://shop\t.example/',
    'https://shop.example\t@evil.example/',
    'https:/\t/shop.example/',
    'https://shop.example\n/',
    'https://shop.example/\r\nSet-Cookie: a=b',
    'https://shop.example/\r\n\r\n<html>',
    'https://shop.example/\u0000',
    'https://evil.example\u0000.shop.example/',
    'https://shop.example/\u0001',
    'https://shop.example/\u007f',
    'https://shop.example/\u0085',
    'https://shop.example\u00a0/',
    'https://shop.example/\u2028',
    'https://shop.example\u3000/',
    '\ufeffhttps://shop.example/',
    '\u0001https://shop.example/',
  ],
  'escapes in the host': [
    'https://shop%2eexample/',
    'https://shop.example%2eevil.example/',
    'https://%73hop.example/',
    'https://evil.example%2f.shop.example/',
    'https://evil.example%23.shop.example/',
    'https://shop.example%00.evil.example/',
    'https://shop.example%0d%0a/',
    'https://%/',
    'https%3A%2F%2Fshop.example%2F',
    'https%3a//shop.example/',
  ],
  'letters that look like or stand for others': [
    'https://shоp.example/',
    'https://ѕhop.example/',
    'https://shop.ехample/',
    'https://shoρ.example/',
    'https://shop.еxample/',
    'https://xn--shp-5cd.example/',
    'https://ｓｈｏｐ.example/',
    'https://shop．example/',
    'https://shop。example/',
    'https://shop｡example/',
    'https://shop․example/',
    'https://𝐬𝐡𝐨𝐩.example/',
    'https://ⓢⓗⓞⓟ.example/',
    'https://ﬆop.example/',
    'https://shop.exam℗le/',
    'https://evil.example⁄.shop.example/',
    'https://evil.example∕.shop.example/',
    'https://evil.example／.shop.example/',
    'https://evil.example？.shop.example/',
    'https://evil.example＃.shop.example/',
    'https://evil.c℀.shop.example/',
    'https：//shop.example/',
    'https:／／shop.example/',
    'https://bucher.example/',
    'https://BUCHER.example/',
  ],
  'invisible characters': [
    'https://shop\u200b.example/',
    'https://shop\u200c.example/',
    'https://shop\u200d.example/',
    'https://shop\u2060.example/',
    'https://shop\u00ad.example/',
    'https://shop\ufeff.example/',
    'https://\u202eelpmaxe.pohs/',
    'https://shop.example\u202e/',
    'https://shop\u034f.example/',
    'https://shop\ufe0f.example/',
    'https://\u2066shop.example\u2069/',
  ],
  'other machines by number': [
    'http://127.0.0.2/',
    'http://2130706434/',
    'http://0x7f000002/',
    'http://0177.0.0.2/',
    'http://[::2]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::1/',
    'http://::1/',
    'http://[::1%25eth0]/',
    'http://256.256.256.256/',
    'http://169.254.169.254/',
    'http://0/',
    'http://[shop.example]/',
  ],
  'what a host cannot be': [
    'https://shop.example:port/',
    'https://shop_example/',
    'https://shop.example,evil.example/',
    'https://shop.example;evil.example/',
    'https://shop.example&evil.example/',
    'https://shop.example|evil.example/',
    'https://shop.example^evil.example/',
    'https://<shop.example>/',
    'https://{shop.example}/',
    'https://*.shop.example/',
    "https://shop.example'/",
    'https://-shop.example-/',
    'https://xn--/',
    'https://shop.example!/',
  ],
};

describe('a link leads only where the owner allows', () => {
  for (const [given, kept] of plain) test(`${given} is kept as ${kept}`, () => assert.equal(whereTo(given), kept));
});

describe('disguises are refused', () => {
  for (const [says, texts] of Object.entries(disguises)) {
    test(says, () => {
      const passed = texts.filter((text) => whereTo(text) !== 'host_not_allowed');
      assert.deepEqual(passed, []);
    });
  }
  test('there are more than a hundred, each another', () => {
    const all = Object.values(disguises).flat();
    assert.ok(new Set(all).size > 100 && new Set(all).size === all.length, String(all.length));
  });
  test('nothing is allowed where no host is', () =>
    assert.ok(isRefusal(checkDestination('https://shop.example/', []))));
});

test('whatever is allowed leads, as browsers read it, to an allowed host and carries nothing that ends a header', () => {
  const piece = fc.constantFrom(
    ...[
      'https:',
      'http:',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '.',
      '?',
      '#',
      '%2e',
      '%40',
      '\t',
      ' ',
      '\u200b',
      '。',
      'ｓ',
      '[',
      ']',
    ],
    ...['shop.example', 'shop', 'example', 'evil.example', 'localhost', '8080', 'user', 'ü', 'javascript:', ''],
  );
  const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
  const leading = fc.oneof(
    text,
    text.map((rest) => `https://shop.example${rest}`),
    text.map((rest) => `https://${rest}`),
  );
  fc.assert(
    fc.property(leading, (given) => {
      const found = checkDestination(given, allowed);
      if (isRefusal(found)) return;
      const url = new URL(found.url);
      assert.ok(allowed.includes(url.host) && /^https?:$/.test(url.protocol) && url.username + url.password === '');
      assert.match(found.url, /^[!-~]+$/);
      assert.equal(new URL(given).href, found.url);
    }),
    { numRuns: 5000 },
  );
});
