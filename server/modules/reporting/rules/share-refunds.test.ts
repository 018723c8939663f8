import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, line, spread } from '../../../../test/support/orders.ts';
import { handIn } from '../../../../test/support/refunds.ts';
import { shareRefunds } from './share-refunds.ts';

const order = spread([line('mug', 2, 1000), line('hat', 1, 1000)], { shipping: 300, tax: 30 });
const refunds = (...texts: string[]) =>
  handIn(order, texts).accepted.map((facts, index) => ({
    id: `ref_${index}`,
    facts,
    reversed_at: null as Date | null,
  }));
const plain = (shares: ReturnType<typeof shareRefunds>) =>
  shares.map(({ isReversal, products }) => [isReversal, Object.fromEntries(products)]);

test('a refund that names a line is that product’s; all of the rest is everybody’s, shipping and tax apart', () => {
  const shares = plain(shareRefunds(order, refunds('mug x1', 'all')));
  assert.deepEqual(shares, [
    [false, { mug: 1000n }],
    [false, { mug: 1000n, hat: 1000n, '': 330n }],
  ]);
});

test('shares add up to what is refunded, whatever is undone', () => {
  const made = refunds('500', 'mug x1', 'hat');
  const undone = made.map((refund, index) => (index === 1 ? { ...refund, reversed_at: day(9) } : refund));
  const total = shareRefunds(order, undone)
    .flatMap(({ products }) => [...products.values()])
    .reduce((sum, amount) => sum + amount, 0n);
  assert.equal(total, made[0]!.facts.amount + made[2]!.facts.amount);
});

test('a refund that is said to be undone before it happened is undone all the same', () => {
  const [made] = refunds('mug x1');
  const shares = plain(shareRefunds(order, [{ ...made!, reversed_at: day(0) }]));
  assert.deepEqual(shares, [
    [false, { mug: 1000n }],
    [true, { mug: -1000n }],
  ]);
});
