import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isIban } from './is-iban.ts';

for (const [text, expected] of [
  ['DE89370400440532013000', true],
  ['de89 3704 0044 0532 0130 00', true],
  ['GB29 NWBK 6016 1331 9268 19', true],
  ['NO9386011117947', true],
  ['DE89370400440532013001', false],
  ['DE98370400440532013000', false],
  ['89370400440532013000', false],
  ['', false],
] as const) {
  test(`${text || 'nothing'} is ${expected ? 'an' : 'no'} IBAN`, () => assert.equal(isIban(text), expected));
}
