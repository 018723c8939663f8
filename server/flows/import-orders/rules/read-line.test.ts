import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMapping } from '../mapping.ts';
import { createLineReader, missingColumns, timeReader } from './read-line.ts';

const header = ['no', 'code', 'what', 'units', 'price', 'when', 'who', 'mail'];
const given = {
  version: 1,
  columns: {
    order: 'no',
    sku: 'code',
    name: 'what',
    quantity: 'units',
    unit_price: 'price',
    time: 'when',
    customer: 'who',
    email: 'mail',
  },
  currency: 'GBP',
  time_zone: 'Europe/London',
  cancellation: { order_prefix: 'C' },
  adjustment: { order_pattern: '^A\\d' },
  not_goods: { skus: ['POST'], sku_pattern: '^gift_' },
};

/** Reads a line written with "|"; what is read as text, or the reason why it was refused. */
function read(text: string, mapping: object = given): string {
  const found = createLineReader(parseMapping(mapping, 'test'), header)(7, text.split('|'));
  if ('refused' in found) return found.refused;
  const who = found.customer ?? found.email ?? 'nobody';
  return `${found.kind} ${found.order}: ${found.quantity} x ${found.sku} at ${found.unit_amount}, ${who}, ${found.at.toISOString()}`;
}

const table: [string, string][] = [
  [
    '536365|85123A|HEART|6|2.55|2010-12-01 08:26:00|17850|',
    'order 536365: 6 x 85123A at 255, 17850, 2010-12-01T08:26:00.999Z',
  ],
  ['1|a||1|1|2011-07-01 10:00||a@b.c', 'order 1: 1 x a at 100, a@b.c, 2011-07-01T09:00:00.999Z'],
  ['C9|a||-2|1|2010-12-01 08:26:00|5|', 'cancellation C9: 2 x a at 100, 5, 2010-12-01T08:26:00.999Z'],
  ['C9|a||2|0|2010-12-01 08:26:00|5|', 'cancellation C9: 2 x a at 0, 5, 2010-12-01T08:26:00.999Z'],
  ['A1|B|bad debt|1|-11062.06|2010-12-01 08:26:00||', 'adjustment'],
  ['1|POST||1|18|2010-12-01 08:26:00||', 'not_goods'],
  ['1|gift_20||1|18|2010-12-01 08:26:00||', 'not_goods'],
  ['|a||1|1|2010-12-01 08:26:00||', 'value_missing'],
  ['1| ||1|1|2010-12-01 08:26:00||', 'value_missing'],
  ['1|a\u0000||1|1|2010-12-01 08:26:00||', 'value_unfit'],
  ['1|a||1|1|2010-12-01 08:26:00||not an address', 'value_unfit'],
  ['1|a||1.5|1|2010-12-01 08:26:00||', 'bad_quantity'],
  ['1|a||0|1|2010-12-01 08:26:00||', 'bad_quantity'],
  ['1|a||-3|0|2010-12-01 08:26:00||', 'write_off'],
  ['1|a||3|0|2010-12-01 08:26:00||', 'no_price'],
  ['1|a||3|-1|2010-12-01 08:26:00||', 'negative_price'],
  ['1|a||3|1,5|2010-12-01 08:26:00||', 'bad_price'],
  ['1|a||3|1|2010-02-30 08:26:00||', 'bad_time'],
  ['1|a||3|1|yesterday||', 'bad_time'],
];
for (const [text, found] of table) test(`line ${JSON.stringify(text)}`, () => assert.equal(read(text), found));

test('a cancellation may be known by its sign, with decimal commas', () => {
  const bySign = { ...given, cancellation: { negative_quantity: true }, decimal_mark: ',' };
  assert.equal(
    read('1|a||-3|1,50|2010-12-01T08:26:00||', bySign),
    'cancellation 1: 3 x a at 150, nobody, 2010-12-01T08:26:00.999Z',
  );
});

test('times with a fraction or a zone are kept as they are', () => {
  const time = timeReader('Europe/London');
  assert.equal(time('2011-07-01 10:00:00.250')?.toISOString(), '2011-07-01T09:00:00.250Z');
  assert.equal(time('2011-07-01T10:00:00.000+02:00')?.toISOString(), '2011-07-01T08:00:00.000Z');
  assert.equal(time('2011-07-01'), null);
});

test('columns that the file does not have are named', () => {
  assert.deepEqual(missingColumns(parseMapping(given, 'test'), ['no', 'code', 'units', 'price', 'when']), [
    'what',
    'who',
    'mail',
  ]);
});

test('a mapping that is not right is one line with the field', () => {
  const wrong: [object, RegExp][] = [
    [{ ...given, currency: 'pounds' }, /"currency"/],
    [{ ...given, time_zone: 'Mars/Base' }, /"time_zone"/],
    [{ ...given, curency: 'GBP' }, /curency/],
    [{ ...given, not_goods: { sku_pattern: '(' } }, /"not_goods.sku_pattern"/],
    [{ ...given, columns: { order: 'no' } }, /"columns.sku"/],
  ];
  for (const [mapping, message] of wrong) assert.throws(() => parseMapping(mapping, 'm.json'), message);
});
