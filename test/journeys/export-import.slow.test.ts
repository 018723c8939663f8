import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { exportAccount } from '../../server/flows/export-account/index.ts';
import { importAccount } from '../../server/flows/import-account/index.ts';
import { findAccount } from '../../server/modules/accounts/index.ts';
import { factTables, notExported } from '../../server/platform/backup/fact-tables.ts';
import { columnsOf, quiet } from '../../server/platform/backup/index.ts';
import { StartProblem } from '../../server/platform/start-problem.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { askBooks, assertBooks } from '../support/books.ts';
import { type FullAccount, fillAccount } from '../support/full-account.ts';
import { enrichAccount } from '../support/rich-account.ts';
import { type AccountOptions, item, type Json, type World } from '../support/world.ts';

let app: TestApp;
let shop: World;
let full: FullAccount;
let folder: string;
let file: string;
let count = 0;

before(async () => {
  app = await startApp();
  shop = await app.world();
  full = await fillAccount(shop);
  await enrichAccount(shop);
  folder = mkdtempSync(join(tmpdir(), 'tributary-export-'));
  file = await exported(shop);
});
after(async () => {
  await app?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const accountOf = async (world: World) => (await app.database.inDirectory((tx) => findAccount(tx, world.account.id)))!;

async function exported(world: World, name?: string): Promise<string> {
  count += 1;
  const to = join(folder, name ?? `export-${count}.jsonl`);
  await exportAccount(app.app.parts, await accountOf(world), to, quiet);
  return to;
}

const take = async (world: World, from: string) => importAccount(app.app.parts, await accountOf(world), from, quiet);
const linesOf = (name: string): string[] => readFileSync(name, 'utf8').trimEnd().split('\n');

/** What the owner can ask of an account, without what tells the accounts apart. */
async function answers(world: World): Promise<Json> {
  const partners = await world.all('/v1/partners');
  const orders = await world.all('/v1/orders');
  const get = (path: string) => world.ok('GET', path);
  const found = {
    ...{ partners, orders },
    balances: await Promise.all(partners.map((partner) => get(`/v1/partners/${partner.id}/balances`))),
    explanations: await Promise.all(orders.map((order) => get(`/v1/orders/${order.id}/explanation`))),
    commissions: await world.commissions(),
    clicks: await world.all('/v1/clicks'),
    contacts: await world.all('/v1/contacts'),
    programs: await world.all('/v1/programs'),
    settings: await get('/v1/settings'),
    receivers: (await world.call('GET', `/v1/payout_runs/${full.run.id}/files/csv`)).text,
    report: await get('/v1/reports/partners?from=2025-01-01&to=2030-01-01'),
  };
  const text = JSON.stringify(found).replaceAll(world.account.slug, 'SLUG').replaceAll(world.account.id, 'ACCOUNT');
  return JSON.parse(text);
}

const query = (world: World, sql: string) => askBooks<Json>(app.database, world.account.id, sql);

describe('an export, taken into an empty account,', () => {
  test('gives the same account: balances, orders, explanations, receivers and reports', async () => {
    const copy = await app.world();
    const report = await take(copy, file);
    assert.ok(report.facts['order']! > 5 && report.facts['click']! > 3 && report.facts['payout']! > 1);
    await assertBooks(app.database, copy.account.id);
    const [was, is] = [await answers(shop), await answers(copy)];
    for (const key of Object.keys(was)) assert.deepEqual(is[key], was[key], key);
    assert.match(was.receivers, /@paypal\.example/);
    assert.ok(was.report.data.length > 0);
  });

  test('goes on living there: links lead on, holds end, refunds come in', async () => {
    const copy = await app.world();
    await take(copy, file);
    const partner = await copy.ok('GET', `/v1/partners/${full.partner.id}`);
    const order = await copy.order({ click_id: await copy.click(partner), items: [item('hat', 1, 10_000)] });
    assert.equal(order.credit.partner_id, partner.id);
    await copy.refund(full.order, { amount: 100 });
    await copy.clock(40);
    const pending = (await copy.commissions({ status: 'pending' })).filter((row) => row.kind === 'sale');
    assert.deepEqual(
      pending.filter((row) => row.held_reason === null),
      [],
      'only what a person must look at still waits',
    );
    await assertBooks(app.database, copy.account.id);
  });

  test('is the same file again, but for the account', async () => {
    const copy = await app.world();
    await take(copy, file);
    const again = linesOf(
      await exported(copy, 'again.jsonl.gz').then((name) => {
        const plain = join(folder, 'again.jsonl');
        writeFileSync(plain, gunzipSync(readFileSync(name)));
        return plain;
      }),
    );
    const ofAccount = /^\{"fact":"(audit|event)"/;
    const strip = (lines: string[], id: string) =>
      lines
        .slice(1, -1)
        .filter((line) => !ofAccount.test(line))
        .map((line) => line.replaceAll(id, 'ACCOUNT'));
    assert.deepEqual(strip(again, copy.account.id), strip(linesOf(file), shop.account.id));
  });

  test('holds neither keys nor secrets', () => {
    const text = readFileSync(file, 'utf8');
    assert.equal(text.match(/trb_(sk|pk)_|"hash":|"sealed":|\\\\x[0-9a-f]{20}/), null);
    assert.match(text, /"payout_method":\{"kind":"paypal"/);
  });
});

describe('an import is refused, and leaves the account as it was,', () => {
  const facts = async (world: World) =>
    (
      await query(
        world,
        `select (select count(*) from tenant.programs) + (select count(*) from tenant.contacts)
      + (select count(*) from tenant.orders) + (select count(*) from tenant.transfers) as n`,
      )
    )[0].n;

  async function refused(lines: string[] | Buffer, says: RegExp, options: AccountOptions = {}): Promise<void> {
    const copy = await app.world(options);
    count += 1;
    const bad = join(folder, `bad-${count}.jsonl`);
    writeFileSync(bad, Array.isArray(lines) ? `${lines.join('\n')}\n` : lines);
    await assert.rejects(take(copy, bad), (error) => {
      assert.ok(error instanceof StartProblem, String((error as Error).stack));
      assert.match(error.message, says);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
    assert.equal(await facts(copy), 0n);
    await take(copy, file);
  }

  test('where a line is broken, and says which', async () => {
    const lines = linesOf(file);
    const at = lines.findIndex((line) => line.startsWith('{"fact":"order",'));
    const put = (line: string) => lines.with(at, line);
    await refused(put('{"fact": "order", "id": '), new RegExp(`^Line ${at + 1}: this is no JSON`));
    await refused(put('[]'), new RegExp(`^Line ${at + 1}: this is no fact`));
    await refused(put('{"fact":"sale"}'), new RegExp(`^Line ${at + 1}: "sale" is no fact`));
    await refused(put(lines[at]!.replace('"fact"', '"colour":1,"fact"')), /Line \d+: order has no field "colour"/);
    await refused(
      put(lines[at]!.replace(/"total_amount":\d+/, '"total_amount":"much"')),
      new RegExp(`^Line ${at + 1}: order: invalid input`),
    );
    await refused(put(lines[at]!.replace(/"currency":"\w+",/, '')), new RegExp(`^Line ${at + 1}: order: null value`));
    await refused(lines.toSpliced(at, 0, lines[at]!), new RegExp(`^Line ${at + 2}: order: duplicate key`));
    const line = lines.findIndex((one) => one.startsWith('{"fact":"order_line",'));
    const lost = lines[line]!.replace(/"order_id":"[^"]+"/, '"order_id":"ord_none"');
    await refused(lines.with(line, lost), new RegExp(`^Line ${line + 1}: order_line: .*foreign key`));
  });

  test('where it is of another version, another program, cut off, or does not add up', async () => {
    const lines = linesOf(file);
    await refused(lines.with(0, lines[0]!.replace('"tributary_export":1', '"tributary_export":2')), /is of version 2/);
    await refused(lines.slice(1), /is no export of Tributary/);
    await refused(Buffer.from([0xff, 0xfe, 10]), /is no UTF-8/);
    await refused(Buffer.alloc(0), /cut off/);
    await refused(lines.slice(0, -1), /cut off/);
    await refused([...lines, lines[1]!], new RegExp(`^Line ${lines.length + 1}: nothing may follow`));
    await refused(gzipSync(lines.join('\n')).subarray(0, -200), /cut off or damaged/);
    const without = lines.filter((line) => !line.startsWith('{"fact":"exchange_rate"'));
    await refused(without, /not as many facts/);
    const at = lines.findIndex((line) => line.startsWith('{"fact":"commission",'));
    const more = lines[at]!.replace(/"amount":(\d+)/, (_, amount) => `"amount":${Number(amount) + 1}`);
    await refused(lines.with(at, more), /The books of the file do not add up/);
  });

  test('where the account is in use, or is another kind of account', async () => {
    const copy = await app.world();
    await copy.program();
    await assert.rejects(take(copy, file), /is not empty \(it has a program\)/);
    const used = await app.world();
    await take(used, file);
    await assert.rejects(take(used, file), /is not empty/);
    await assert.rejects(take(await app.world({ sandbox: false }), file), /is of a sandbox/);
    await assert.rejects(
      take(await app.world({ currency: 'EUR' }), file),
      /make one with --currency USD --time-zone UTC/,
    );
    await assert.rejects(exported(shop, 'again.jsonl.gz'), /already: name another/);
  });
});

test('every fact, and every field of it, stands in the guide', async () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/format-export.md'), 'utf8');
  const told = new Map(
    [...guide.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, fact, fields]) => [fact, fields!.match(/\w+/g)!]),
  );
  assert.deepEqual([...told.keys()].sort(), factTables.map(({ fact }) => fact).sort());
  await app.database.inDirectory(async (tx) => {
    for (const table of factTables) assert.deepEqual(told.get(table.fact), await columnsOf(tx, table), table.fact);
  });
});

test('every table of accounts is exported, or is known not to be and why', async () => {
  const client = new pg.Client({ connectionString: app.ownerUrl });
  await client.connect();
  const { rows } = await client.query(
    `select n.nspname || '.' || c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'fact') as clash
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'tenant' and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  await client.end();
  const known = [...factTables.map(({ table }) => table), ...Object.keys(notExported)];
  assert.deepEqual(
    known.filter((name) => name.startsWith('tenant.')).sort(),
    rows.map(({ name }) => name),
  );
  assert.deepEqual(
    rows.filter(({ clash }) => clash),
    [],
    'a column called "fact" would be taken for the kind of the fact',
  );
});
