import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchCancellation, type Purchase } from './match-cancellation.ts';

const bought = (number: string, day: number, left: number, position = 0): Purchase => ({
  orderId: `ord_${number}`,
  number,
  occurredAt: new Date(Date.UTC(2011, 0, day)),
  position,
  lineId: `${number}/${position}`,
  unitsLeft: BigInt(left),
});
const match = (purchases: readonly Purchase[], day: number, units: number): string => {
  const { taken, missing } = matchCancellation(purchases, new Date(Date.UTC(2011, 0, day)), BigInt(units));
  return [...taken.map((one) => `${one.units} of ${one.purchase.lineId}`), `${missing} missing`].join(', ');
};

const history = [bought('1', 1, 5), bought('2', 5, 3), bought('3', 9, 2), bought('2', 5, 4, 1)];
const table: [string, number, number, string][] = [
  ['the latest earlier purchase', 9, 1, '1 of 3/0, 0 missing'],
  ['a purchase at the same moment counts', 5, 4, '4 of 2/1, 0 missing'],
  ['over several lines and orders', 9, 10, '2 of 3/0, 4 of 2/1, 3 of 2/0, 1 of 1/0, 0 missing'],
  ['later purchases do not count', 4, 6, '5 of 1/0, 1 missing'],
  ['nothing was bought before', 0, 2, '2 missing'],
];
for (const [name, day, units, found] of table)
  test(`cancellation: ${name}`, () => assert.equal(match(history, day, units), found));

test('at the same time the higher order number comes first', () => {
  assert.equal(
    match([bought('10', 1, 1), bought('11', 1, 1), bought('09', 1, 1)], 1, 2),
    '1 of 11/0, 1 of 10/0, 0 missing',
  );
});

test('nothing is taken twice, and what is taken and missing is what was asked for', () => {
  const any = fc.record({
    number: fc.constantFrom('1', '2', '3'),
    day: fc.nat(20),
    left: fc.nat(9),
    position: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), fc.nat(20), (rows, units, day) => {
      const purchases = rows.map((one) => bought(one.number, one.day, one.left, one.position));
      const { taken, missing } = matchCancellation(purchases, new Date(Date.UTC(2011, 0, day)), BigInt(units));
      assert.equal(
        taken.reduce((sum, one) => sum + one.units, missing),
        BigInt(units),
      );
      assert.equal(new Set(taken.map((one) => one.purchase)).size, taken.length);
      for (const one of taken) assert.ok(one.units > 0n && one.units <= one.purchase.unitsLeft);
    }),
  );
});
