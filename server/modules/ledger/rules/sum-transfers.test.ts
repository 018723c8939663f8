import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LedgerAccount, sumTransfers } from './sum-transfers.ts';

const move = (partnerId: string, debit: LedgerAccount, credit: LedgerAccount, amount: bigint, currency = 'USD') => ({
  partnerId,
  currency,
  debit,
  credit,
  amount,
});

/** The life of one commission of 10.00, read as an accountant would: pending, payable, in flight, paid after each step. */
test('each step of a commission moves it from one account to the next', () => {
  const steps: [LedgerAccount, LedgerAccount, bigint, string][] = [
    ['expense', 'pending', 1000n, '1000 0 0 0'],
    ['pending', 'payable', 1000n, '0 1000 0 0'],
    ['payable', 'in_flight', 1000n, '0 0 1000 0'],
    ['in_flight', 'paid_out', 1000n, '0 0 0 1000'],
    ['payable', 'expense', 1000n, '0 -1000 0 1000'],
    ['paid_out', 'payable', 1000n, '0 0 0 0'],
  ];
  const all = [];
  for (const [debit, credit, amount, expected] of steps) {
    all.push(move('part_a', debit, credit, amount));
    const [sum] = sumTransfers(all);
    assert.equal(`${sum?.pending} ${sum?.payable} ${sum?.in_flight} ${sum?.paid}`, expected, `${debit} to ${credit}`);
  }
});

test('balances come out per partner and currency, in the order of their locks', () => {
  const sums = sumTransfers([
    move('part_b', 'expense', 'payable', 1n),
    move('part_a', 'expense', 'payable', 2n, 'USD'),
    move('part_a', 'expense', 'payable', 3n, 'EUR'),
    move('part_b', 'expense', 'payable', 4n),
  ]);
  assert.deepEqual(
    sums.map((sum) => [sum.partner_id, sum.currency, sum.payable]),
    [
      ['part_a', 'EUR', 3n],
      ['part_a', 'USD', 2n],
      ['part_b', 'USD', 5n],
    ],
  );
});

test('nothing, less than nothing and a move to itself are refused', () => {
  assert.throws(() => sumTransfers([move('part_a', 'expense', 'payable', 0n)]), /not positive/);
  assert.throws(() => sumTransfers([move('part_a', 'expense', 'payable', -1n)]), /not positive/);
  assert.throws(() => sumTransfers([move('part_a', 'payable', 'payable', 1n)]), /itself/);
});
