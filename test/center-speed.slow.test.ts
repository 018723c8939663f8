import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { foldAccount } from '../server/modules/reporting/index.ts';
import { dayOf } from '../server/values/instant.ts';
import { startApp, type TestApp } from './support/app.ts';
import { type Browser, signIn, within } from './support/center.ts';
import { type Json, percent, type World } from './support/world.ts';

/** The home of a partner with 100,000 commissions: from counters and balances, not from rows. */
const COMMISSIONS = 100_000;
const DAYS = 400;
const PARCEL = 2000;

let app: TestApp;
let world: World;
let partner: Json;
let browser: Browser;
let client: pg.Client;

before(async () => {
  app = await startApp({ checkAnswers: false });
  world = await app.world();
  const program = await world.program({ default_terms: percent(1000) });
  partner = await world.partner(program);
  const order = await world.order({ click_id: await world.click(partner) });
  client = new pg.Client({ connectionString: app.ownerUrl });
  await client.connect();
  await multiply(order);
  browser = await signIn(app.app, world, partner);
});
after(async () => {
  await client.end();
  await app.close();
});

/** An id of the same kind for the n-th copy: only its last digits differ from that of the original. */
const copyOf = (column: string): string => `left(${column}, -8) || lpad(n::text, 8, '0')`;

/** One real order with its line, credit, commission and transfer, copied many times over a year and more of days. */
async function multiply(order: Json): Promise<void> {
  const shift = `interval '1 day' * (n % ${DAYS})`;
  const copies: Record<string, Readonly<Record<string, string>>> = {
    orders: { id: copyOf('t.id'), order_id: `'copy-' || n`, occurred_at: `t.occurred_at - ${shift}` },
    order_lines: { id: copyOf('t.id'), order_id: copyOf('t.order_id') },
    credits: { order_id: copyOf('t.order_id') },
    commissions: {
      id: copyOf('t.id'),
      order_id: copyOf('t.order_id'),
      line_id: copyOf('t.line_id'),
      occurred_at: `t.occurred_at - ${shift}`,
    },
    transfers: { id: copyOf('t.id'), commission_id: copyOf('t.commission_id'), at: `t.at - ${shift}` },
  };
  await client.query(`select set_config('app.account_id', $1, false)`, [world.account.id]);
  const statements: [text: string, of: string][] = [];
  for (const [table, changed] of Object.entries(copies)) {
    const { rows } = await client.query(
      `select column_name as name from information_schema.columns
       where table_schema = 'tenant' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
      [table],
    );
    const names = rows.map(({ name }) => name as string).filter((name) => name !== 'written_by');
    const values = names.map((name) => changed[name] ?? `t.${name}`);
    const key = table === 'transfers' ? 'partner_id' : table === 'orders' ? 'id' : 'order_id';
    statements.push([
      `insert into tenant.${table} (${names.join(', ')}) select ${values.join(', ')}
       from tenant.${table} t, generate_series($3::integer, $4::integer) n
       where t.account_id = $1 and t.${key} = $2 ${table === 'transfers' ? 'and t.id = any($5::text[])' : 'and $5::text[] is not null'}`,
      key === 'partner_id' ? partner.id : order.id,
    ]);
  }
  await insertInParcels(statements);
  await client.query(`update tenant.balances set payable = payable * $3 where account_id = $1 and partner_id = $2`, [
    world.account.id,
    partner.id,
    COMMISSIONS + 1,
  ]);
}

/** Each parcel is a transaction of its own, as orders are: the counters take facts in by transactions. */
async function insertInParcels(statements: readonly [text: string, of: string][]): Promise<void> {
  const { rows } = await client.query('select id from tenant.transfers where account_id = $1', [world.account.id]);
  const originals = rows.map(({ id }) => id as string);
  for (let first = 1; first <= COMMISSIONS; first += PARCEL) {
    await client.query('begin');
    for (const [text, of] of statements)
      await client.query(text, [world.account.id, of, first, Math.min(first + PARCEL - 1, COMMISSIONS), originals]);
    await client.query('commit');
  }
  await client.query('analyze');
}

/** Until nothing is new: what the counters do every second by themselves. */
async function fold(): Promise<void> {
  for (let round = 0; round < 1000; round += 1) {
    const done = await within(app.app, world, (context) =>
      foldAccount(
        context.tx,
        { id: context.accountId, timeZone: context.account.timeZone, now: context.now },
        context.now,
      ),
    );
    if (done.claimed && !done.more) return;
  }
  assert.fail('the counters never came to an end');
}

test('opens in well under a second once its orders are counted, and is exact', { timeout: 900_000 }, async () => {
  await fold();
  await browser.ok('GET', '/home');
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    const home = await browser.ok('GET', '/home');
    times.push(performance.now() - started);
    assert.equal(home.balances[0].payable, 1000 * (COMMISSIONS + 1));
    assert.equal(home.series.length, 30);
  }
  times.sort((a, b) => a - b);
  assert.ok(times[2]! < 1000, `the median of five was ${times[2]} ms`);
  const today = dayOf(await world.now(), 'UTC');
  const year = await browser.ok('GET', `/home?from=2020-01-01&to=${today.slice(0, 4)}-12-31&interval=month`);
  assert.equal(year.figures.commission, 1000 * (COMMISSIONS + 1));
});

test('asks for its commissions by an index, and for no more than a page of them', async () => {
  const { rows } = await client.query(
    `explain (analyze, format json) select * from tenant.commissions
     where account_id = $1 and partner_id = $2 order by id desc limit 26`,
    [world.account.id, partner.id],
  );
  const plan = JSON.stringify(rows[0]['QUERY PLAN']);
  assert.match(plan, /"Index Name":"commissions_(by_partner|pkey)"/);
  assert.ok(rows[0]['QUERY PLAN'][0].Plan['Actual Rows'] === 26, plan);
  assert.ok(!plan.includes('Seq Scan'), plan);
  const started = performance.now();
  assert.equal((await browser.ok('GET', '/commissions')).data.length, 25);
  assert.ok(performance.now() - started < 1000);
});
