import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LARGEST_AMOUNT } from '../../../values/money.ts';
import { ratioFromDecimal, shareOf } from '../../../values/rate.ts';
import { isRefusal } from '../../../values/refusal.ts';
import type { NoTerms, ResolvedTerms, TierRate } from '../../programs/index.ts';
import { type LineToPrice, type Pricing, priceOrder } from './price-order.ts';

const one: Pricing = { tiers: 1, tier2_base: 'sale', has_sponsor: true, exchange: null };
const onSale: Pricing = { ...one, tiers: 2 };
const onCommission: Pricing = { ...onSale, tier2_base: 'commission' };
const alone: Pricing = { ...onSale, has_sponsor: false };
const abroad = (rate: string, from_decimals = 2, to_decimals = 2): Pricing => ({
  ...onSale,
  exchange: { rate: ratioFromDecimal(rate)!, from_decimals, to_decimals },
});

/** "2000" is 20 %, "500/order" is 5.00 per order. */
function rate(text: string): TierRate {
  const [amount, per] = text.split('/');
  return per === undefined
    ? { kind: 'percent', bps: Number(amount) }
    : { kind: 'flat', per: per as 'unit', amount: Number(amount) };
}

/** "a 3x 9000 : 2000 & 500": three units of line a with a base of 90.00, 20 % to tier 1, 5 % to tier 2. */
function lineOf(text: string): LineToPrice {
  const [what = '', pays = ''] = text.split(' : ');
  const [name = '', quantity = '', base = ''] = what.split(' ');
  const line = { line_id: name, sku: name, quantity: BigInt(quantity.replace('x', '')), base: BigInt(base) };
  if (pays === 'product_not_in_program' || pays === 'payments_used_up')
    return { ...line, terms: { none: pays } satisfies NoTerms };
  const [tier1 = '', tier2] = pays.split(' & ');
  const terms: ResolvedTerms = {
    from: 'product',
    tier1: { rate: rate(tier1), terms_id: `${name}1` },
    tier2: tier2 === undefined ? null : { rate: rate(tier2), terms_id: `${name}2` },
    max_payments: null,
  };
  return { ...line, terms };
}

/** "a1 1800" is 18.00 on line a for tier 1; "a1 rounds_to_zero" is why there is none. */
function priced(lines: string[], pricing: Pricing): string {
  const found = priceOrder(lines.map(lineOf), pricing);
  if (isRefusal(found)) return found.refused;
  return [
    ...found.commissions.map((draft) => `${draft.line_id}${draft.tier} ${draft.amount}`),
    ...found.uncommissioned.map((none) => `${none.line_id}${none.tier} ${none.reason}`),
  ].join(', ');
}

const percent: [string, number, number][] = [
  ['25000', 113, 283],
  ['5000', 113, 57],
  ['100000', 57, 570],
  ['1000', 2000, 200],
  ['1900', 1000, 190],
  ['7', 2000, 1],
  ['3', 2000, 1],
  ['15', 1000, 2],
  ['1', 5000, 1],
  ['500', 290, 15],
  ['100000', 113, 1130],
  ['10000', 57, 57],
  ['5000', 2500, 1250],
  ['10000', 2500, 2500],
  ['7920', 1000, 792],
];

for (const [base, bps, amount] of percent) {
  test(`percent: ${base} at ${bps} bps is ${amount}`, () => {
    assert.equal(priced([`a 1x ${base} : ${bps}`], one), `a1 ${amount}`);
  });
}

// what, lines, program, commissions and what earns nothing
const table: [string, string[], Pricing, string][] = [
  ['0.4 leaves no row', ['a 1x 2 : 2000'], one, 'a1 rounds_to_zero'],
  [
    'no line with terms',
    ['a 1x 100 : product_not_in_program', 'b 1x 100 : payments_used_up'],
    one,
    'a1 product_not_in_program, b1 payments_used_up',
  ],
  [
    'one line of two',
    ['a 1x 1000 : 1000', 'b 1x 5000 : product_not_in_program'],
    one,
    'a1 100, b1 product_not_in_program',
  ],
  [
    'nothing to earn on',
    ['a 1x 0 : 1000', 'b 2x 0 : 500/unit', 'c 1x 0 : 500/order'],
    one,
    'a1 nothing_to_earn_on, b1 nothing_to_earn_on, c1 nothing_to_earn_on',
  ],
  ['flat per unit', ['a 3x 6000 : 500/unit'], one, 'a1 1500'],
  ['flat per line', ['a 3x 6000 : 500/line', 'b 1x 1 : 500/line'], one, 'a1 500, b1 500'],
  ['flat per order', ['a 3x 6000 : 500/order'], one, 'a1 500'],
  ['flat per order on many lines is one', ['a 1x 1000 : 500/order', 'b 1x 9000 : 500/order'], one, 'a1 500'],
  [
    'the highest of many',
    ['a 1x 9000 : 400/order & 90/order', 'b 1x 10 : 500/order & 10/order', 'c 1x 10 : 500/order & 80/order'],
    onSale,
    'b1 500, b2 10',
  ],
  [
    'a percentage beside it',
    ['a 1x 1000 : 500/order', 'b 1x 1000 : 2000', 'c 1x 1 : 600/order'],
    one,
    'b1 200, c1 600',
  ],
  [
    'the highest has nothing to earn on',
    ['a 1x 0 : 900/order', 'b 1x 100 : 500/order'],
    one,
    'b1 500, a1 nothing_to_earn_on',
  ],
  ['the highest has no tier 2', ['a 1x 9 : 500/order', 'b 1x 9 : 400/order & 90/order'], onSale, 'a1 500'],
  ['a flat nothing', ['a 1x 100 : 0/order', 'b 1x 100 : 0/order'], one, 'a1 rounds_to_zero'],
  ['10 % and 5 % of the sale', ['a 1x 10000 : 1000 & 500'], onSale, 'a1 1000, a2 500'],
  ['20 % and 10 % of the commission', ['a 1x 10000 : 2000 & 1000'], onCommission, 'a1 2000, a2 200'],
  ['tier 2 of a commission that was rounded', ['a 1x 50 : 1130 & 5000'], onCommission, 'a1 6, a2 3'],
  ['flat tier 2 counts on nothing', ['a 2x 10000 : 2000 & 30/unit'], onCommission, 'a1 2000, a2 60'],
  ['one tier only', ['a 1x 10000 : 1000 & 500'], one, 'a1 1000'],
  ['no sponsor', ['a 1x 10000 : 1000 & 500'], alone, 'a1 1000'],
  ['no terms of tier 2', ['a 1x 10000 : 1000'], onSale, 'a1 1000'],
  ['tier 2 of nothing was meant so', ['a 1x 10000 : 1000 & 0'], onSale, 'a1 1000'],
  ['tier 2 rounds to zero', ['a 1x 10 : 1000 & 400'], onSale, 'a1 1, a2 rounds_to_zero'],
  ['tier 1 of nothing', ['a 1x 10000 : 0 & 500'], onSale, 'a2 500, a1 rounds_to_zero'],
  ['tier 1 of nothing, and tier 2 of that', ['a 1x 10000 : 0 & 500'], onCommission, 'a1 rounds_to_zero'],
  [
    'own flat over a percentage of the program',
    ['a 1x 10000 : 500/order & 500', 'b 1x 2000 : 500/order & 500'],
    onSale,
    'a1 500, a2 500, b2 100',
  ],
  [
    'the same, on the commission',
    ['a 1x 10000 : 500/order & 500', 'b 1x 2000 : 500/order & 500'],
    onCommission,
    'a1 500, a2 25',
  ],
  [
    'own percentage over flat of the program',
    ['a 1x 10000 : 2000 & 90/order', 'b 1x 2000 : 2000 & 95/order'],
    onSale,
    'a1 2000, b1 400, b2 95',
  ],
  ['both tiers to the cent', ['a 3x 999 : 3333 & 1111'], onSale, 'a1 333, a2 111'],
  ['99.99 EUR at 1.0837', ['a 1x 9999 : 1000 & 500'], abroad('1.0837'), 'a1 1084, a2 542'],
  ['each line is converted by itself', ['a 1x 1 : 10000', 'b 1x 1 : 10000'], abroad('1.5'), 'a1 2, b1 2'],
  ['yen to dollars', ['a 1x 1000 : 1000'], abroad('0.0064', 0, 2), 'a1 64'],
  ['dollars to dinars', ['a 1x 1000 : 1000'], abroad('0.3072', 2, 3), 'a1 307'],
  ['flat amounts are not converted', ['a 2x 1000 : 500/unit & 50/unit'], abroad('2'), 'a1 1000, a2 100'],
  [
    'a base that converts to nothing',
    ['a 1x 1 : 10000', 'b 1x 1 : 500/line'],
    abroad('0.004'),
    'b1 500, a1 rounds_to_zero',
  ],
  ['too large by units', [`a 2x 1 : ${LARGEST_AMOUNT}/unit`], one, 'amount_too_large'],
  ['too large by conversion', [`a 1x ${LARGEST_AMOUNT} : 1`], abroad('2'), 'amount_too_large'],
];

for (const [name, lines, pricing, expected] of table) {
  test(`priced: ${name}`, () => assert.equal(priced(lines, pricing), expected));
}

test('a draft says how its amount came about', () => {
  const found = priceOrder([lineOf('a 1x 9999 : 1000 & 500')], { ...abroad('1.0837'), tier2_base: 'commission' });
  assert.ok(!isRefusal(found));
  const shared = { line_id: 'a', sku: 'a', original_base_amount: 9999n, flat: null };
  assert.deepEqual(found.commissions, [
    { ...shared, tier: 1, base_amount: 10836n, rate_bps: 1000, amount: 1084n, terms_id: 'a1' },
    { ...shared, tier: 2, base_amount: 1084n, rate_bps: 500, amount: 54n, terms_id: 'a2' },
  ]);
});

test('a share of a commission that is flat per order is marked as that', () => {
  const found = priceOrder([lineOf('a 1x 9 : 500/order & 1000')], onCommission);
  assert.ok(!isRefusal(found));
  assert.deepEqual(
    found.commissions.map(({ rate_bps, flat, base_amount }) => [rate_bps, flat, base_amount]),
    [
      [null, { per: 'order', amount: 500 }, 9n],
      [1000, { per: 'order', amount: 500 }, 500n],
    ],
  );
});

const anyPays = fc.constantFrom(
  '1000 & 500',
  '2500',
  '300/unit & 20/unit',
  '700/line',
  '500/order & 50/order',
  '400/order & 500',
  'payments_used_up',
);
const anyLine = fc.record({ quantity: fc.integer({ min: 1, max: 9 }), base: fc.nat(3000), pays: anyPays });

test('every line earns, is paid by the order’s one commission, or is reported; amounts follow from what is shown', () => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(onSale, onCommission),
      (any, pricing) => {
        const lines = any.map(({ quantity, base, pays }, index) => lineOf(`l${index} ${quantity}x ${base} : ${pays}`));
        const found = priceOrder(lines, pricing);
        assert.ok(!isRefusal(found));
        const perOrder = found.commissions.filter((draft) => draft.tier === 1 && draft.flat?.per === 'order');
        assert.ok(perOrder.length <= 1);
        for (const line of lines) {
          const here = (row: { line_id: string; tier: number }) => row.line_id === line.line_id && row.tier === 1;
          const fellow =
            'tier1' in line.terms &&
            line.terms.tier1.rate.kind === 'flat' &&
            line.terms.tier1.rate.per === 'order' &&
            line.base > 0n;
          const rows = found.commissions.filter(here).length + found.uncommissioned.filter(here).length;
          assert.ok(rows === 1 || (rows === 0 && fellow && perOrder.length === 1));
        }
        for (const draft of found.commissions) {
          assert.ok(draft.amount > 0n);
          if (draft.rate_bps !== null) assert.equal(draft.amount, shareOf(draft.base_amount, draft.rate_bps));
        }
      },
    ),
  );
});
