import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { earnNow, type MoneyWorld, makePartner, openMoneyWorld, owes } from '../../../test/support/money-world.ts';
import { RawAnswer } from '../../platform/http/route.ts';
import type { PayoutRunId } from '../../values/id.ts';
import { startOfDay } from '../../values/instant.ts';
import { isRefusal } from '../../values/refusal.ts';
import { nextDue } from '../accounts/index.ts';
import { changeSettings } from '../accounts/settings.ts';
import { adjustBalance } from '../commissions/index.ts';
import { setPayoutMethod } from '../partners/index.ts';
import { cancelRun } from './cancel-run.ts';
import { createRun } from './create-run.ts';
import { markPaid, showMarked } from './mark-paid.ts';
import { findRun, listPayoutsOfRun, listRuns } from './queries.ts';
import { recordResult } from './record-result.ts';
import { runScheduled, schedulePayoutRuns } from './schedule-runs.ts';
import { writeFile } from './write-file.ts';

let world: MoneyWorld;
beforeEach(async () => {
  world = await openMoneyWorld();
});
afterEach(() => world.close());

const makeRun = async (): Promise<PayoutRunId> => {
  const id = await world.act((context) => createRun(context, {}));
  if (isRefusal(id)) throw new Error(id.detail);
  return id;
};
const payoutsOf = (id: PayoutRunId) => world.act(({ tx, accountId }) => listPayoutsOfRun(tx, accountId, id));
const file = async (id: PayoutRunId, format: string, currency: string | null = null): Promise<string> => {
  const answer = await world.act((context) => writeFile(context, id, format, currency));
  if (isRefusal(answer)) return answer.refused;
  assert.ok(answer instanceof RawAnswer);
  return String(answer.body);
};
const mark = async (id: PayoutRunId, force = false, note: string | null = null) => {
  const batch = await world.act((context) => markPaid(context, id, { force, note }));
  return isRefusal(batch) ? batch.refused : world.act((context) => showMarked(context, id, batch));
};
const check = { kind: 'check', name: '=cmd()', address: 'Main Street 1' } as const;

test("PayPal's file holds what is in flight by PayPal, to the cent, and no heading", async () => {
  const [maria, ben] = [await makePartner(world), await makePartner(world, check)];
  for (const partner of [maria, ben]) await earnNow(world, partner, 123456n);
  const id = await makeRun();
  const payouts = await payoutsOf(id);
  const own = payouts.find((row) => row.partner_id === maria)!;
  assert.equal(await file(id, 'paypal_csv'), `maria@paypal.example,1234.56,USD,${own.id},"Commissions, Shop"\r\n`);
  const all = (await file(id, 'csv')).split('\r\n');
  assert.equal(all.length, 4, 'a heading, two payouts, and the end of the last line');
  assert.match(all.join('\n'), /,1234\.56,USD,check,"'=cmd\(\), Main Street 1",in_flight,/);
  await world.act((context) => recordResult(context, own.id, { status: 'paid' }));
  assert.equal(await file(id, 'paypal_csv'), '', 'what is paid stands in no payment file');
  assert.deepEqual([await file(id, 'sepa'), await file('run_none', 'csv')], ['not_found', 'not_found']);
});

test('the file pays to where the method led when the run was made', async () => {
  const maria = await makePartner(world);
  await earnNow(world, maria, 100n);
  const id = await makeRun();
  const other = { kind: 'paypal', email: 'thief@paypal.example' } as const;
  await world.act((context) => setPayoutMethod(context, { id: maria }, other));
  assert.match(await file(id, 'paypal_csv'), /^maria@paypal\.example,/);
});

test('one currency a file for PayPal', async () => {
  const maria = await makePartner(world);
  for (const currency of ['USD', 'JPY'])
    await world.act((context) => adjustBalance(context, { partner_id: maria, amount: 500, currency, note: 'test' }));
  const id = await makeRun();
  assert.equal(await file(id, 'paypal_csv'), 'invalid');
  assert.match(await file(id, 'paypal_csv', 'JPY'), /,500,JPY,/);
  assert.match(await file(id, 'paypal_csv', 'USD'), /,5\.00,USD,/);
});

test('marked as paid is what stood in a file; the rest is left, until forced with a note', async () => {
  const [maria, ben] = [await makePartner(world), await makePartner(world, check)];
  for (const partner of [maria, ben]) await earnNow(world, partner, 100n);
  const id = await makeRun();
  const of = Object.fromEntries((await payoutsOf(id)).map((row) => [row.partner_id, row.id]));
  assert.equal(await mark(id), 'file_not_taken');
  await file(id, 'paypal_csv');
  assert.deepEqual(await mark(id), { marked: [of[maria]], left: [of[ben]] });
  assert.equal(await owes(world, ben), '0 0 100 0');
  assert.equal(await mark(id), 'file_not_taken');
  assert.equal(await mark(id, true, ' '), 'note_required');
  assert.deepEqual(await mark(id, true, 'checks sent'), { marked: [of[ben]], left: [] });
  assert.deepEqual(await mark(id), { marked: [], left: [] }, 'a second click changes nothing');
  const run = await world.act(({ tx, accountId }) => findRun(tx, accountId, id));
  assert.equal(run?.status, 'paid');
  const kinds = world.announced.map((event) => event.kind);
  assert.deepEqual(kinds.filter((kind) => kind === 'payout_paid').length, 2);
});

test('a cancelled run gives everything back, but not once anything of it was paid', async () => {
  const [maria, ben] = [await makePartner(world), await makePartner(world)];
  for (const partner of [maria, ben]) await earnNow(world, partner, 100n);
  const first = await makeRun();
  const cancel = (id: PayoutRunId) => world.act((context) => cancelRun(context, id));
  assert.equal(await cancel(first), null);
  assert.equal(await cancel(first), null, 'cancelled twice is cancelled');
  assert.equal(await owes(world, maria), '0 100 0 0');
  assert.equal(await mark(first, true, 'by hand'), 'wrong_status');
  const second = await makeRun();
  const [payout, other] = await payoutsOf(second);
  await world.act((context) => recordResult(context, payout!.id, { status: 'paid' }));
  await world.act((context) => recordResult(context, payout!.id, { status: 'returned' }));
  const refused = await cancel(second);
  assert.ok(isRefusal(refused) && refused.refused === 'wrong_status');
  await world.act((context) => recordResult(context, other!.id, { status: 'failed' }));
  const run = await world.act(({ tx, accountId }) => findRun(tx, accountId, second));
  assert.equal(run?.status, 'paid', 'something of it was paid once');
});

test('a scheduled run is announced, or made where nobody wants to confirm, and the next is put down', async () => {
  const maria = await makePartner(world);
  await earnNow(world, maria, 100n);
  const schedule = (confirm: boolean) =>
    world.act(async (context) => {
      const { tx, accountId } = context;
      await changeSettings(tx, accountId, { payout_schedule: { every: 'month', day: 1, confirm } });
      await schedulePayoutRuns(context);
    });
  const dueAt = async () => {
    const until = startOfDay('2027-01-01', 'UTC');
    const rows = await world.act(({ tx, accountId }) => nextDue(tx, accountId, until));
    return rows.filter((row) => row.kind === 'scheduled_run').map((row) => row.due_at.toISOString().slice(0, 10));
  };
  const runs = () => world.act(({ tx, accountId }) => listRuns(tx, accountId, null, 10));
  await schedule(true);
  assert.deepEqual(await dueAt(), ['2026-02-01']);
  world.now = startOfDay('2026-02-01', 'UTC');
  assert.equal(await world.act((context) => runScheduled(context)), 'run_due');
  assert.deepEqual([await dueAt(), (await runs()).length], [['2026-02-01', '2026-03-01'], 0]);
  await schedule(false);
  world.now = startOfDay('2026-02-15', 'UTC');
  assert.equal(await world.act((context) => runScheduled(context)), 'not_scheduled');
  world.now = startOfDay('2026-03-01', 'UTC');
  assert.equal(await world.act((context) => runScheduled(context)), 'run_created');
  assert.equal(await owes(world, maria), '0 0 100 0');
  world.now = startOfDay('2026-04-01', 'UTC');
  assert.equal(await world.act((context) => runScheduled(context)), 'nothing_due');
  assert.equal((await runs()).length, 1);
});
