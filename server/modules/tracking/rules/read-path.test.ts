import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readLinkPath } from './read-path.ts';

describe('the path of a short link', () => {
  for (const [path, expected] of [
    ['/r/maria', { slug: null, code: 'maria', query: '' }],
    ['/r/Maria?sub=a?b', { slug: null, code: 'Maria', query: 'sub=a?b' }],
    ['/r/mugs/maria', { slug: 'mugs', code: 'maria', query: '' }],
    ['/r/mugs/maria?a=/b', { slug: 'mugs', code: 'maria', query: 'a=/b' }],
    ['/r/maria?next=/a/b', { slug: null, code: 'maria', query: 'next=/a/b' }],
    ['/r/mar%C3%ADa', { slug: null, code: 'maría', query: '' }],
  ] as const) {
    test(path, () => assert.deepEqual(readLinkPath(path), expected));
  }
  for (const path of [
    '/r/',
    '/r/?a=1',
    '/r//maria',
    '/r/mugs/',
    '/r/mugs/maria/',
    '/r/mugs/maria/more',
    '/r/%',
    '/r/%zz',
    '/r/%C3',
    '/r/%00',
    '/r/a%2Fb',
    '/r/a\\b',
    `/r/${'a'.repeat(5000)}`,
    `/r/${'%41'.repeat(1700)}`,
    `/r/${'a'.repeat(5000)}/maria`,
  ]) {
    test(`${path.slice(0, 40)} names nothing`, () => assert.equal(readLinkPath(path), null));
  }
});
