import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { priceLine, readPrice } from './price-line.ts';

// quantity, price, currency: unit amount, discount, what the line comes to
const table: [number, string, string, number, number, number][] = [
  [6, '2.55', 'GBP', 255, 0, 1530],
  [1, '0.001', 'GBP', 1, 1, 0],
  [3, '0.333', 'GBP', 34, 2, 100],
  [5, '0.001', 'GBP', 1, 4, 1],
  [4, '0.001', 'GBP', 1, 4, 0],
  [144, '0.055', 'GBP', 6, 72, 792],
  [2, '1500', 'JPY', 1500, 0, 3000],
  [1, '1.2345', 'BHD', 1235, 0, 1235],
];
for (const [quantity, price, currency, unit, discount, total] of table) {
  test(`${quantity} at ${price} ${currency}`, () => {
    const priced = priceLine(quantity, readPrice(price, '.', currency)!)!;
    assert.deepEqual([priced.unit_amount, priced.discount_amount], [BigInt(unit), BigInt(discount)]);
    assert.equal(BigInt(quantity) * priced.unit_amount - priced.discount_amount, BigInt(total));
  });
}

test('what is no plain decimal is no price', () => {
  for (const text of ['', 'free', '1e3', '1,5', '.5', '5.', '--1', ' 1', '1.2.3', '٣'])
    assert.equal(readPrice(text, '.', 'GBP'), null, text);
  assert.deepEqual(readPrice('1,5', ',', 'GBP'), readPrice('1.5', '.', 'GBP'));
  assert.equal(readPrice('-1.50', '.', 'GBP')!.numerator < 0n, true);
});

test('more than an amount can be is no line', () => {
  assert.equal(priceLine(1_000_000_000, readPrice('999999999', '.', 'GBP')!), null);
});

test('the discount is never negative, and below one unit amount a unit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.nat(10_000_000),
      fc.integer({ min: 0, max: 6 }),
      (quantity, digits, decimals) => {
        const price = { numerator: BigInt(digits) * 100n, denominator: 10n ** BigInt(decimals) };
        const { unit_amount, discount_amount } = priceLine(quantity, price)!;
        const total = BigInt(quantity) * unit_amount - discount_amount;
        assert.ok(discount_amount >= 0n && total >= 0n && discount_amount <= BigInt(quantity));
        const twiceOff = (total * price.denominator - BigInt(quantity) * price.numerator) * 2n;
        assert.ok(twiceOff <= price.denominator && twiceOff > -price.denominator);
      },
    ),
  );
});
