import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  approve,
  brokenBooks,
  draft,
  earn,
  earnNow,
  type MoneyWorld,
  makePartner,
  openMoneyWorld,
  owes,
} from '../../../test/support/money-world.ts';
import { newId } from '../../platform/ids.ts';
import type { CommissionId, OrderId } from '../../values/id.ts';
import { DAY } from '../../values/instant.ts';
import { isRefusal } from '../../values/refusal.ts';
import { nextDue } from '../accounts/index.ts';
import { changeStatus } from '../partners/index.ts';
import { adjustBalance } from './adjust-balance.ts';
import { applyReversals, reverseAll } from './apply-reversals.ts';
import { cancelCommissions } from './decide-commissions.ts';
import { listOfOrder, listOfRefund } from './queries.ts';
import { recordCommissions } from './record-commissions.ts';
import { holdForSuspension, releaseFromSuspension, releaseHolds, releaseUnverified } from './release-holds.ts';
import { restoreCommission } from './restore-commission.ts';

let world: MoneyWorld;
before(async () => {
  world = await openMoneyWorld();
});
after(() => world.close());

const rowsOf = (order: OrderId) => world.act(({ tx, accountId }) => listOfOrder(tx, accountId, order));
const states = async (order: OrderId) => (await rowsOf(order)).map((row) => `${row.kind} ${row.amount} ${row.status}`);
const saleOf = async (order: OrderId): Promise<CommissionId> => (await rowsOf(order))[0]!.id;
const at = (days: number) => new Date(world.now.getTime() + days * DAY);
const cancel = (ids: readonly string[]) => world.act((context) => cancelCommissions(context, ids, 'a mistake'));
const restore = (id: string, due: bigint) => world.act((context) => restoreCommission(context, id, async () => due));

/** Brings what is reversed of an order's one commission to a total. */
const reverse = async (order: OrderId, reversedTotal: bigint, cause: 'refund' | 'refund_undone' = 'refund') => {
  const targets = [{ commissionId: await saleOf(order), reversedTotal }];
  const refundId = newId('refund', world.now);
  await world.act((context) =>
    applyReversals(context, { orderId: order, refundId, occurredAt: context.now, cause, targets }),
  );
  return refundId;
};

/** Moves the clock and does what falls due for an order. */
const holdOver = (order: OrderId, days = 30) => {
  world.now = at(days);
  return world.act((context) => releaseHolds(context, order));
};

test('a commission is pending, then payable when its hold is over, and runs count it from that instant', async () => {
  const maria = await makePartner(world);
  const order = await earn(world, maria, 600n);
  const due = at(30);
  assert.equal(await owes(world, maria), '600 0 0 0');
  const rows = await world.act(({ tx, accountId }) => nextDue(tx, accountId, due));
  assert.deepEqual(rows.at(-1), { due_at: due, kind: 'hold_over', subject_id: order });
  world.now = new Date(due.getTime() - 1);
  await world.act((context) => releaseHolds(context, order));
  assert.equal(await owes(world, maria), '600 0 0 0');
  world.now = new Date(due.getTime() + DAY);
  await world.act((context) => releaseHolds(context, order));
  assert.equal(await owes(world, maria), '0 600 0 0');
  assert.deepEqual((await rowsOf(order))[0]?.counts_from, due, 'however late the sweeper was');
  await world.act((context) => releaseHolds(context, order));
  assert.equal(await owes(world, maria), '0 600 0 0', 'a second sweep does nothing');
});

test('an order of five thousand lines is recorded in a few statements', async () => {
  const maria = await makePartner(world);
  const drafts = Array.from({ length: 10_000 }, (_, line) => ({ ...draft(world, maria, 3n), line_id: `line_${line}` }));
  await world.act((context) => recordCommissions(context, drafts));
  assert.equal(await owes(world, maria), '30000 0 0 0');
});

test('reversals follow their commission: pending, payable, and below zero never before payment', async () => {
  const maria = await makePartner(world);
  const order = await earn(world, maria, 1000n);
  await reverse(order, 300n);
  assert.equal(await owes(world, maria), '700 0 0 0');
  await holdOver(order);
  assert.deepEqual(await states(order), ['sale 1000 payable', 'reversal -300 payable']);
  await reverse(order, 1000n);
  assert.equal(await owes(world, maria), '0 0 0 0');
  await reverse(order, 300n, 'refund_undone');
  assert.equal(await owes(world, maria), '0 700 0 0');
  const [sale, ...reversals] = await rowsOf(order);
  assert.deepEqual(
    new Set(reversals.map((row) => row.counts_from?.getTime())),
    new Set([sale?.counts_from?.getTime()]),
  );
});

test('the same total again leaves no row, and a refund lists what it caused', async () => {
  const maria = await makePartner(world);
  const order = await earn(world, maria, 1000n);
  const first = await reverse(order, 250n);
  const second = await reverse(order, 250n);
  const caused = (refund: string) => world.act(({ tx, accountId }) => listOfRefund(tx, accountId, refund));
  assert.deepEqual(
    (await caused(first)).map((row) => row.amount),
    [-250n],
  );
  assert.deepEqual(await caused(second), []);
});

test('approval by hand makes payable at once, whatever held it, with the reversals', async () => {
  const maria = await makePartner(world);
  const order = await earn(world, maria, 1000n, { held_reason: 'self_referral' });
  await reverse(order, 100n);
  await holdOver(order);
  assert.equal(await owes(world, maria), '900 0 0 0', 'held: the end of the hold changes nothing');
  const id = await saleOf(order);
  assert.equal(await approve(world, [id]), null);
  assert.equal(await owes(world, maria), '0 900 0 0');
  const again = await approve(world, [id]);
  assert.ok(isRefusal(again) && again.refused === 'wrong_status');
});

test('in bulk all or nothing happens', async () => {
  const maria = await makePartner(world);
  const pending = await saleOf(await earn(world, maria, 100n));
  const payable = await saleOf(await earnNow(world, maria, 200n));
  const mixed = await approve(world, [pending, payable]);
  assert.ok(isRefusal(mixed) && mixed.refused === 'wrong_status');
  const unknown = await approve(world, [pending, 'com_none']);
  assert.ok(isRefusal(unknown) && unknown.refused === 'not_found');
  assert.equal(await owes(world, maria), '100 200 0 0');
  assert.equal(await cancel([pending, payable, pending]), null);
  assert.equal(await owes(world, maria), '0 0 0 0');
});

test('a cancelled commission takes its reversals along, and comes back with the refunds since', async () => {
  const maria = await makePartner(world);
  const order = await earnNow(world, maria, 1000n);
  const id = await saleOf(order);
  await reverse(order, 200n);
  assert.equal(await cancel([id]), null);
  assert.equal(await owes(world, maria), '0 0 0 0');
  await reverse(order, 500n);
  assert.deepEqual(
    await states(order),
    ['sale 1000 cancelled', 'reversal -200 cancelled'],
    'no reversal of a cancelled one',
  );
  assert.equal(await restore(id, 500n), null);
  assert.deepEqual(await states(order), ['sale 1000 payable', 'reversal -200 payable', 'reversal -300 payable']);
  assert.equal(await owes(world, maria), '0 500 0 0');
  const twice = await restore(id, 500n);
  assert.ok(isRefusal(twice) && twice.refused === 'wrong_status');
});

test('restoring brings back what it was: pending within its hold, payable after it, held for its reason', async () => {
  const maria = await makePartner(world);
  const within = await saleOf(await earn(world, maria, 1n));
  const over = await saleOf(await earn(world, maria, 10n, { payable_on: at(1) }));
  const held = await saleOf(await earn(world, maria, 100n, { payable_on: at(1), held_reason: 'fraud' }));
  await cancel([within, over, held]);
  world.now = at(2);
  for (const id of [within, over, held]) assert.equal(await restore(id, 0n), null);
  assert.equal(await owes(world, maria), '101 10 0 0');
});

test('a reversal cannot be decided on by itself', async () => {
  const maria = await makePartner(world);
  const order = await earnNow(world, maria, 1000n);
  await reverse(order, 200n);
  const answer = await cancel([(await rowsOf(order))[1]!.id]);
  assert.ok(isRefusal(answer) && answer.refused === 'wrong_status');
});

test('a suspension holds what is pending, and its end lets it go on', async () => {
  const maria = await makePartner(world);
  const soon = await earn(world, maria, 100n, { payable_on: at(1) });
  const late = await earn(world, maria, 10n, { payable_on: at(40) });
  const overdue = await earn(world, maria, 1n, { payable_on: new Date(world.now.getTime() - 1) });
  const suspend = (act: 'suspend' | 'reinstate', then: typeof holdForSuspension) =>
    world.act(async (context) => {
      await changeStatus(context, { id: maria }, act);
      await then(context, maria);
    });
  await suspend('suspend', holdForSuspension);
  assert.equal(await owes(world, maria), '110 1 0 0', 'a hold that was over ends first, whether or not it was swept');
  await holdOver(soon, 5);
  assert.equal((await rowsOf(soon))[0]?.held_reason, 'partner_suspended');
  await suspend('reinstate', releaseFromSuspension);
  assert.equal(await owes(world, maria), '10 101 0 0');
  assert.deepEqual((await rowsOf(soon))[0]?.counts_from, world.now, 'payable from the reinstatement on');
  assert.deepEqual([await states(late), await states(overdue)], [['sale 10 pending'], ['sale 1 payable']]);
});

test('what arrives for a partner who is suspended is held when its hold ends', async () => {
  const maria = await makePartner(world);
  await world.act((context) => changeStatus(context, { id: maria }, 'suspend'));
  const order = await earn(world, maria, 100n);
  await holdOver(order);
  assert.equal(await owes(world, maria), '100 0 0 0');
  assert.equal((await rowsOf(order))[0]?.held_reason, 'partner_suspended');
});

test('a confirmed address lets go what was held as unverified, and nothing else', async () => {
  const maria = await makePartner(world);
  const order = await earn(world, maria, 100n, { held_reason: 'unverified' });
  const other = await earn(world, maria, 10n, { held_reason: 'fraud' });
  await holdOver(order);
  await world.act((context) => releaseUnverified(context, [order, other]));
  assert.equal(await owes(world, maria), '10 100 0 0');
});

test('a reassignment takes back what is left, and later refunds change nothing of it', async () => {
  const maria = await makePartner(world);
  const order = await earnNow(world, maria, 1000n);
  await reverse(order, 400n);
  await world.act((context) => reverseAll(context, order, 1, 'it was Ben'));
  assert.equal(await owes(world, maria), '0 0 0 0');
  await reverse(order, 0n, 'refund_undone');
  await reverse(order, 700n);
  assert.deepEqual(await states(order), ['sale 1000 payable', 'reversal -400 payable', 'reversal -600 payable']);
});

test('what was cancelled before a reassignment comes back to nothing', async () => {
  const maria = await makePartner(world);
  const order = await earnNow(world, maria, 1000n);
  const id = await saleOf(order);
  await cancel([id]);
  await world.act((context) => reverseAll(context, order, 1, 'it was Ben'));
  assert.equal(await restore(id, 0n), null);
  assert.deepEqual(await states(order), ['sale 1000 payable', 'reversal -1000 payable']);
  assert.equal(await owes(world, maria), '0 0 0 0');
  assert.deepEqual(await brokenBooks(world), []);
});

test('an adjustment needs a note, is payable at once and may be negative', async () => {
  const maria = await makePartner(world);
  const adjust = (amount: number, note?: string) =>
    world.act((context) => adjustBalance(context, { partner_id: maria, amount, currency: 'USD', note }));
  for (const note of [undefined, '', '  ']) {
    const refused = await adjust(100, note);
    assert.ok(isRefusal(refused) && refused.refused === 'note_required');
  }
  await adjust(-300, 'paid twice in 2025');
  assert.equal(await owes(world, maria), '0 -300 0 0');
  const large = await adjust(-Number.MAX_SAFE_INTEGER, 'too much');
  assert.ok(isRefusal(large) && large.refused === 'amount_too_large');
  const stranger = await world.act((context) =>
    adjustBalance(context, { partner_id: 'part_none', amount: 1, currency: 'USD', note: 'x' }),
  );
  assert.ok(isRefusal(stranger) && stranger.refused === 'not_found');
});
