import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import {
  brokenBooks,
  earn,
  earnNow,
  type MoneyWorld,
  makePartner,
  openMoneyWorld,
  owes,
} from '../../../test/support/money-world.ts';
import { newId } from '../../platform/ids.ts';
import type { OrderId, PartnerId, PayoutRunId } from '../../values/id.ts';
import { DAY } from '../../values/instant.ts';
import { isRefusal } from '../../values/refusal.ts';
import { putExchangeRates } from '../accounts/exchange-rates.ts';
import { changeSettings } from '../accounts/settings.ts';
import {
  adjustBalance,
  applyReversals,
  cancelCommissions,
  listCommissionsOfOrder,
  restoreCommission,
} from '../commissions/index.ts';
import { changeStatus, findPartner, setPayoutMethod } from '../partners/index.ts';
import type { NewRun, PayoutResult } from './contract.ts';
import { createRun } from './create-run.ts';
import { showBalances } from './next-payment.ts';
import { findRun, listPayoutsOfRun } from './queries.ts';
import { recordResult } from './record-result.ts';

let world: MoneyWorld;
beforeEach(async () => {
  world = await openMoneyWorld();
});
afterEach(() => world.close());

interface Ran {
  readonly id: PayoutRunId;
  readonly paid: string[];
  readonly left: string[];
}

/** Makes a run and says whom it pays and leaves, in words; partners by the names given. */
async function run(names: Record<string, PartnerId>, input: Partial<NewRun> = {}): Promise<Ran> {
  const id = await world.act((context) => createRun(context, input));
  if (isRefusal(id)) throw new Error(id.detail);
  const name = (partner: string) => Object.entries(names).find(([, id]) => id === partner)?.[0] ?? partner;
  const row = await world.act(({ tx, accountId }) => findRun(tx, accountId, id));
  const payouts = await world.act(({ tx, accountId }) => listPayoutsOfRun(tx, accountId, id));
  return {
    id,
    paid: payouts.map((row) => `${name(row.partner_id)} ${row.amount} ${row.currency} ${row.status}`).sort(),
    left: row!.excluded.map((left) => `${name(left.partner_id)} ${left.amount} ${left.currency} ${left.reason}`).sort(),
  };
}

const settle = (id: string, result: Partial<PayoutResult> & Pick<PayoutResult, 'status'>) =>
  world.act((context) => recordResult(context, id, { ...result }));
const payoutsOf = (id: PayoutRunId) => world.act(({ tx, accountId }) => listPayoutsOfRun(tx, accountId, id));
const saleOf = async (order: OrderId) =>
  (await world.act(({ tx, accountId }) => listCommissionsOfOrder(tx, accountId, order)))[0]!;
const settings = (change: Parameters<typeof changeSettings>[2]) =>
  world.act(({ tx, accountId }) => changeSettings(tx, accountId, change));
const adjust = (partner_id: PartnerId, amount: number, currency = 'USD') =>
  world.act((context) => adjustBalance(context, { partner_id, amount, currency, note: 'test' }));
const nextPayment = async (partner: PartnerId) =>
  world.act(async (context) => {
    const [own] = await showBalances(context, (await findPartner(context.tx, context.accountId, partner))!);
    return own!.next_payment;
  });

test('a run pays what is payable, once, and lists who is left out and why', async () => {
  const [maria, ben, nomad, debtor, idle] = await Promise.all([
    makePartner(world),
    makePartner(world),
    makePartner(world, null),
    makePartner(world),
    makePartner(world),
  ]);
  for (const amount of [600n, 400n]) await earnNow(world, maria, amount);
  await earn(world, maria, 5000n);
  for (const partner of [ben, nomad]) await earnNow(world, partner, 250n);
  await world.act((context) => changeStatus(context, { id: ben }, 'suspend'));
  await adjust(debtor, -100);
  const names = { maria, ben, nomad, debtor, idle };
  const first = await run(names);
  assert.deepEqual(first.paid, ['maria 1000 USD in_flight']);
  assert.deepEqual(first.left, [
    'ben 250 USD suspended',
    'debtor -100 USD nothing_payable',
    'nomad 250 USD no_payout_method',
  ]);
  assert.equal(await owes(world, maria), '5000 0 1000 0');
  assert.deepEqual((await run(names)).paid, []);
});

test('carried over below the threshold, then paid together (rule 28)', async () => {
  await settings({ payout_threshold: 5000 });
  const maria = await makePartner(world);
  await earnNow(world, maria, 4000n);
  assert.deepEqual(await nextPayment(maria), { amount: 0, on: null, reason: 'below_threshold' });
  assert.deepEqual((await run({ maria })).left, ['maria 4000 USD below_threshold']);
  await earnNow(world, maria, 2000n);
  assert.deepEqual(await nextPayment(maria), { amount: 6000, on: null, reason: null });
  assert.deepEqual((await run({ maria })).paid, ['maria 6000 USD in_flight']);
});

test('a threshold is compared in other currencies at the rate of the day; without a rate nothing is too little', async () => {
  await settings({ payout_threshold: 5000 });
  const maria = await makePartner(world);
  await adjust(maria, 4500, 'EUR');
  await adjust(maria, 1, 'JPY');
  const rate = { from_currency: 'EUR', to_currency: 'USD', day: '2026-01-05', rate: '1.10', source: 'test' };
  await world.act(({ tx, accountId, now }) => putExchangeRates(tx, accountId, [rate], now));
  const { paid, left } = await run({ maria });
  assert.deepEqual([paid, left], [['maria 1 JPY in_flight'], ['maria 4500 EUR below_threshold']]);
  await adjust(maria, 46, 'EUR');
  assert.deepEqual((await run({ maria })).paid, ['maria 4546 EUR in_flight'], '50.00 USD is 45.45 EUR');
  await settings({ payout_threshold: { GBP: 100 } });
  await adjust(maria, 1, 'EUR');
  assert.deepEqual((await run({ maria })).paid, ['maria 1 EUR in_flight'], 'a list has none for what it leaves out');
});

test('a run takes what became payable up to its cut-off, and never more than the whole balance', async () => {
  const maria = await makePartner(world);
  await earnNow(world, maria, 1000n);
  const cutoff = world.now;
  world.now = new Date(cutoff.getTime() + DAY);
  await earnNow(world, maria, 300n);
  assert.deepEqual((await run({ maria }, { cutoff })).paid, ['maria 1000 USD in_flight']);
  await earnNow(world, maria, 500n);
  const later = world.now;
  world.now = new Date(later.getTime() + DAY);
  await adjust(maria, -600);
  assert.deepEqual((await run({ maria }, { cutoff: later })).paid, ['maria 200 USD in_flight']);
  assert.equal(await owes(world, maria), '0 0 1200 0');
});

test('a changed method waits 48 hours, and a filter leaves others unlisted', async () => {
  const [maria, ben] = [
    await makePartner(world),
    await makePartner(world, { kind: 'check', name: 'Ben', address: 'Rome' }),
  ];
  for (const partner of [maria, ben]) await earnNow(world, partner, 100n);
  const other = { kind: 'paypal', email: 'other@paypal.example' } as const;
  await world.act((context) => setPayoutMethod(context, { id: maria }, other));
  const names = { maria, ben };
  const byPayPal = await run(names, { method: 'paypal' });
  assert.deepEqual([byPayPal.paid, byPayPal.left], [[], ['maria 100 USD method_waiting']]);
  world.now = new Date(world.now.getTime() + 2 * DAY);
  const onlyBen = await run(names, { partner_ids: [ben] });
  assert.deepEqual([onlyBen.paid, onlyBen.left], [['ben 100 USD in_flight'], []]);
  assert.deepEqual((await run(names)).paid, ['maria 100 USD in_flight']);
  const stranger = await world.act((context) => createRun(context, { partner_ids: ['part_none'] }));
  assert.ok(isRefusal(stranger) && stranger.refused === 'not_found');
});

test('paid once is paid, and failed or returned before that is payable again', async () => {
  const maria = await makePartner(world);
  await earnNow(world, maria, 1000n);
  for (const status of ['failed', 'returned'] as const) {
    const { id } = await run({ maria });
    const [payout] = await payoutsOf(id);
    assert.equal(await settle(payout!.id, { status, reason: 'unclaimed' }), null);
    assert.equal(await owes(world, maria), '0 1000 0 0', status);
    assert.equal((await world.act(({ tx, accountId }) => findRun(tx, accountId, id)))?.status, 'cancelled');
  }
  const { id } = await run({ maria });
  const [payout] = await payoutsOf(id);
  assert.equal(await settle(payout!.id, { status: 'paid', reference: 'PP-1' }), null);
  assert.equal(await settle(payout!.id, { status: 'paid' }), null, 'the same again changes nothing');
  assert.equal(await owes(world, maria), '0 0 0 1000');
  const failed = await settle(payout!.id, { status: 'failed' });
  assert.ok(isRefusal(failed) && failed.refused === 'payout_settled');
  assert.deepEqual(
    (await payoutsOf(id)).map((row) => [row.status, row.reference]),
    [['paid', 'PP-1']],
  );
});

test('returned after it was paid, its commissions stay paid and a row of its own is paid by the next run', async () => {
  const maria = await makePartner(world);
  await earnNow(world, maria, 1000n);
  const first = await run({ maria });
  const [payout] = await payoutsOf(first.id);
  for (const status of ['paid', 'returned', 'returned'] as const) await settle(payout!.id, { status });
  assert.equal(await owes(world, maria), '0 1000 0 0');
  const again = await run({ maria });
  assert.deepEqual(again.paid, ['maria 1000 USD in_flight']);
  await settle((await payoutsOf(again.id))[0]!.id, { status: 'paid' });
  assert.equal(await owes(world, maria), '0 0 0 1000');
});

test('two currencies are two payouts, and the next payment is in the currency of the program', async () => {
  const maria = await makePartner(world);
  await adjust(maria, 700, 'EUR');
  assert.deepEqual(await nextPayment(maria), { amount: 0, on: null, reason: 'nothing_payable' });
  await adjust(maria, 300, 'USD');
  assert.deepEqual((await run({ maria })).paid, ['maria 300 USD in_flight', 'maria 700 EUR in_flight']);
});

test('a reversal that was paid before its commission came back is made up for when that is cancelled', async () => {
  const maria = await makePartner(world);
  const order = await earnNow(world, maria, 1000n);
  const first = await run({ maria });
  const { id } = await saleOf(order);
  const refundId = newId('refund', world.now);
  const refund = { orderId: order, refundId, occurredAt: world.now, cause: 'refund' } as const;
  await world.act((context) =>
    applyReversals(context, { ...refund, targets: [{ commissionId: id, reversedTotal: 300n }] }),
  );
  await earnNow(world, maria, 500n);
  const second = await run({ maria });
  assert.deepEqual(second.paid, ['maria 200 USD in_flight'], 'the reversal counts at once');
  await settle((await payoutsOf(second.id))[0]!.id, { status: 'paid' });
  await settle((await payoutsOf(first.id))[0]!.id, { status: 'failed' });
  await world.act((context) => cancelCommissions(context, [id], null));
  assert.equal(await owes(world, maria), '0 300 0 200', 'she earned 500 and was paid 200 of it');
  assert.deepEqual(await brokenBooks(world), []);
  await world.act((context) => restoreCommission(context, id, async () => 300n));
  assert.equal(await owes(world, maria), '0 1000 0 200', '1,500 less 300 less 200');
  assert.deepEqual(await brokenBooks(world), []);
});
