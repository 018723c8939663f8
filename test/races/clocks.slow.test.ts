import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sweep } from '../../server/flows/do-due.ts';
import { dueHandlers } from '../../server/flows/due-handlers.ts';
import { DAY } from '../../server/values/instant.ts';
import { askBooks } from '../support/books.ts';
import { type Arena, atOnce, openArena, states, statuses, times } from '../support/races.ts';
import type { Json, World } from '../support/world.ts';

/** Time passes for real accounts too, when a test says so. */
let ahead = 0;
let arena: Arena;
before(async () => {
  arena = await openArena({ clock: { now: () => new Date(Date.now() + ahead) } });
});
after(() => arena.close());

const post = (world: World, path: string, body: Json) => () => world.call('POST', path, body);
const moveTo = (world: World, at: Date) => post(world, '/v1/test_clock', { now: at.toISOString() });

/** An account with holds of a few days on many orders. */
async function waiting(world: World, orders: number): Promise<Json> {
  const { partner } = await world.seller(1000, { hold_days: 3 });
  const click_id = await world.click(partner);
  await Promise.all(times(orders, () => world.order({ click_id })));
  return partner;
}

const doneTwice = (world: World): Promise<Json[]> =>
  askBooks(
    arena.app.database,
    world.account.id,
    `select commission_id from tenant.commission_history where act = 'hold_over' group by 1 having count(*) > 1`,
  );

describe('sweepers', () => {
  test('five at once end each hold of every account once', async () => {
    const worlds = await Promise.all(times(3, () => arena.app.world({ sandbox: false })));
    const partners = await Promise.all(worlds.map((world) => waiting(world, 12)));
    ahead += 4 * DAY;
    const done = await Promise.all(times(5, () => sweep(arena.app.app.parts, dueHandlers)));
    assert.ok(done.reduce((sum, one) => sum + one) >= 36);
    for (const [index, world] of worlds.entries()) {
      assert.equal(await world.owes(partners[index]), '0 12000 0 0');
      assert.deepEqual(await doneTwice(world), []);
      await arena.settled(world);
    }
  });

  test('against approvals, cancellations, refunds and a suspension: each commission goes one way, whole', async () => {
    const world = await arena.app.world({ sandbox: false });
    const partner = await waiting(world, 12);
    const rows = await world.commissions({ partner_id: partner.id });
    ahead += 4 * DAY;
    await Promise.all([
      sweep(arena.app.app.parts, dueHandlers),
      atOnce([
        ...rows.slice(0, 3).map(({ id }) => post(world, `/v1/commissions/${id}/approve`, {})),
        ...rows.slice(3, 6).map(({ id }) => post(world, `/v1/commissions/${id}/cancel`, {})),
        ...rows.slice(6, 9).map(({ order_id }) => post(world, `/v1/orders/${order_id}/refunds`, { refund_id: 'all' })),
        post(world, `/v1/partners/${partner.id}/suspend`, {}),
      ]),
      sweep(arena.app.app.parts, dueHandlers),
    ]);
    const balance = await world.balance(partner);
    assert.deepEqual([balance.pending, balance.payable], [0, 6000], 'three are cancelled, three refunded');
    await arena.settled(world);
  });
});

describe('test clocks', () => {
  test('moved to one instant many times at once go there once', async () => {
    const world = await arena.app.world();
    const partner = await waiting(world, 10);
    const to = new Date((await world.now()).getTime() + 5 * DAY);
    const answers = await atOnce(times(6, () => moveTo(world, to)));
    assert.match(statuses(answers), /^200( x\d)?(, 422 clock_backwards( x\d)?)?$/);
    assert.ok((await world.now()) >= to);
    assert.equal(await world.owes(partner), '0 10000 0 0');
    assert.deepEqual(await doneTwice(world), []);
    await arena.settled(world);
  });

  test('moved to different instants at once end at the latest, and what was due is done once', async () => {
    const world = await arena.app.world();
    const partner = await waiting(world, 10);
    const start = (await world.now()).getTime();
    const days = [1, 2, 3, 4, 5, 6];
    await atOnce(days.map((count) => moveTo(world, new Date(start + count * DAY))));
    assert.ok((await world.now()).getTime() >= start + 6 * DAY);
    assert.equal(await world.owes(partner), '0 10000 0 0');
    assert.deepEqual(await doneTwice(world), []);
  });

  test('moved while orders, refunds and runs come in: nothing stays behind', async () => {
    const world = await arena.app.world();
    const partner = await waiting(world, 6);
    const click_id = await world.click(partner);
    const [{ order_id }] = await world.commissions({ partner_id: partner.id });
    const at = (await world.now()).getTime();
    await atOnce([
      ...times(6, () => post(world, '/v1/orders', world.orderBody({ click_id }))),
      moveTo(world, new Date(at + 4 * DAY)),
      post(world, `/v1/orders/${order_id}/refunds`, { refund_id: 'part', amount: 5000 }),
      post(world, '/v1/payout_runs', {}),
      ...times(6, () => post(world, '/v1/orders', world.orderBody({ click_id }))),
      moveTo(world, new Date(at + 8 * DAY)),
    ]);
    await world.clock(4);
    const { pending, payable, in_flight } = await world.balance(partner);
    assert.deepEqual([pending, payable + in_flight], [0, 17_500]);
    await arena.settled(world);
  });

  test('with a monthly run on the way make each run once, by whichever move', async () => {
    const world = await arena.app.world();
    await world.ok('PATCH', '/v1/settings', { payout_schedule: { every: 'month', day: 1, confirm: false } });
    const partner = await waiting(world, 4);
    const start = (await world.now()).getTime();
    await atOnce([40, 40, 75, 75].map((days) => moveTo(world, new Date(start + days * DAY))));
    const payouts = await world.all('/v1/payouts', { partner_id: partner.id });
    assert.deepEqual(
      payouts.map(({ amount }) => amount),
      [4000],
    );
    const rows = await world.commissions({ partner_id: partner.id });
    assert.deepEqual(
      states(rows),
      times(4, () => 'sale in_flight 1000'),
    );
    const days = (await world.all('/v1/payout_runs')).map((run) => run.created_at.slice(0, 10));
    assert.equal(new Set(days).size, days.length, days.join());
    await arena.settled(world);
  });
});
