import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, line, spread } from '../../../../test/support/orders.ts';
import { handIn, request } from '../../../../test/support/refunds.ts';
import { fitRefund } from './fit-refund.ts';
import { refundPartsFromJson, refundPartsToJson } from './refund-facts.ts';
import { leftOf } from './replay-refunds.ts';
import type { SpreadOrder } from './spread-order.ts';

/** What is left, as text: goods (+ tax) of each line, then the order's tax and shipping. */
function leftAs(order: SpreadOrder, accepted: Parameters<typeof leftOf>[1]): string {
  const left = leftOf(order, accepted);
  const lines = left.goods.map((goods, i) => (order.lines[i]!.tax > 0n ? `${goods}+${left.tax[i]}` : `${goods}`));
  return [
    ...lines,
    ...(order.tax_amount > 0n ? [`tax ${left.order_tax}`] : []),
    ...(order.shipping_amount > 0n ? [`shipping ${left.shipping}`] : []),
  ].join(' ');
}

const one = spread([line('a', 1, 10000)]);
const mugs = spread([line('a', 3, 333)]);
const uneven = spread([line('a', 3, 400, { discount: 200 })]);
const two = spread([line('a', 1, 10000), line('b', 1, 10000)]);
const taxed = spread([line('a', 1, 10000, { tax: 700 })], { shipping: 500 });
const twoTaxed = spread([line('a', 1, 10000, { tax: 700 }), line('b', 1, 10000, { tax: 700 })], {
  tax: 100,
  shipping: 500,
});
const gross = spread([line('a', 1, 10700, { tax: 700 })], { inclusive: true });
const same = spread([
  line('a', 2, 1000, { sku: 'mug' }),
  line('b', 1, 10000, { sku: 'hat' }),
  line('c', 3, 900, { sku: 'mug' }),
]);
const free = spread([line('a', 2, 0), line('b', 1, 500)]);

// what, order, refunds in turn, answers, what is left
const table: [string, SpreadOrder, string[], string, string][] = [
  ['all', one, ['all'], '10000', '0'],
  ['all twice', one, ['all', 'all'], '10000 exceeds', '0'],
  ['an amount, then all', one, ['3000', 'all'], '3000 7000', '0'],
  ['more than the order', one, ['10001'], 'exceeds', '10000'],
  ['more than is left of the order', one, ['9000', '1001', '1000'], '9000 exceeds 1000', '0'],
  ['unit by unit', mugs, ['a x1', 'a x1', 'a x1', 'a x1'], '333 333 333 exceeds', '0'],
  ['uneven units', uneven, ['a x1', 'a x1', 'a x1'], '333 334 333', '0'],
  ['two uneven units at once', uneven, ['a x2', 'a x1'], '667 333', '0'],
  ['more units than there are', mugs, ['a x4', 'a x2', 'a x2'], 'exceeds 666 exceeds', '333'],
  ['more units than are left in one refund', mugs, ['a x2, a x2'], 'exceeds', '999'],
  ['the same line twice in one refund', uneven, ['a x1, a x1', 'all'], '667 333', '0'],
  ['the rest of a line after a unit', uneven, ['a x1', 'a', 'a'], '333 667 exceeds', '0'],
  ['an amount of a line', two, ['a =4000', 'a =6001', 'a =6000'], '4000 exceeds 6000', '0 10000'],
  ['a unit that costs more than is left of it', one, ['3000', 'a x1', 'a'], '3000 exceeds 7000', '0'],
  ['units whose money is told', uneven, ['a x1 =200', 'a x1 =300', 'a x2', 'a x1'], '200 300 exceeds 333', '167'],
  ['told with roundings, and the last by quantity', uneven, ['a x1 =334', 'a x1 =334', 'a x1'], '334 334 332', '0'],
  ['spread by what is left', two, ['a =5000', '7500'], '5000 7500', '2500 5000'],
  ['spread first, then the rest of a line', two, ['10000', 'a', 'all'], '10000 5000 5000', '0 0'],
  ['spread first, then a whole line', two, ['10000', 'a x1'], '10000 exceeds', '5000 5000'],
  ['spread over lines, tax and shipping', taxed, ['5600'], '5600', '5000+350 shipping 250'],
  ['a line with its tax', taxed, ['a', 'all'], '10700 500', '0+0 shipping 0'],
  ['half a line, gross of its tax', taxed, ['a =5350'], '5350', '5000+350 shipping 500'],
  ['tax alone, then the line', taxed, ['tax 700', 'a', 'all'], '700 10000 500', '0+0 shipping 0'],
  ['tax beyond all tax', taxed, ['tax 701', 'tax 300', 'tax 401'], 'exceeds 300 exceeds', '10000+400 shipping 500'],
  [
    'shipping beyond shipping',
    taxed,
    ['shipping 501', 'shipping 200', 'shipping 301', 'shipping 300'],
    'exceeds 200 exceeds 300',
    '10000+700 shipping 0',
  ],
  ['all tax: of the lines and of the order', twoTaxed, ['tax 750'], '750', '10000+350 10000+350 tax 50 shipping 500'],
  [
    'a line, then all tax that is left',
    twoTaxed,
    ['a', 'tax 801', 'tax 800'],
    '10700 exceeds 800',
    '0+0 10000+0 tax 0 shipping 500',
  ],
  ['a line and tax at once', twoTaxed, ['a, tax 801', 'a, tax 800'], 'exceeds 11500', '0+0 10000+0 tax 0 shipping 500'],
  [
    'an amount on top of a line and shipping',
    twoTaxed,
    ['a, shipping 500, 1080', 'all'],
    '12280 9720',
    '0+0 0+0 tax 0 shipping 0',
  ],
  [
    'an amount on top, beyond the rest',
    twoTaxed,
    ['a, shipping 500, 10801'],
    'exceeds',
    '10000+700 10000+700 tax 100 shipping 500',
  ],
  ['tax inside the price', gross, ['a =5350', 'a'], '5350 5350', '0+0'],
  [
    'a sku on two lines: the earliest with units left',
    same,
    ['sku:mug x1', 'sku:mug x1', 'sku:mug x1'],
    '1000 1000 900',
    '0 10000 1800',
  ],
  ['a sku goes on to its next line', same, ['sku:mug x3'], '2900', '0 10000 1800'],
  ['a sku without quantity: one line', same, ['sku:mug', 'sku:mug', 'sku:mug'], '2000 2700 exceeds', '0 10000 0'],
  ['a sku beyond all its lines', same, ['sku:mug x6', 'sku:mug x5'], 'exceeds 4700', '0 10000 0'],
  ['an amount of a sku goes on too', same, ['sku:mug =2500', 'sku:mug =2201'], '2500 exceeds', '0 10000 2200'],
  ['a line that is not there', same, ['z', 'sku:cup x1'], 'unknown_sku unknown_sku', '2000 10000 2700'],
  ['a free line', free, ['a x1', 'a x2', 'a', 'a', 'b', 'all'], '0 exceeds 0 exceeds 500 exceeds', '0 0'],
  ['all of a free order', spread([line('a', 1, 0)]), ['all', 'all'], '0 exceeds', '0'],
];

for (const [name, order, refunds, answers, left] of table) {
  test(`refunds: ${name}`, () => {
    const found = handIn(order, refunds);
    assert.equal(found.answers.join(' '), answers);
    assert.equal(leftAs(order, found.accepted), left);
  });
}

test('144 units one by one come to their line exactly', () => {
  const order = spread([line('a', 144, 55)]);
  const { accepted, answers } = handIn(
    order,
    Array.from({ length: 145 }, () => 'a x1'),
  );
  assert.deepEqual(answers, [...Array.from({ length: 144 }, () => '55'), 'exceeds']);
  assert.equal(leftAs(order, accepted), '0');
});

test('a reversed refund leaves its place to the next one', () => {
  const { accepted } = handIn(uneven, ['a x1', 'a x1']);
  const [, second] = accepted;
  // The second answered 334 because it came second; standing alone it is valued as the first unit.
  assert.equal(leftAs(uneven, [second!]), '667');
  const rest = fitRefund(uneven, [second!], request('all', day(9)));
  assert.equal(rest.refund.amount, 666n);
  assert.equal(leftAs(uneven, [second!, rest.refund]), '0');
  // Told in money, what is left is 6.66 too, and then nothing is left of any line.
  const told = fitRefund(uneven, [second!], request('666', day(9)));
  assert.equal(told.rest, null);
  assert.equal(leftAs(uneven, [second!, told.refund]), '0');
});

// What arrived in which order with which day; answers; what is left.
const late: [string, [string, number][], string, string][] = [
  [
    'an amount of a day before a whole line',
    [
      ['a x1', 5],
      ['10000', 2],
    ],
    '10000 10000',
    '0 0',
  ],
  [
    'half an order of a day before a whole line',
    [
      ['a x1', 5],
      ['5000', 2],
    ],
    '10000 5000',
    '0 5000',
  ],
  [
    'a line of a day before an amount',
    [
      ['10000', 5],
      ['a =6000', 2],
    ],
    '10000 6000',
    '1143 2857',
  ],
  [
    'a line of a day before an amount and itself',
    [
      ['a =6000', 5],
      ['a =4001', 2],
      ['a =4000', 2],
    ],
    '6000 exceeds 4000',
    '0 10000',
  ],
  [
    'the rest of a line of a day before an amount',
    [
      ['15000', 5],
      ['a', 2],
    ],
    '15000 5000',
    '0 0',
  ],
  [
    'all, of a day before an amount',
    [
      ['15000', 5],
      ['all', 2],
    ],
    '15000 5000',
    '0 0',
  ],
];

for (const [name, arrivals, answers, left] of late) {
  test(`arriving late: ${name}`, () => {
    const accepted: Parameters<typeof leftOf>[1][number][] = [];
    const said = arrivals.map(([text, at]) => {
      const { refund, rest } = fitRefund(two, accepted, request(text, day(at)));
      if (rest) return 'exceeds';
      accepted.push(refund);
      return String(refund.amount);
    });
    assert.equal(said.join(' '), answers);
    assert.equal(leftAs(two, accepted), left);
  });
}

test('a refund that came before its order is applied as far as the order goes, and the rest is kept', () => {
  const take = (text: string) => {
    const { refund, rest } = fitRefund(same, [], request(text, day(1)));
    return [
      Number(refund.amount),
      rest && [Number(rest.amount), Number(rest.tax_amount), Number(rest.shipping_amount), rest.items],
    ];
  };
  assert.deepEqual(take('14700'), [14700, null]);
  assert.deepEqual(take('15000'), [14700, [300, 0, 0, []]]);
  assert.deepEqual(take('sku:mug x7'), [4700, [0, 0, 0, [{ sku: 'mug', quantity: 2n, amount: null }]]]);
  assert.deepEqual(take('sku:cup x1, a'), [2000, [0, 0, 0, [{ sku: 'cup', quantity: 1n, amount: null }]]]);
  assert.deepEqual(take('b =10500'), [10000, [0, 0, 0, [{ line_id: 'b', quantity: null, amount: 500n }]]]);
  assert.deepEqual(take('tax 5, shipping 6'), [0, [0, 5, 6, []]]);
});

test('parts go to JSON and back', () => {
  const { refund } = fitRefund(twoTaxed, [], request('a x1, b =5, tax 3, shipping 2, 1', day(1)));
  const json = JSON.parse(JSON.stringify(refundPartsToJson(refund.parts)));
  assert.deepEqual(refundPartsFromJson(json), refund.parts);
});
