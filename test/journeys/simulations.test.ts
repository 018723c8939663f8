import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { startApp, type TestApp } from '../support/app.ts';
import { flat, item, type Json, percent, type World } from '../support/world.ts';

let app: TestApp;
before(async () => {
  app = await startApp();
});
after(() => app.close());

const draft = { tiers: 2, hold_days: 3, include_shipping: true, tier2_base: 'commission' };
const products = { mug: percent(1234, 567), hat: flat('order', 300, { tier2_amount: 20 }) };
const bought = {
  items: [item('mug', 3, 999, { tax_amount: 33 }), item('hat', 1, 5000), item('toy', 2, 100)],
  ...{ discount_amount: 321, shipping_amount: 450 },
};
const whatIf = {
  program: { ...draft, default_url: 'https://shop.example/', products },
  partners: [{ name: 'sue' }, { name: 'maria', sponsor: 'sue' }],
  journey: [
    { do: 'click', partner: 'maria', as: 'c1' },
    { do: 'wait', days: 1 },
    { do: 'order', as: 'first', customer: 'bo', click: 'c1', ...bought },
    { do: 'wait', days: 2 },
    { do: 'refund', order: 'first', amount: 1000 },
    { do: 'wait', days: 2 },
    { do: 'order', as: 'second', customer: 'bo', ...bought },
  ],
};

const amounts = (rows: readonly Json[], kind: string): string[] =>
  rows.filter((row) => row.kind === kind).map((row) => `${row.sku} ${row.tier} ${row.base_amount} ${row.amount}`);

/** The same in earnest. */
async function playForReal(world: World): Promise<Json> {
  const program = await world.program(draft);
  for (const [sku, terms] of Object.entries(products)) await world.terms(program, sku, terms);
  const sue = await world.partner(program);
  const maria = await world.partner(program, { sponsor_id: sue.id });
  const click_id = await world.click(maria);
  await world.clock(1);
  const first = await world.order({ email: 'bo@customers.example', click_id, ...bought });
  await world.clock(2);
  const refund = await world.refund(first, { amount: 1000 });
  await world.clock(2);
  const second = await world.order({ email: 'bo@customers.example', ...bought });
  return {
    orders: [first, second],
    refund,
    owed: { sue: await world.balance(sue), maria: await world.balance(maria) },
  };
}

test('a what-if comes to what the same comes to in earnest', async () => {
  const world = await app.world();
  const told = await world.ok('POST', '/v1/simulations', whatIf);
  const real = await playForReal(world);
  for (const [index, { order }] of told.orders.entries()) {
    assert.deepEqual(amounts(order.commissions, 'sale'), amounts(real.orders[index].commissions, 'sale'));
    assert.equal(order.credit.reason, real.orders[index].credit.reason);
    assert.equal(order.total_amount, real.orders[index].total_amount);
  }
  assert.deepEqual(amounts(told.refunds[0].commissions, 'reversal'), amounts(real.refund.commissions, 'reversal'));
  for (const { name, pending, payable } of told.partners)
    assert.deepEqual({ pending, payable }, { pending: real.owed[name].pending, payable: real.owed[name].payable });
});

/** "table rows" of every table that belongs to accounts. */
async function countRows(): Promise<string[]> {
  const client = new pg.Client({ connectionString: app.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query(`select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('tenant', 'directory') and table_type = 'BASE TABLE' order by 1`);
    const counts: string[] = [];
    for (const { name } of rows) {
      const found = await client.query(`select count(*) as n from ${name}`);
      counts.push(`${name} ${found.rows[0].n}`);
    }
    return counts;
  } finally {
    await client.end();
  }
}

test('a what-if leaves no row in any table, refused or not', async () => {
  const world = await app.world();
  await world.seller(1000);
  const before = await countRows();
  assert.ok(before.length > 20, 'the tables were found');
  await world.ok('POST', '/v1/simulations', whatIf);
  const tooMuch = [...whatIf.journey, { do: 'refund', order: 'second', amount: 1_000_000 }];
  await world.refused('POST', '/v1/simulations', { ...whatIf, journey: tooMuch }, 422, 'refund_exceeds_order');
  assert.deepEqual(await countRows(), before);
});

test('two partners of one name are refused', async () => {
  const world = await app.world();
  for (const name of ['sue', 'SUE']) {
    const partners = [...whatIf.partners, { name }];
    await world.refused('POST', '/v1/simulations', { ...whatIf, partners }, 400, 'invalid');
  }
});
