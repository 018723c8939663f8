import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCountries } from './find-country.ts';

const findCountry = openCountries();

for (const [address, country] of [
  ['8.8.8.8', 'US'],
  ['2a00:1450:4001:80b::200e', 'IE'],
  ['193.99.144.80', 'DE'],
  ['127.0.0.1', null],
  ['10.1.2.3', null],
  ['::1', null],
  ['', null],
  ['<script>', null],
  ['999.1.1.1', null],
] as const) {
  test(`${address || 'nothing'} is of ${country ?? 'no country'}`, () => assert.equal(findCountry(address), country));
}
