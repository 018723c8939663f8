import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPixel } from './read-pixel.ts';

const read = (query: string, currency = 'USD') => readPixel(new URLSearchParams(query), currency);

test('a thank-you pixel is read as shops write it, with decimal prices', () => {
  const order = read(
    'order_id=1001&email=bo%40example.com&item_id_1=mug&item_price_1=15.5&item_qty_1=2&item_id_2=hat&item_price_2=7&tax=1.20&shipping_amt=4',
  );
  assert.deepEqual(order.items, [
    { sku: 'mug', name: undefined, quantity: 2, unit_amount: 1550 },
    { sku: 'hat', name: undefined, quantity: 1, unit_amount: 700 },
  ]);
  assert.deepEqual([order.order_id, order.email, order.currency], ['1001', 'bo@example.com', 'USD']);
  assert.deepEqual([order.tax_amount, order.shipping_amount, order.discount_amount], [120, 400, 0]);
});

test('prices have the decimals of their currency, and zeroes beyond do no harm', () => {
  const price = (query: string, currency?: string) =>
    (read(`item_id_1=mug&${query}`, currency).items as { unit_amount: number }[])[0]?.unit_amount;
  assert.equal(price('item_price_1=1500&currency=jpy'), 1500);
  assert.equal(price('item_price_1=1500.00', 'JPY'), 1500);
  assert.equal(price('item_price_1=1.5&currency=KWD'), 1500);
  assert.equal(price('item_price_1=15.000'), 1500);
  for (const odd of ['-1', '1e3', '15,00', '', 'NaN', '.5', '9999999999'])
    assert.equal(price(`item_price_1=${odd}`), undefined);
});

test('junk is no failure', () => {
  for (const query of [
    '',
    '%',
    'item_id_1=a&item_price_1=x',
    '%ff=%00',
    'item_id_1=&item_id_2=x',
    'item_id_1=a&item_price_1=1&item_qty_1=x',
    'currency=%F0%9F%A6%A9',
  ])
    assert.deepEqual(read(query).items ?? [], []);
});
