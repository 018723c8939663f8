import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hintPayoutMethod } from './hint-payout-method.ts';

for (const [says, method, expected] of [
  ['an address shows its first letter and domain', { kind: 'paypal', email: 'maria@pay.example' }, 'm•••@pay.example'],
  ['a first letter may be any character', { kind: 'wise', email: '😀x@pay.example' }, '😀•••@pay.example'],
  ['an IBAN shows its end', { kind: 'bank', iban: 'DE89 3704 0044 0532 0130 00' }, '•••3000'],
  ['an account shows its end', { kind: 'bank', account_number: '12345678' }, '•••5678'],
  ['too short an account shows nothing', { kind: 'bank', account_number: '12345' }, null],
  ['a postal address shows nothing', { kind: 'check' }, null],
] as const) {
  test(says, () => assert.equal(hintPayoutMethod(method), expected));
}
