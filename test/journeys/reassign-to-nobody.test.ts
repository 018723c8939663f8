import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { assertBooks } from '../support/books.ts';

let app: TestApp;
before(async () => {
  app = await startApp();
});
after(() => app?.close());

test('a refund that did not stand gives nothing back to a partner whose credit went to nobody', async () => {
  const world = await app.world();
  const { partner } = await world.seller(2000);
  const order = await world.order({ click_id: await world.click(partner) });
  const refund = await world.refund(order);
  assert.equal(await world.owes(partner), '0 0 0 0');
  await world.ok('POST', `/v1/orders/${order.id}/reassign`, { partner_id: null, note: 'not theirs' });
  await world.ok('POST', `/v1/refunds/${refund.id}/reverse`);
  assert.equal(await world.owes(partner), '0 0 0 0');
  await assertBooks(app.database, world.account.id);
});
