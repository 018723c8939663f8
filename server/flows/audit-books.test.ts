import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import {
  brokenBooks,
  earn,
  earnNow,
  type MoneyWorld,
  makePartner,
  openMoneyWorld,
} from '../../test/support/money-world.ts';
import { createRun, listPayoutsOfRun, recordResult } from '../modules/payouts/index.ts';

let world: MoneyWorld;
let owner: pg.Client;

before(async () => {
  world = await openMoneyWorld();
  owner = new pg.Client({ connectionString: world.fresh.ownerUrl });
  await owner.connect();
  // Even the owner of the tables sees nothing without an account.
  await owner.query("select set_config('app.account_id', $1, false)", [world.accountId]);
  const maria = await makePartner(world);
  await earnNow(world, maria, 1000n);
  await earn(world, maria, 500n);
  for (const status of ['failed', 'paid', 'returned'] as const) {
    if (status !== 'returned') await world.act((context) => createRun(context, {}));
    const id = (await owner.query('select max(run_id) as id from tenant.payouts')).rows[0].id;
    const [payout] = await world.act(({ tx, accountId }) => listPayoutsOfRun(tx, accountId, id));
    await world.act((context) => recordResult(context, payout!.id, { status }));
  }
});
after(async () => {
  await owner.end();
  await world.close();
});

/** Breaks the books as no action can, and says which checks notice. */
async function noticed(statement: string): Promise<string[]> {
  await owner.query('begin');
  await owner.query(statement);
  await owner.query('commit');
  const broken = await brokenBooks(world);
  assert.ok(broken.every((check) => check.breaches[0]!.subject !== '' && check.breaches[0]!.detail !== ''));
  return broken.map((check) => check.check);
}

test('books that were kept by the rules hold, also after a payout failed and one came back', async () => {
  assert.deepEqual(await brokenBooks(world), []);
});

test('each kind of damage is noticed', async () => {
  const both = ['balances_equal_transfers', 'balances_equal_commissions'];
  assert.deepEqual(await noticed('update tenant.balances set pending = pending + 1'), both);
  assert.deepEqual(await noticed('update tenant.balances set pending = pending - 1'), []);
  const payouts = ['payouts_equal_commissions', 'payouts_equal_claims'];
  assert.deepEqual(await noticed("update tenant.payouts set amount = 999 where status = 'returned'"), payouts);
  assert.deepEqual(await noticed("update tenant.payouts set amount = 1000 where status = 'returned'"), []);
  const sale = "kind = 'sale' and status = 'pending'";
  const terms = await noticed(`update tenant.commissions set terms_id = 'terms_lost' where ${sale}`);
  assert.deepEqual(terms, ['sales_name_terms']);
  const amount = `update tenant.commissions set terms_id = '${world.termsId}', amount = 400 where ${sale}`;
  assert.deepEqual(await noticed(amount), ['balances_equal_commissions']);
});
