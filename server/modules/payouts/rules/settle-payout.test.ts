import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../values/refusal.ts';
import { runStatus, settlePayout } from './settle-payout.ts';

const table = `
  from       paid            failed          returned
  in_flight  pay             give_back       give_back
  paid       nothing         payout_settled  owe_again
  failed     payout_settled  nothing         payout_settled
  returned   payout_settled  payout_settled  nothing
  cancelled  payout_settled  payout_settled  payout_settled`;

test('what each result does to a payout, by where it stands', () => {
  const [head, ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  for (const [from, ...expected] of rows) {
    for (const [index, outcome] of expected.entries()) {
      const found = settlePayout(from as 'paid', head![index + 1] as 'paid');
      assert.equal(isRefusal(found) ? found.refused : found, outcome, `${from} to ${head![index + 1]}`);
    }
  }
});

test('a run is open until nothing is in flight, and paid if anything ever was', () => {
  const of = (hasPayouts: boolean, inFlight: boolean, everPaid: boolean) =>
    runStatus({ hasPayouts, inFlight, everPaid });
  assert.equal(of(false, false, false), 'open');
  assert.equal(of(true, true, true), 'open');
  assert.equal(of(true, false, true), 'paid');
  assert.equal(of(true, false, false), 'cancelled');
});
