import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  applyReversals,
  approveCommissions,
  cancelCommissions,
  listCommissionsOfOrder,
  recordCommissions,
  releaseHolds,
} from '../../server/modules/commissions/index.ts';
import { cancelRun, createRun, listPayoutsOfRun, markPaid, recordResult } from '../../server/modules/payouts/index.ts';
import { newId } from '../../server/platform/ids.ts';
import type { OrderId, PartnerId } from '../../server/values/id.ts';
import { DAY } from '../../server/values/instant.ts';
import { isRefusal } from '../../server/values/refusal.ts';
import {
  brokenBooks,
  draft,
  earn,
  earnNow,
  type MoneyWorld,
  makePartner,
  openMoneyWorld,
  owes,
} from '../support/money-world.ts';

let world: MoneyWorld;
before(async () => {
  world = await openMoneyWorld();
});
after(() => world.close());
beforeEach(() => {
  world.now = new Date(world.now.getTime() + DAY);
});

const run = () => world.act((context) => createRun(context, {}));
const payoutsOf = (id: string) => world.act(({ tx, accountId }) => listPayoutsOfRun(tx, accountId, id));
const saleOf = async (order: OrderId) =>
  (await world.act(({ tx, accountId }) => listCommissionsOfOrder(tx, accountId, order)))[0]!;
const reverse = (order: OrderId, commissionId: string, reversedTotal: bigint) =>
  world.act((context) =>
    applyReversals(context, {
      orderId: order,
      refundId: newId('refund', context.now),
      occurredAt: context.now,
      cause: 'refund',
      targets: [{ commissionId, reversedTotal }],
    }),
  );
/** Whole numbers of a balance as `owes` tells it. */
const total = async (partner: PartnerId) =>
  (await owes(world, partner))
    .split(' ')
    .map(Number)
    .reduce((a, b) => a + b, 0);

test('eight runs at the same moment pay each partner once', async () => {
  const partners = await Promise.all([1, 2, 3, 4, 5].map(() => makePartner(world)));
  for (const partner of partners) await earnNow(world, partner, 1000n);
  const runs = await Promise.all(Array.from({ length: 8 }, run));
  const payouts = (await Promise.all(runs.map((id) => payoutsOf(id as string)))).flat();
  assert.deepEqual(payouts.map((row) => row.partner_id).sort(), [...partners].sort());
  for (const partner of partners) assert.equal(await owes(world, partner), '0 0 1000 0');
  assert.deepEqual(await brokenBooks(world), []);
});

test('runs and orders at the same moment lose and double nothing', async () => {
  const partners = await Promise.all([1, 2, 3].map(() => makePartner(world)));
  const order = (partner: PartnerId, other: PartnerId) =>
    world.act((context) => {
      const order_id = newId('order', context.now);
      const now = { order_id, status: 'payable', payable_on: context.now } as const;
      return recordCommissions(context, [
        { ...draft(world, partner, 100n), ...now },
        { ...draft(world, other, 10n), ...now, tier: 2 },
      ]);
    });
  const work: (() => Promise<unknown>)[] = [];
  for (let round = 0; round < 8; round += 1) {
    for (const [index, partner] of partners.entries()) work.push(() => order(partner, partners[(index + 1) % 3]!));
    work.push(run);
  }
  await Promise.all(work.map((one) => one()));
  await run();
  for (const partner of partners) assert.equal(await owes(world, partner), '0 0 880 0');
  assert.deepEqual(await brokenBooks(world), []);
});

test('a refund against a run: it is taken off before, or owed after, and never both', async () => {
  for (let round = 0; round < 6; round += 1) {
    const maria = await makePartner(world);
    const order = await earnNow(world, maria, 1000n);
    const { id } = await saleOf(order);
    await Promise.all([run(), reverse(order, id, 400n)]);
    const after = await owes(world, maria);
    assert.ok(['0 0 600 0', '0 -400 1000 0'].includes(after), after);
  }
  assert.deepEqual(await brokenBooks(world), []);
});

test('the same refund total from many sides is reversed once', async () => {
  const maria = await makePartner(world);
  const order = await earnNow(world, maria, 1000n);
  const { id } = await saleOf(order);
  await Promise.all(Array.from({ length: 6 }, () => reverse(order, id, 400n)));
  assert.equal(await owes(world, maria), '0 600 0 0');
});

test('approve, cancel and the end of a hold at the same moment: one of them, whole', async () => {
  for (let round = 0; round < 6; round += 1) {
    const maria = await makePartner(world);
    const order = await earn(world, maria, 1000n, { payable_on: world.now });
    const { id } = await saleOf(order);
    const answers = await Promise.all([
      world.act((context) => approveCommissions(context, [id])),
      world.act((context) => cancelCommissions(context, [id], null)),
      world.act((context) => releaseHolds(context, order)),
    ]);
    const { status } = await saleOf(order);
    assert.equal(status, 'cancelled', 'whatever came first, it can be cancelled after');
    assert.ok(!isRefusal(answers[1]));
    assert.equal(await total(maria), 0);
  }
  assert.deepEqual(await brokenBooks(world), []);
});

test('cancelling a commission against a run: off, or in flight', async () => {
  for (let round = 0; round < 6; round += 1) {
    const maria = await makePartner(world);
    const { id } = await saleOf(await earnNow(world, maria, 1000n));
    const [, cancelled] = await Promise.all([run(), world.act((context) => cancelCommissions(context, [id], null))]);
    assert.equal(await owes(world, maria), isRefusal(cancelled) ? '0 0 1000 0' : '0 0 0 0');
  }
  assert.deepEqual(await brokenBooks(world), []);
});

test('results from many sides settle a payout once, and the last one closes the run', async () => {
  const partners = await Promise.all([1, 2, 3, 4].map(() => makePartner(world)));
  for (const partner of partners) await earnNow(world, partner, 1000n);
  const id = (await run()) as string;
  const payouts = await payoutsOf(id);
  const results = payouts.flatMap(({ id }) =>
    (['paid', 'failed', 'returned'] as const).map((status) =>
      world.act((context) => recordResult(context, id, { status })),
    ),
  );
  const others = [
    world.act((context) => markPaid(context, id, { force: true, note: 'by hand' })),
    world.act((context) => cancelRun(context, id)),
  ];
  await Promise.all([...results, ...others]);
  const after = await payoutsOf(id);
  assert.ok(after.every((row) => row.status !== 'in_flight'));
  for (const partner of partners) assert.equal(await total(partner), 1000);
  assert.deepEqual(await brokenBooks(world), []);
});
