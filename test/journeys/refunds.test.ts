import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { item, type Json, percent, type World } from '../support/world.ts';

let app: TestApp;
before(async () => {
  app = await startApp();
});
after(() => app.close());

/** An order of 100.00 that earns its partner 10.00. */
const sell = async (world: World, partner: Json, order_id: string): Promise<Json> =>
  world.order({ order_id, click_id: await world.click(partner) });

const early = (world: World, order_id: string, refund_id: string, more: Json): Promise<Json> =>
  world.ok('POST', '/v1/refunds', { order_id, refund_id, ...more }, { status: 202 });

test('a refund that came before its order keeps its id, and is undone by it', async () => {
  const world = await app.world();
  const { partner } = await world.seller(1000);
  const waiting = await early(world, '1', 'r', { amount: 4000 });
  await sell(world, partner, '1');
  assert.equal(await world.owes(partner), '0 600 0 0');
  const again = { order_id: '1', refund_id: 'r', amount: 4000 };
  assert.equal((await world.ok('POST', '/v1/refunds', again, { status: 200 })).id, waiting.id);
  const undone = await world.ok('POST', `/v1/refunds/${waiting.id}/reverse`);
  assert.deepEqual([undone.id, undone.status, undone.amount], [waiting.id, 'reversed', 4000]);
  assert.equal(await world.owes(partner), '0 1000 0 0');
});

test('a refund that is undone before its order comes takes nothing, as if all three had come in turn', async () => {
  const world = await app.world();
  const { partner } = await world.seller(1000);
  const lost = await early(world, '1', 'r', { reason: 'chargeback' });
  await early(world, '1', 'kept', { amount: 2500 });
  for (const _twice of [1, 2])
    assert.equal((await world.ok('POST', `/v1/refunds/${lost.id}/reverse`, {}, { status: 200 })).status, 'reversed');
  const order = await sell(world, partner, '1');
  assert.equal(await world.owes(partner), '0 750 0 0');
  const { data } = await world.ok('GET', `/v1/orders/${order.id}/refunds`);
  assert.deepEqual(data.map((row: Json) => `${row.refund_id} ${row.status}`).sort(), ['kept applied', 'r reversed']);
  await world.ok('POST', `/v1/refunds/${lost.id}/reverse`);
  const repeat = { order_id: '1', refund_id: 'r', reason: 'chargeback' };
  assert.equal((await world.ok('POST', '/v1/refunds', repeat, { status: 200 })).id, lost.id);
  assert.equal(await world.owes(partner), '0 750 0 0');
  assert.deepEqual((await world.ok('GET', '/v1/refunds/unapplied')).data, []);
});

test('neither a waiting refund nor its undoing may lie in the future', async () => {
  const world = await app.world();
  const far = { occurred_at: '2999-01-01T00:00:00Z' };
  await world.refused('POST', '/v1/refunds', { order_id: '1', refund_id: 'r', ...far }, 422, 'occurred_too_late');
  const waiting = await early(world, '1', 'r', {});
  await world.refused('POST', `/v1/refunds/${waiting.id}/reverse`, far, 422, 'occurred_too_late');
});

test('an item may say both how many units came back and what was paid for them', async () => {
  const world = await app.world();
  const { partner } = await world.seller(1000);
  const order = await world.order({ click_id: await world.click(partner), items: [item('mug', 3, 1000)] });
  const back = await world.refund(order, { items: [{ sku: 'mug', quantity: 2, amount: 1500 }] });
  assert.deepEqual([back.amount, back.commissions.map((row: Json) => row.amount)], [1500, [-150]]);
  const more = { refund_id: 'more', items: [{ sku: 'mug', quantity: 2, amount: 100 }] };
  await world.refused('POST', `/v1/orders/${order.id}/refunds`, more, 422, 'refund_exceeds_order');
  assert.equal((await world.refund(order, { items: [{ sku: 'mug' }] })).amount, 1500);
  assert.equal(await world.owes(partner), '0 0 0 0');
});

test('a reversal waits with its commission for a run, where the payout that took it came back', async () => {
  const world = await app.world();
  const { partner } = await world.seller(10_000);
  const order = await world.order({ click_id: await world.click(partner), items: [item('mug', 1, 1000)] });
  const failed = (await world.run()).payouts[0];
  await world.refund(order, { amount: 400 });
  await world.ok('POST', `/v1/payouts/${failed.id}/result`, { status: 'failed' });
  const other = await world.program({ default_terms: percent(10_000) });
  await world.ok('POST', `/v1/partners/${partner.id}/move`, { program_id: other.id });
  await world.order({ click_id: await world.click(partner), items: [item('mug', 1, 900)] });
  const run = await world.run({ program_id: other.id });
  assert.deepEqual(
    run.payouts.map((row: Json) => row.amount),
    [900],
  );
  assert.equal(await world.owes(partner), '0 600 900 0');
});

test('what would bring a balance beyond what can be shown is refused, and spoils no answer', async () => {
  const world = await app.world();
  const { partner } = await world.seller(10_000);
  const most = Number.MAX_SAFE_INTEGER;
  const huge = async (): Promise<Json> =>
    world.orderBody({ click_id: await world.click(partner), items: [item('mug', 1, most)] });
  const order = await world.ok('POST', '/v1/orders', await huge(), { status: 201 });
  await world.refused('POST', '/v1/orders', await huge(), 422, 'amount_too_large');
  assert.equal(await world.owes(partner), `0 ${most} 0 0`);
  assert.deepEqual(
    (await world.run()).payouts.map((row: Json) => row.amount),
    [most],
  );
  await world.refund(order);
  assert.equal(await world.owes(partner), `0 ${-most} ${most} 0`);
});
