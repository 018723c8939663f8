import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { assertBooks } from '../support/books.ts';
import { item, type World } from '../support/world.ts';

let app: TestApp;
let world: World;
before(async () => {
  app = await startApp();
  world = await app.world();
});
after(async () => {
  await assertBooks(app.database, world.account.id);
  await app.close();
});

test('144 units at 0.55 and 10 % earn 7.92, and one by one reverse 7.92, never more on the way', async () => {
  const { partner } = await world.seller(1000);
  const order = await world.order({ click_id: await world.click(partner), items: [item('pen', 144, 55)] });
  assert.equal(order.commissions[0].amount, 792);
  let least = 792;
  for (let unit = 1; unit <= 144; unit += 1) {
    await world.refund(order, { items: [{ sku: 'pen', quantity: 1 }] });
    if (unit % 12 !== 0) continue;
    const { payable } = await world.balance(partner);
    assert.ok(payable >= 0 && payable <= least, `${payable} after ${unit}`);
    least = payable;
  }
  assert.equal(await world.owes(partner), '0 0 0 0');
  const one = { refund_id: 'one more', items: [{ sku: 'pen', quantity: 1 }] };
  await world.refused('POST', `/v1/orders/${order.id}/refunds`, one, 422, 'refund_exceeds_order');
});
