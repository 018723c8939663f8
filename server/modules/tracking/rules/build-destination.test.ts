import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addressWith, type Destination, prepareDestination, readAsked, toLabel } from './build-destination.ts';

const ID = 'clk_01jd0000000000000000000000';
const hosts = new Set(['shop.example', 'shop.example:8443', 'xn--bcher-kva.example']);

function lead(address: string, query = ''): string {
  const to = prepareDestination(address, hosts) as Destination;
  return addressWith(to, readAsked(query, to.names).passedOn, ID);
}

describe('where a link leads', () => {
  for (const [says, address, query, expected] of [
    ['a bare host', 'https://shop.example', '', `https://shop.example/?tclid=${ID}`],
    [
      'own parameters and fragment are kept',
      'https://shop.example/mugs?colour=red#top',
      '',
      `https://shop.example/mugs?colour=red&tclid=${ID}#top`,
    ],
    [
      'others are passed on',
      'https://shop.example/?a=1',
      'utm_source=x&b=2',
      `https://shop.example/?a=1&utm_source=x&b=2&tclid=${ID}`,
    ],
    [
      'the owner wrote that one',
      'https://shop.example/?colour=red',
      'colour=blue&size=l',
      `https://shop.example/?colour=red&size=l&tclid=${ID}`,
    ],
    [
      'an escaped name is the same name',
      'https://shop.example/?colour=red',
      'co%6Cour=blue',
      `https://shop.example/?colour=red&tclid=${ID}`,
    ],
    [
      'a forged click id is dropped',
      'https://shop.example/',
      'tclid=clk_forged&a=1',
      `https://shop.example/?a=1&tclid=${ID}`,
    ],
    ['however it is written', 'https://shop.example/', 'TCLID=x&tcli%64=y&tclid', `https://shop.example/?tclid=${ID}`],
    ['one in the address too', 'https://shop.example/?tclid=old&a=1', '', `https://shop.example/?a=1&tclid=${ID}`],
    ['the label is ours', 'https://shop.example/', 'sub=blog&a=1', `https://shop.example/?a=1&tclid=${ID}`],
    [
      'a fragment in the query cannot hide the click',
      'https://shop.example/',
      'a=1#b',
      `https://shop.example/?a=1%23b&tclid=${ID}`,
    ],
    [
      'broken escapes are passed on as they are',
      'https://shop.example/',
      'a=%zz&%=1',
      `https://shop.example/?a=%zz&%=1&tclid=${ID}`,
    ],
    [
      'bytes beyond ASCII are escaped',
      'https://shop.example/',
      'a=\u00c3\u00a9',
      `https://shop.example/?a=%C3%A9&tclid=${ID}`,
    ],
    [
      'the same name twice is kept twice',
      'https://shop.example/',
      'a=1&a=2',
      `https://shop.example/?a=1&a=2&tclid=${ID}`,
    ],
    ['an allowed port', 'https://shop.example:8443/x', '', `https://shop.example:8443/x?tclid=${ID}`],
    ['a name in another script', 'https://xn--bcher-kva.example/', '', `https://xn--bcher-kva.example/?tclid=${ID}`],
  ] as const) {
    test(says, () => assert.equal(lead(address, query), expected));
  }

  for (const address of [
    'https://evil.example/',
    'https://shop.example.evil.example/',
    'https://evil.example/shop.example',
    'https://shop.example@evil.example/',
    'https://user:secret@shop.example/',
    'https://shop.example:9999/',
    'http://shop.example\\@evil.example/',
    '//shop.example/',
    'javascript:alert(1)//shop.example',
    'ftp://shop.example/',
    'https://shop.example./',
    'https://sub.shop.example/',
    'https:shop.example',
    '',
  ]) {
    test(`${JSON.stringify(address)} is not followed`, () => assert.equal(prepareDestination(address, hosts), null));
  }

  test('whatever is asked, it stays on the host, and our id is the only one', () => {
    const latin1 = fc.string({
      unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
      maxLength: 60,
    });
    fc.assert(
      fc.property(latin1, (query) => {
        const location = lead('https://shop.example/p?own=1#end', query);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: a header must not hold them
        assert.doesNotMatch(location, /[\u0000-\u0020\u007f-\uffff]/);
        const url = new URL(location);
        assert.equal(url.host, 'shop.example');
        assert.equal(url.hash, '#end');
        assert.deepEqual(url.searchParams.getAll('tclid'), [ID]);
        assert.deepEqual(url.searchParams.getAll('own'), ['1']);
      }),
    );
  });
});

describe('the label of a click', () => {
  const labelOf = (query: string): string | null => readAsked(query, new Set()).sub;
  test('is taken from the first sub', () => assert.equal(labelOf('a=1&sub=blog&sub=other'), 'blog'));
  test('is read as a form is', () => assert.equal(labelOf('sub=spring+letter%20%C3%A9'), 'spring letter é'));
  test('without text is none', () =>
    assert.deepEqual([labelOf(''), labelOf('sub='), labelOf('sub=%20')], [null, null, null]));
  test('keeps a hundred characters, however wide', () => assert.equal(toLabel('😀'.repeat(150)), '😀'.repeat(100)));
  test('holds nothing that text cannot', () => {
    assert.equal(labelOf('sub=a%00b%0Ac'), 'abc');
    assert.equal(toLabel('a\ud800'), 'a\ufffd');
    assert.equal(labelOf('sub=%zz'), '%zz');
  });
});
