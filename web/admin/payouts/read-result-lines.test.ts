import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readResultLines } from './read-result-lines.ts';

const ours = new Set(['pay_1', 'pay_2', 'pay_3']);

test('lines of payouts of ours are read, whatever the columns are called', () => {
  const text =
    'Recipient;Status;Transaction ID;Unique ID;Reason\nm@b.example;Completed;T9;pay_1;\nn@b.example;Denied;;pay_2;no account\no@b.example;Pending;;pay_3;\nx;Completed;T1;pay_other;';
  assert.deepEqual(readResultLines(text, ours), [
    { payout_id: 'pay_1', status: 'paid', reference: 'T9', reason: null },
    { payout_id: 'pay_2', status: 'failed', reference: null, reason: 'no account' },
  ]);
});

test('a file of something else holds nothing', () => {
  assert.deepEqual(readResultLines('a,b\n1,2', ours), []);
});
