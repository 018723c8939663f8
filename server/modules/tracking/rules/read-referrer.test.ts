import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReferrerHost } from './read-referrer.ts';

for (const [referrer, host] of [
  [undefined, null],
  ['', null],
  ['https://Blog.Example/post/1?secret=2', 'blog.example'],
  ['http://blog.example:8080', 'blog.example'],
  ['android-app://com.mail', null],
  ['https://user@blog.example/', null],
  ['https://blog.example\tx', null],
  ['about:client', null],
  [`https://${'a'.repeat(300)}.example/`, null],
] as const) {
  test(`the host of ${JSON.stringify(referrer)?.slice(0, 40)} is ${host}`, () =>
    assert.equal(readReferrerHost(referrer), host));
}
