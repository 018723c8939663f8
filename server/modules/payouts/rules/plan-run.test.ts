import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { day } from '../../../../test/support/orders.ts';
import { claimRows, methodWaitsUntil, type PayableBalance, type PayableRow, planPayout, planRun } from './plan-run.ts';

/** "a 6000 @3": row a of 60.00 that counts from day 3; "!" at once, "~" left out by the filter. */
function row(text: string): PayableRow {
  const [id = '', amount = '', from = '', mark = ''] = text.split(' ');
  return {
    id,
    amount: BigInt(amount),
    counts_from: day(Number(from.slice(1))),
    at_once: mark.includes('!'),
    in_filter: !mark.includes('~'),
  };
}

const paypal = { kind: 'paypal', waits_until: null };
const balance = (rows: string[], more: Partial<PayableBalance> = {}): PayableBalance => ({
  partner_id: 'p',
  currency: 'USD',
  rows: rows.map(row),
  threshold: 5000n,
  suspended: false,
  method: paypal,
  ...more,
});

const cutoff = day(20);
function planned(one: PayableBalance): string {
  const { payouts, excluded } = planRun([one], cutoff, day(21));
  return [
    ...payouts.map((payout) => `pays ${payout.amount} of ${payout.commission_ids.join(' ')}`),
    ...excluded.map((left) => `${left.reason} ${left.amount}`),
  ].join(', ');
}

const waiting = { kind: 'paypal', waits_until: day(22) };
const waited = { kind: 'paypal', waits_until: day(21) };
// what, rows (cut-off on day 20), what stands against paying, the run
const table: [string, string[], Partial<PayableBalance>, string][] = [
  ['40.00 is below 50.00', ['a 4000 @1'], {}, 'below_threshold 4000'],
  ['60.00 is not', ['a 4000 @1', 'b 2000 @20'], {}, 'pays 6000 of a b'],
  ['50.00 is not', ['a 5000 @1'], {}, 'pays 5000 of a'],
  ['60.00 less a refund of 15.00', ['a 4000 @1', 'b 2000 @20', 'r -1500 @20'], {}, 'below_threshold 4500'],
  ['paid, then refunded in full', ['r -1000 @3 !'], {}, 'nothing_payable -1000'],
  ['500.00 payable and 700.00 clawed back', ['a 50000 @3', 'r -70000 @2 !'], {}, 'nothing_payable -20000'],
  ['500.00 payable and 100.00 clawed back', ['a 50000 @3', 'r -10000 @2 !'], {}, 'pays 40000 of a r'],
  ['nothing at all', [], {}, ''],
  ['rows that come to nothing', ['a 6000 @1', 'r -6000 @1'], {}, ''],
  ['after the cut-off', ['a 6000 @1', 'b 9000 @21'], {}, 'pays 6000 of a'],
  ['only after the cut-off', ['b 9000 @21'], {}, 'nothing_payable 0'],
  ['a reversal counts from when its commission does', ['a 6000 @1', 'b 9000 @21', 'r -9000 @21'], {}, 'pays 6000 of a'],
  ['a clawback at once, after the cut-off too', ['a 9000 @1', 'r -3000 @25 !'], {}, 'pays 6000 of a r'],
  ['a clawback whatever the filter', ['a 9000 @1', 'r -3000 @2 !~', 'b 700 @2 ~'], {}, 'pays 6000 of a r'],
  ['never more than the whole balance', ['a 9000 @1', 'x -1000 @22', 'y -2000 @21'], {}, 'pays 6000 of a y x'],
  ['debts until it fits', ['a 9000 @1', 'b 2500 @25', 'x -1000 @22', 'y -2000 @21'], {}, 'pays 7000 of a y'],
  ['debts of what the filter leaves out', ['a 9000 @1', 'x -1000 @2 ~', 'b 500 @3 ~'], {}, 'pays 8000 of a x'],
  [
    'what the filter leaves out makes up for its own debts',
    ['a 9000 @1', 'x -1000 @2 ~', 'b 1500 @3 ~'],
    {},
    'pays 9000 of a',
  ],
  ['left out by the filter', ['a 9000 @1 ~', 'r -1 @1 !~'], {}, ''],
  ['suspended before all else', ['a 100 @1'], { suspended: true, method: null }, 'suspended 100'],
  ['suspended and in debt', ['a -100 @1'], { suspended: true }, 'suspended -100'],
  ['below the threshold before no method', ['a 100 @1'], { method: null }, 'below_threshold 100'],
  ['no method', ['a 6000 @1'], { method: null }, 'no_payout_method 6000'],
  ['the method waits', ['a 6000 @1'], { method: waiting }, 'method_waiting 6000'],
  ['the method has waited', ['a 6000 @1'], { method: waited }, 'pays 6000 of a'],
  ['no threshold', ['a 1 @1'], { threshold: 0n }, 'pays 1 of a'],
  ['nothing is not paid where there is no threshold', ['a 6000 @25'], { threshold: 0n }, 'nothing_payable 0'],
  ['a threshold that has no rate', ['a 1 @1'], { threshold: null }, 'pays 1 of a'],
];

for (const [name, rows, more, expected] of table) {
  test(`run: ${name}`, () => assert.equal(planned(balance(rows, more)), expected));
}

test('one payout per partner and currency', () => {
  const rows = ['a 6000 @1'];
  const some = [
    balance(rows),
    balance(rows, { currency: 'EUR' }),
    balance(rows, { partner_id: 'q', method: { kind: 'check', waits_until: null } }),
  ];
  const { payouts } = planRun(some, cutoff, day(21));
  assert.deepEqual(
    payouts.map((one) => [one.partner_id, one.currency, one.method]),
    [
      ['p', 'USD', 'paypal'],
      ['p', 'EUR', 'paypal'],
      ['q', 'USD', 'check'],
    ],
  );
});

test('what a run now would pay can be asked for one balance, an empty one too', () => {
  assert.deepEqual(planPayout(balance([]), cutoff, day(21)), {
    partner_id: 'p',
    currency: 'USD',
    amount: 0n,
    reason: 'nothing_payable',
  });
});

test('a method waits 48 hours after a change, and the first one not at all', () => {
  assert.deepEqual(methodWaitsUntil(day(1), true), day(3));
  assert.equal(methodWaitsUntil(day(1), false), null);
});

const anyRow = fc.record({
  amount: fc.bigInt(-900n, 900n).filter((amount) => amount !== 0n),
  from: fc.integer({ min: 15, max: 25 }),
  paid: fc.boolean(),
  in_filter: fc.boolean(),
});
const anyRows = fc.array(anyRow, { maxLength: 12 }).map((rows) =>
  rows.map(
    ({ amount, from, paid, in_filter }, index): PayableRow => ({
      id: `r${String(index).padStart(2, '0')}`,
      amount,
      counts_from: day(from),
      at_once: paid && amount < 0n,
      in_filter,
    }),
  ),
);
const total = (rows: readonly PayableRow[]) => rows.reduce((sum, one) => sum + one.amount, 0n);

test('a run never pays more than the whole balance, nor a row twice, nor leaves out what must count', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const claimed = claimRows(rows, cutoff);
      const ids = new Set(claimed.map((one) => one.id));
      assert.equal(ids.size, claimed.length);
      assert.ok(total(claimed) <= total(rows));
      for (const one of rows) {
        const counts = one.at_once || (one.in_filter && one.counts_from <= cutoff);
        if (counts) assert.ok(ids.has(one.id));
        else if (ids.has(one.id)) assert.ok(one.amount < 0n);
      }
    }),
  );
});

test('runs one after the other pay out what is there and no more', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      let open = rows;
      let paid = 0n;
      for (let at = 15; at <= 26; at += 1) {
        const plan = planPayout({ ...balance([]), threshold: 1n, rows: open }, day(at), day(26));
        if (!('method' in plan)) continue;
        paid += plan.amount;
        open = open.filter((one) => !plan.commission_ids.includes(one.id));
      }
      assert.equal(paid + total(open), total(rows));
      assert.ok(paid === 0n || paid <= rows.reduce((sum, one) => sum + (one.amount > 0n ? one.amount : 0n), 0n));
      const last = planPayout(
        { ...balance([]), threshold: 1n, rows: open.map((one) => ({ ...one, in_filter: true })) },
        day(26),
        day(26),
      );
      assert.ok(last.amount <= total(rows) - paid);
    }),
  );
});
