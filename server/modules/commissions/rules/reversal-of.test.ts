import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amountsOf, day, line, spread } from '../../../../test/support/orders.ts';
import { request } from '../../../../test/support/refunds.ts';
import { isRefusal } from '../../../values/refusal.ts';
// Beside the door, so that this test of arithmetic does not open a database.
import type { RefundFacts } from '../../orders/rules/refund-facts.ts';
import { refundedBases } from '../../orders/rules/refunded-bases.ts';
import { resolveRefund } from '../../orders/rules/resolve-refund.ts';
import { type BasePolicy, baseOf, type SpreadOrder, spreadOrder } from '../../orders/rules/spread-order.ts';
import type { TierRate } from '../../programs/index.ts';
import { type CommissionDraft, priceOrder } from './price-order.ts';
import { reversalOf } from './reversal-of.ts';

const bare: BasePolicy = { include_tax: false, include_shipping: false };
const withShipping: BasePolicy = { include_tax: false, include_shipping: true };
const percent = (bps: number): TierRate => ({ kind: 'percent', bps });
const flat = (per: 'unit' | 'line' | 'order', amount: number): TierRate => ({ kind: 'flat', per, amount });

function earn(
  order: SpreadOrder,
  policy: BasePolicy,
  tier1: TierRate,
  tier2: TierRate | null = null,
): readonly CommissionDraft[] {
  const terms = {
    from: 'default' as const,
    tier1: { rate: tier1, terms_id: '1' },
    tier2: tier2 && { rate: tier2, terms_id: '2' },
    max_payments: null,
  };
  const lines = order.lines.map((one) => ({ ...one, base: baseOf(one, policy), terms }));
  const found = priceOrder(lines, { tiers: 2, tier2_base: 'sale', has_sponsor: true, exchange: null });
  assert.ok(!isRefusal(found));
  return found.commissions;
}

/** Hands in refunds a day apart ("-1" undoes the first); returns the reversal rows each made, by commission. */
function reverse(order: SpreadOrder, policy: BasePolicy, earned: readonly CommissionDraft[], texts: readonly string[]) {
  const refunds: (RefundFacts | null)[] = [];
  const recorded = earned.map(() => 0n);
  const rows = texts.map((text, index) => {
    const standing = () => refunds.filter((refund) => refund !== null);
    if (text.startsWith('-')) refunds[Number(text.slice(1)) - 1] = null;
    else {
      const found = resolveRefund(order, standing(), request(text, day(index + 1)));
      refunds.push(isRefusal(found) ? null : found);
    }
    const bases = refundedBases(order, standing(), policy);
    return earned.map((draft, at) => {
      const row = reversalOf(draft, bases, recorded[at]!);
      recorded[at]! += row;
      return row;
    });
  });
  return { rows, recorded };
}

const mug = spread([line('a', 1, 10000)]);
const mugs = spread([line('a', 3, 333)]);
const pair = spread([line('a', 1, 3000), line('b', 1, 1000)], { shipping: 400 });

// what, order, policy, tiers, refunds, what was earned, and the rows of each refund
const table: [string, SpreadOrder, BasePolicy, TierRate, TierRate | null, string[], string, string[]][] = [
  ['30.00 of 100.00 at 20 %', mug, bare, percent(2000), null, ['3000'], '2000', ['-600']],
  [
    'in parts, both tiers',
    mugs,
    bare,
    percent(3333),
    percent(1111),
    ['a x1', 'a x1', 'a x1', 'a x1'],
    '333 111',
    ['-111 -37', '-111 -37', '-111 -37', '0 0'],
  ],
  ['flat per unit, unit by unit', mugs, bare, flat('unit', 50), null, ['a x1', 'a x2'], '150', ['-50', '-100']],
  [
    'flat per line, in thirds',
    mugs,
    bare,
    flat('line', 100),
    null,
    ['a x1', 'a x1', 'a x1'],
    '100',
    ['-33', '-34', '-33'],
  ],
  [
    'flat per order by all lines',
    pair,
    bare,
    flat('order', 500),
    flat('order', 100),
    ['b', 'a =1500', 'all'],
    '500 100',
    ['-125 -25', '-188 -38', '-187 -37'],
  ],
  [
    'shipping counts where it is included',
    pair,
    withShipping,
    percent(1000),
    null,
    ['shipping 200', 'all'],
    '330 110',
    ['-15 -5', '-315 -105'],
  ],
  [
    'and not where it is not',
    pair,
    bare,
    percent(1000),
    null,
    ['shipping 200', 'all'],
    '300 100',
    ['0 0', '-300 -100'],
  ],
  ['an amount is spread', pair, bare, percent(1000), null, ['2200'], '300 100', ['-150 -50']],
  [
    'a chargeback that was won',
    mug,
    bare,
    percent(1000),
    null,
    ['6000', '-1', '10000'],
    '1000',
    ['-600', '600', '-1000'],
  ],
  [
    'a refund undone beside another',
    mugs,
    bare,
    percent(1000),
    null,
    ['a x1', 'a x2', '-1', 'a x1'],
    '100',
    ['-33', '-67', '33', '-33'],
  ],
  [
    'a refused refund reverses nothing',
    mug,
    bare,
    percent(1000),
    null,
    ['6000', '4001', '4000'],
    '1000',
    ['-600', '0', '-400'],
  ],
];

for (const [name, order, policy, tier1, tier2, refunds, amounts, expected] of table) {
  test(`reversed: ${name}`, () => {
    const earned = earn(order, policy, tier1, tier2);
    assert.equal(earned.map((draft) => draft.amount).join(' '), amounts);
    const { rows } = reverse(order, policy, earned, refunds);
    assert.deepEqual(
      rows.map((some) => some.join(' ')),
      expected,
    );
  });
}

test('144 units at 0.55 and 10 % earn 7.92, and one by one reverse 7.92, never more on the way', () => {
  const order = spread([line('a', 144, 55)]);
  const earned = earn(order, bare, percent(1000));
  assert.deepEqual(
    earned.map((draft) => draft.amount),
    [792n],
  );
  const { rows } = reverse(
    order,
    bare,
    earned,
    Array.from({ length: 144 }, () => 'a x1'),
  );
  let total = 0n;
  for (const [row = 0n] of rows) {
    total -= row;
    assert.ok(row <= 0n && row >= -6n && total <= 792n, String(row));
  }
  assert.equal(total, 792n);
});

test('a commission without a line or on a line without a base is left alone', () => {
  const bases = [{ line_id: 'a', base: 0n, refunded_base: 0n }];
  assert.equal(reversalOf({ line_id: null, amount: 500n, flat: null }, bases, 0n), 0n);
  assert.equal(reversalOf({ line_id: 'a', amount: 500n, flat: null }, bases, 0n), 0n);
  assert.equal(reversalOf({ line_id: null, amount: 500n, flat: { per: 'order' } }, bases, 0n), 0n);
});

const anyLines = fc.array(
  fc.record({ quantity: fc.integer({ min: 1, max: 12 }), unit: fc.nat(400), tax: fc.nat(50) }),
  { minLength: 1, maxLength: 4 },
);
const anyText = fc.oneof(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 4 })).map(([id, units]) => `${id} x${units}`),
  fc
    .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 400 }))
    .map(([id, money]) => `${id} =${money}`),
  fc.integer({ min: 1, max: 900 }).map(String),
  fc.constantFrom('tax 9', 'shipping 31', 'a', 'b', '-1', '-2', '-3'),
);
const anyRate = fc.oneof(
  fc.integer({ min: 1, max: 10000 }).map(percent),
  fc
    .tuple(fc.constantFrom('unit', 'line', 'order'), fc.integer({ min: 1, max: 900 }))
    .map(([per, amount]) => flat(per as 'unit', amount)),
);
const anyPolicy = fc.record({ include_tax: fc.boolean(), include_shipping: fc.boolean() });

test('in any number and order, refunds reverse no more than was earned, and a full refund all of it', () => {
  fc.assert(
    fc.property(
      anyLines,
      anyPolicy,
      anyRate,
      anyRate,
      fc.array(anyText, { maxLength: 10 }),
      (any, policy, tier1, tier2, texts) => {
        const lines = any.map((one, i) => line('abcd'[i]!, one.quantity, one.unit, { tax: one.tax }));
        const order = spreadOrder(amountsOf(lines, { tax: 17, shipping: 130 }));
        const earned = earn(order, policy, tier1, tier2);
        // Undoing nothing is no refund.
        const known = texts.filter(
          (text) => !text.startsWith('-') || Number(text.slice(1)) <= texts.filter((t) => !t.startsWith('-')).length,
        );
        const inTurn = known.toSorted((a, b) => Number(a.startsWith('-')) - Number(b.startsWith('-')));
        const { rows, recorded } = reverse(order, policy, earned, [...inTurn, 'all']);
        assert.deepEqual(
          recorded,
          earned.map((draft) => -draft.amount),
        );
        const sums = earned.map(() => 0n);
        for (const row of rows) {
          for (const [at, amount] of row.entries()) {
            sums[at]! += amount;
            assert.ok(sums[at]! <= 0n && -sums[at]! <= earned[at]!.amount);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
