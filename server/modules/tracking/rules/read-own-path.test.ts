import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHostName, readOwnPath } from './read-own-path.ts';

test('on an own domain the first part of the address is a code', () => {
  assert.equal(readOwnPath('/maria'), '/r/maria');
  assert.equal(readOwnPath('/maria?sub=x/y'), '/r/maria?sub=x/y');
  for (const url of [
    '/',
    '',
    '/?a',
    '/maria/',
    '/a/b',
    '/t.js',
    '/t.js?v=1',
    '/healthz',
    '/v1',
    '/robots.txt',
    'maria',
    '//x',
  ])
    assert.equal(readOwnPath(url), null, url);
});

test('a Host header names a host, whatever its case or port', () => {
  assert.equal(readHostName('Go.Shop.Example:8443'), 'go.shop.example');
  assert.equal(readHostName('go.shop.example.'), 'go.shop.example');
  assert.equal(readHostName(undefined), '');
  assert.equal(readHostName('[::1]:3000'), '[::1]');
});
