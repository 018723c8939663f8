import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amountsOf, line, type OrderMore, spread } from '../../../../test/support/orders.ts';
import { LARGEST_AMOUNT } from '../../../values/money.ts';
import { isRefusal } from '../../../values/refusal.ts';
import { baseOf } from './spread-order.ts';
import { type OrderLine, totalOrder } from './total-order.ts';

const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);

// what, lines, the order, its total; bases bare, with shipping, with tax, with both
const mug = [line('a', 1, 10000, { tax: 700 })];
const three = [line('a', 1, 1000), line('b', 1, 1000), line('c', 1, 1000)];
const table: [string, OrderLine[], OrderMore, number, string, string, string, string][] = [
  ['two mugs', [line('a', 2, 1500)], {}, 3000, '3000', '3000', '3000', '3000'],
  ['a line discount', [line('a', 2, 1500, { discount: 500 })], {}, 2500, '2500', '2500', '2500', '2500'],
  ['discount, tax, shipping', mug, { discount: 1000, shipping: 500 }, 10200, '9000', '9500', '9700', '10200'],
  ['1.00 off three alike', three, { discount: 100 }, 2900, '966 967 967', '966 967 967', '966 967 967', '966 967 967'],
  [
    'shipping and tax of the order',
    three,
    { shipping: 100, tax: 50 },
    3150,
    '1000 1000 1000',
    '1034 1033 1033',
    '1017 1017 1016',
    '1051 1050 1049',
  ],
  [
    'in proportion',
    [line('a', 1, 3000), line('b', 1, 1000)],
    { discount: 400, shipping: 800 },
    4400,
    '2700 900',
    '3300 1100',
    '2700 900',
    '3300 1100',
  ],
  [
    'a free line beside a paid one',
    [line('a', 1, 0), line('b', 1, 100)],
    { shipping: 99 },
    199,
    '0 100',
    '0 199',
    '0 100',
    '0 199',
  ],
  [
    'all lines free: by quantity',
    [line('a', 1, 0), line('b', 3, 0)],
    { shipping: 800, tax: 4 },
    804,
    '0 0',
    '200 600',
    '1 3',
    '201 603',
  ],
  ['everything taken off', [line('a', 1, 100)], { discount: 100, shipping: 50 }, 50, '0', '50', '0', '50'],
  ['tax in the prices', mug, { inclusive: true, shipping: 500 }, 10500, '9300', '9800', '10000', '10500'],
  [
    'tax in the prices, with a discount',
    mug,
    { inclusive: true, discount: 1000 },
    9000,
    '8300',
    '8300',
    '9000',
    '9000',
  ],
  [
    'tax in the prices, and the order’s own beside',
    mug,
    { inclusive: true, tax: 95, shipping: 500 },
    10595,
    '9300',
    '9800',
    '10095',
    '10595',
  ],
  [
    'tax in the prices, larger than what is left',
    mug,
    { inclusive: true, discount: 9900 },
    100,
    '0',
    '0',
    '100',
    '100',
  ],
];

for (const [name, lines, more, total, bare, shipped, taxed, both] of table) {
  test(`total and bases: ${name}`, () => {
    const order = spread(lines, more);
    assert.equal(totalOrder(amountsOf(lines, more)), BigInt(total));
    assert.equal(order.total_amount, BigInt(total));
    const bases = (include_tax: boolean, include_shipping: boolean) =>
      order.lines.map((one) => baseOf(one, { include_tax, include_shipping })).join(' ');
    assert.deepEqual(
      [bases(false, false), bases(false, true), bases(true, false), bases(true, true)],
      [bare, shipped, taxed, both],
    );
  });
}

const most = Number(LARGEST_AMOUNT);
const refused: [string, OrderLine[], OrderMore, string][] = [
  ['a discount beyond its line', [line('a', 1, 100, { discount: 101 })], {}, 'discount_exceeds_order'],
  [
    'a discount beyond all lines',
    [line('a', 1, 100), line('b', 1, 50)],
    { discount: 151, shipping: 500 },
    'discount_exceeds_order',
  ],
  [
    'a discount beyond what line discounts left',
    [line('a', 1, 100, { discount: 60 })],
    { discount: 41 },
    'discount_exceeds_order',
  ],
  ['a line past 2^53 − 1', [line('a', 2, most, { discount: most })], {}, 'amount_too_large'],
  ['lines past it together', [line('a', 1, most), line('b', 1, 1)], { discount: 1 }, 'amount_too_large'],
  ['a total past it by shipping', [line('a', 1, most)], { shipping: 1 }, 'amount_too_large'],
  ['a total past it by tax', [line('a', 1, most, { tax: 1 })], {}, 'amount_too_large'],
];

for (const [name, lines, more, code] of refused) {
  test(`refused: ${name}`, () => {
    const found = totalOrder(amountsOf(lines, more));
    assert.equal(isRefusal(found) ? found.refused : found, code);
  });
}

test('the largest amount is accepted', () => {
  assert.equal(totalOrder(amountsOf([line('a', 1, most)], {})), LARGEST_AMOUNT);
  assert.equal(totalOrder(amountsOf([line('a', 1, most, { tax: 5 })], { inclusive: true })), LARGEST_AMOUNT);
});

const anyLine = fc.record({
  quantity: fc.integer({ min: 1, max: 200 }),
  unit: fc.nat(5000),
  off: fc.nat(100),
  tax: fc.nat(900),
});
const anyOrder = fc.record({
  lines: fc.array(anyLine, { minLength: 1, maxLength: 8 }),
  off: fc.nat(100),
  tax: fc.nat(3000),
  shipping: fc.nat(3000),
  inclusive: fc.boolean(),
});

test('shares sum to the whole, no amount is negative, and the total is the sum of its parts', () => {
  fc.assert(
    fc.property(anyOrder, (any) => {
      const percentOf = (whole: number, percent: number) => Math.floor((whole * percent) / 100);
      const lines = any.lines.map(({ quantity, unit, off, tax }, index) =>
        line(`l${index}`, quantity, unit, { discount: percentOf(quantity * unit, off), tax }),
      );
      const net = Number(sum(lines.map((one) => one.quantity * one.unit_amount - one.discount_amount)));
      const more = { ...any, discount: percentOf(net, any.off) };
      const order = spread(lines, more);
      assert.equal(sum(order.lines.map((one) => one.discount_share)), BigInt(more.discount));
      assert.equal(sum(order.lines.map((one) => one.tax_share)), BigInt(any.tax));
      assert.equal(sum(order.lines.map((one) => one.shipping_share)), BigInt(any.shipping));
      assert.equal(totalOrder(amountsOf(lines, more)), order.total_amount);
      const everything = order.lines.map((one) => baseOf(one, { include_tax: true, include_shipping: true }));
      assert.equal(sum(everything), order.total_amount);
      for (const one of order.lines)
        assert.ok(one.goods >= 0n && one.discount_share <= one.amount, JSON.stringify(more));
    }),
  );
});
