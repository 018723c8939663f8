import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amountsOf, day, line, spread } from '../../../../test/support/orders.ts';
import { handIn, request } from '../../../../test/support/refunds.ts';
import { fitRefund } from './fit-refund.ts';
import type { RefundFacts } from './refund-facts.ts';
import { refundedBases } from './refunded-bases.ts';
import { leftOf, totalLeft } from './replay-refunds.ts';
import { resolveRefund } from './resolve-refund.ts';
import { type SpreadOrder, spreadOrder } from './spread-order.ts';

const bare = { include_tax: false, include_shipping: false };
const both = { include_tax: true, include_shipping: true };
const basesOf = (order: SpreadOrder, refunds: readonly RefundFacts[], policy: typeof bare) =>
  refundedBases(order, refunds, policy)
    .map((one) => `${one.refunded_base}/${one.base}`)
    .join(' ');

const taxed = spread([line('a', 1, 10000, { tax: 700 })], { discount: 1000, shipping: 500 });
const pair = spread([line('a', 1, 3000), line('b', 1, 1000)], { shipping: 400, tax: 40 });

// what, order, refunds; refunded / base of each line where neither tax nor shipping count, and where both do
const table: [string, SpreadOrder, string[], string, string][] = [
  ['half of everything', taxed, ['5100'], '4500/9000', '5100/10200'],
  ['tax and shipping only', taxed, ['tax 700, shipping 500'], '0/9000', '1200/10200'],
  ['half the line', taxed, ['a =4850'], '4500/9000', '4850/10200'],
  ['the line', taxed, ['a'], '9000/9000', '9700/10200'],
  ['all', taxed, ['all'], '9000/9000', '10200/10200'],
  ['half the shipping, by shares', pair, ['shipping 200'], '0/3000 0/1000', '150/3330 50/1110'],
  ['one line and all tax', pair, ['b, tax 40'], '0/3000 1000/1000', '30/3330 1010/1110'],
  ['an amount', pair, ['2220'], '1500/3000 500/1000', '1665/3330 555/1110'],
];

for (const [name, order, refunds, without, within] of table) {
  test(`refunded of the base: ${name}`, () => {
    const { accepted } = handIn(order, refunds);
    assert.equal(basesOf(order, accepted, bare), without);
    assert.equal(basesOf(order, accepted, both), within);
  });
}

function permutations<T>(of: readonly T[]): T[][] {
  if (of.length <= 1) return [[...of]];
  return of.flatMap((first, index) => permutations(of.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

// Six refunds with their days, all of which fit; each "undo" takes back the one it names as soon as both are there.
const scripts: [string, SpreadOrder, [string, number][], string | null][] = [
  [
    'amounts and units of one line',
    spread([line('a', 7, 143, { discount: 8 })]),
    [
      ['a x1', 3],
      ['100', 3],
      ['a x2', 1],
      ['a =77', 9],
      ['50', 8],
      ['a x1', 2],
    ],
    'a x2',
  ],
  [
    'two lines, tax and shipping',
    spread([line('a', 3, 1000, { tax: 333 }), line('b', 2, 777, { tax: 111 })], {
      discount: 100,
      shipping: 499,
      tax: 37,
    }),
    [
      ['a x1', 4],
      ['501', 5],
      ['tax 99', 6],
      ['shipping 201', 2],
      ['b =333', 3],
      ['700', 1],
    ],
    '501',
  ],
  [
    'neighbours that are spread',
    spread([line('a', 1, 1000), line('b', 1, 999), line('c', 1, 17)], { shipping: 33 }),
    [
      ['1', 4],
      ['2', 5],
      ['400', 6],
      ['77', 2],
      ['5', 3],
      ['c =9', 1],
    ],
    '400',
  ],
];

for (const [name, order, refunds, undone] of scripts) {
  test(`all 720 orders of arrival end alike: ${name}`, () => {
    const ends = new Set<string>();
    for (const arrivals of permutations(refunds)) {
      const accepted: (RefundFacts & { text: string })[] = [];
      for (const [text, at] of arrivals) {
        const { refund, rest } = fitRefund(order, accepted, request(text, day(at)));
        assert.equal(rest, null);
        accepted.push({ ...refund, text });
      }
      const standing = accepted.filter((refund) => refund.text !== undone);
      ends.add(
        [basesOf(order, accepted, bare), basesOf(order, accepted, both), basesOf(order, standing, both)].join(' | '),
      );
    }
    assert.equal(ends.size, 1, [...ends].join('\n'));
  });

  test(`a reversal before or after the others ends alike: ${name}`, () => {
    const ends = new Set<string>();
    for (const arrivals of permutations(refunds)) {
      let accepted: (RefundFacts & { text: string })[] = [];
      for (const [text, at] of arrivals) {
        const { refund } = fitRefund(order, accepted, request(text, day(at)));
        accepted.push({ ...refund, text });
        accepted = accepted.filter((one) => one.text !== undone);
      }
      ends.add(basesOf(order, accepted, bare));
    }
    assert.equal(ends.size, 1, [...ends].join('\n'));
  });
}

// Refunds of one kind commute even where each is dated as it arrives.
const alike: [string, SpreadOrder, string[]][] = [
  ['spread', spread([line('a', 1, 10), line('b', 1, 7)], { shipping: 5 }), ['1', '2', '3', '1', '4', '2']],
  ['of lines', spread([line('a', 1, 10, { tax: 5 })]), ['a =1', 'a =2', 'a =3', 'a =1', 'a =4', 'a =2']],
  ['by units', spread([line('a', 20, 7, { tax: 13 })]), ['a x1', 'a =1', 'a x2', 'a =1', 'a x5', 'a x3']],
];

for (const [name, order, texts] of alike) {
  test(`all 720 orders of what happened end alike: refunds ${name}`, () => {
    const ends = new Set(permutations(texts).map((some) => basesOf(order, handIn(order, some).accepted, bare)));
    assert.equal(ends.size, 1, [...ends].join('\n'));
  });
}

const anyOrder = fc
  .record({
    lines: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 12 }), unit: fc.nat(400), tax: fc.nat(50) }), {
      minLength: 1,
      maxLength: 4,
    }),
    tax: fc.nat(60),
    shipping: fc.nat(200),
    inclusive: fc.boolean(),
  })
  .map(({ lines, ...more }) =>
    spreadOrder(
      amountsOf(
        lines.map((one, i) => line('abcd'[i]!, one.quantity, one.unit, { tax: one.tax })),
        more,
      ),
    ),
  );
const name = fc.constantFrom('a', 'b', 'c', 'd');
const anyText = fc.oneof(
  fc.tuple(name, fc.integer({ min: 1, max: 5 })).map(([id, units]) => `${id} x${units}`),
  fc.tuple(name, fc.integer({ min: 1, max: 400 })).map(([id, money]) => `${id} =${money}`),
  fc.integer({ min: 1, max: 900 }).map(String),
  fc.integer({ min: 1, max: 60 }).map((money) => `tax ${money}`),
  fc.integer({ min: 1, max: 150 }).map((money) => `shipping ${money}`),
  name,
);
const anyRefunds = fc.array(fc.tuple(anyText, fc.integer({ min: 1, max: 9 }), fc.nat(3)), { maxLength: 12 });

/** Hands in refunds with days of their own; every fourth undoes an earlier one instead. */
function play(order: SpreadOrder, refunds: readonly (readonly [string, number, number])[]): RefundFacts[] {
  const accepted: RefundFacts[] = [];
  for (const [text, at, dice] of refunds) {
    if (dice === 0 && accepted.length > 0) accepted.splice(at % accepted.length, 1);
    const found = resolveRefund(order, accepted, request(text, day(at)));
    if (!('refused' in found)) accepted.push(found);
  }
  return accepted;
}

test('whatever is refunded and undone, no more than the order goes back, and all of it in the end', () => {
  fc.assert(
    fc.property(anyOrder, anyRefunds, (order, refunds) => {
      const accepted = play(order, refunds);
      const paid = accepted.reduce((sum, refund) => sum + refund.amount, 0n);
      assert.ok(paid <= order.total_amount, `${paid} of ${order.total_amount}`);
      const left = leftOf(order, accepted);
      for (const amount of [...left.goods, ...left.tax, left.order_tax, left.shipping]) assert.ok(amount >= 0n);
      for (const policy of [bare, both]) {
        for (const one of refundedBases(order, accepted, policy)) {
          assert.ok(one.refunded_base >= 0n && one.refunded_base <= one.base, JSON.stringify(accepted, text));
        }
      }
      const rest = resolveRefund(order, accepted, request('all', day(20)));
      const everything = 'refused' in rest ? accepted : [...accepted, rest];
      if (order.total_amount === 0n) return;
      assert.equal(
        everything.reduce((sum, refund) => sum + refund.amount, 0n),
        order.total_amount,
      );
      assert.equal(totalLeft(leftOf(order, everything)), 0n);
      for (const one of refundedBases(order, everything, both)) assert.equal(one.refunded_base, one.base);
    }),
    { numRuns: 400 },
  );
});

test('what is refunded is what the answers said, but for the roundings of units valued anew', () => {
  fc.assert(
    fc.property(anyOrder, anyRefunds, (order, refunds) => {
      const accepted = play(order, refunds);
      const paid = accepted.reduce((sum, refund) => sum + refund.amount, 0n);
      const apart = order.total_amount - totalLeft(leftOf(order, accepted)) - paid;
      const roundings = accepted.flatMap((refund) => refund.parts.lines).length;
      assert.ok(apart <= roundings && -apart <= roundings, `${apart} with ${roundings} parts`);
    }),
    { numRuns: 400 },
  );
});

test('the state depends on the set of refunds alone', () => {
  fc.assert(
    fc.property(anyOrder, anyRefunds, fc.infiniteStream(fc.nat()), (order, refunds, dice) => {
      const accepted = play(order, refunds);
      const shuffled = accepted.map((refund) => ({ refund, key: dice.next().value })).sort((a, b) => a.key - b.key);
      assert.deepEqual(
        leftOf(
          order,
          shuffled.map((one) => one.refund),
        ),
        leftOf(order, accepted),
      );
    }),
  );
});

const text = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
