import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { LEFT_OUT } from '../../server/platform/backup/format.ts';
import {
  examineBackup,
  planSecret,
  quiet,
  type RestoreReport,
  restoreBackup,
  writeBackup,
} from '../../server/platform/backup/index.ts';
import { openDatabase } from '../../server/platform/db.ts';
import { silentLog } from '../../server/platform/log.ts';
import { StartProblem } from '../../server/platform/start-problem.ts';
import { readAllRows } from '../support/all-rows.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { assertBooks } from '../support/books.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { fillAccount } from '../support/full-account.ts';
import type { World } from '../support/world.ts';

const SECRET = 'a secret of thirty-two characters or more';

let app: TestApp;
let shop: World;
let other: World;
let folder: string;
const fresh: FreshDatabase[] = [];

before(async () => {
  app = await startApp();
  shop = await app.world({ sandbox: false });
  other = await app.world({ currency: 'EUR', time_zone: 'Europe/Berlin' });
  await fillAccount(shop);
  await fillAccount(other);
  folder = mkdtempSync(join(tmpdir(), 'tributary-backup-'));
});
after(async () => {
  await app?.close();
  for (const database of fresh) await database.drop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

let count = 0;
async function backUp(ownerUrl = app.ownerUrl, isKeptOutside = false): Promise<string> {
  count += 1;
  const file = join(folder, `backup-${count}.gz`);
  const secret = { value: SECRET, isKeptOutside };
  await writeBackup(ownerUrl, { file, now: new Date('2026-03-01T12:00:00Z'), secret, progress: quiet });
  return file;
}

async function emptyDatabase(migrated = false): Promise<string> {
  const made = await freshDatabase({ migrated });
  fresh.push(made);
  return made.ownerUrl;
}

async function restore(file: string, ownerUrl: string, migrations?: string): Promise<RestoreReport> {
  await examineBackup(file, quiet, migrations);
  const secret = { apply: () => {}, undo: () => {} };
  const how = { now: () => new Date(), log: silentLog, progress: quiet, secret };
  return restoreBackup(ownerUrl, { file, ...how, ...(migrations ? { folder: migrations } : {}) });
}

async function query<T = Record<string, unknown>>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

const leftOut = Object.keys(LEFT_OUT);

/** Says in which tables two databases differ, and by which rows at most. */
async function assertSameRows(one: string, two: string): Promise<void> {
  const [left, right] = [await readAllRows(one, leftOut), await readAllRows(two, leftOut)];
  assert.deepEqual(Object.keys(left).sort(), Object.keys(right).sort());
  for (const name of Object.keys(left)) {
    const known = new Set(right[name]);
    assert.deepEqual(left[name]!.filter((row) => !known.has(row)).slice(0, 3), [], name);
    assert.equal(left[name]!.length, right[name]!.length, name);
  }
}

describe('a backup', () => {
  test('restored into an empty database has every row of every table', async () => {
    // Nobody works in a restored one, so that it can be compared with what comes of it in turn.
    const source = await emptyDatabase();
    const report = await restore(await backUp(), source);
    const rows = await readAllRows(source, leftOut);
    assert.deepEqual(
      report.rows,
      Object.fromEntries(Object.entries(rows).map(([name, texts]) => [name, texts.length])),
    );
    const empty = Object.keys(rows).filter((name) => rows[name]!.length === 0);
    assert.deepEqual(
      empty.filter((name) => /^tenant\.(clicks|orders|payouts|balances|transfers)$/.test(name)),
      [],
    );
    const file = await backUp(source);
    for (const migrated of [false, true]) {
      const target = await emptyDatabase(migrated);
      await restore(file, target);
      await assertSameRows(target, source);
    }
  });

  test('is protected there as it was: row level security is forced on every table', async () => {
    const target = await emptyDatabase();
    await restore(await backUp(), target);
    const open = await query(
      target,
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'tenant' and c.relkind in ('r', 'p') and not c.relispartition
         and not (c.relrowsecurity and c.relforcerowsecurity)`,
    );
    assert.deepEqual(open, []);
  });

  test('taken while orders come in is one instant: the books add up, and all that was answered before is in it', async () => {
    const { partner } = await shop.seller(2000);
    const answered: string[] = [];
    let stopped = false;
    const buying = Promise.all(
      [1, 2, 3, 4].map(async () => {
        while (!stopped) {
          const order = await shop.order({ click_id: await shop.click(partner) });
          answered.push(order.order_id);
          await shop.refund(order, { amount: 300 });
        }
      }),
    );
    while (answered.length < 20) await new Promise((resolve) => setTimeout(resolve, 20));
    const sure = [...answered];
    const file = await backUp();
    const during = answered.length - sure.length;
    stopped = true;
    await buying;
    const target = await emptyDatabase();
    await restore(file, target);
    const database = openDatabase({ url: target, role: 'tributary_app', connections: 2, log: silentLog });
    try {
      await assertBooks(database, shop.account.id);
      await assertBooks(database, other.account.id);
    } finally {
      await database.close();
    }
    const rows = await readAllRows(target);
    const numbers = new Set(rows['tenant.orders']!.map((row) => JSON.parse(row).order_id));
    assert.deepEqual(
      sure.filter((number) => !numbers.has(number)),
      [],
    );
    assert.ok(during > 0, 'no order came in meanwhile, so nothing is proven');
  });

  test('keeps apart what reports have counted from what they have not, on a server with other transactions', async () => {
    const source = await emptyDatabase();
    await restore(await backUp(), source);
    const account = shop.account.id;
    const enter = `select set_config('app.account_id', '${account}', false); set search_path = tenant;`;
    const mine = `account_id = '${account}'`;
    await query(
      source,
      `${enter} delete from fold_marks where ${mine}; insert into fold_marks
       select '${account}', 'UTC', pg_current_snapshot(), '2026-01-01'`,
    );
    await query(
      source,
      `${enter} update commissions set written_by = pg_current_xact_id() where ${mine} and kind = 'adjustment'`,
    );
    const target = await emptyDatabase();
    await restore(await backUp(source), target);
    const answers = await Promise.all(
      [source, target].map(async (url) => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.query(enter);
        const { rows } = await client.query(
          `select c.id, pg_visible_in_snapshot(c.written_by, m.seen) as counted, c.written_by < pg_current_xact_id() as over
           from commissions c join fold_marks m using (account_id) where ${mine} order by c.id`,
        );
        await client.end();
        return rows;
      }),
    );
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual([...new Set(answers[1]!.map(({ counted }) => counted))].sort(), [false, true]);
    assert.ok(answers[1]!.every(({ over }) => over));
  });

  test('knows every column that speaks of transactions: whoever adds one decides what it means on another server', async () => {
    const columns = await query<{ name: string }>(
      app.ownerUrl,
      `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('tenant', 'directory', 'machinery') and not c.relispartition and a.attnum > 0
         and c.relkind in ('r', 'p') and format_type(a.atttypid, null) in ('xid', 'xid8', 'pg_snapshot', 'txid_snapshot', 'pg_lsn')
       order by 1`,
    );
    const ofReports = ['clicks', 'commission_history', 'commissions', 'credits', 'leads', 'refunds'];
    assert.deepEqual(
      columns.map(({ name }) => name),
      [
        ...ofReports.map((name) => `${name}.written_by`),
        'events.written_at_lsn',
        'fold_marks.seen',
        'orders.settled_written_by',
        'refunds.reversal_written_by',
      ].sort(),
    );
  });

  test('that is older is restored in the schema of its time, and brought up to date', async () => {
    const all = join(import.meta.dirname, '../../server/migrations');
    const older = mkdtempSync(join(folder, 'older-'));
    const names = readdirSync(all).sort();
    for (const name of names.slice(0, -1)) writeFileSync(join(older, name), readFileSync(join(all, name)));
    const source = await emptyDatabase();
    const { migrate } = await import('../../server/platform/postgres/migrate.ts');
    await migrate(source, { folder: older, now: () => new Date(), log: silentLog });
    await query(
      source,
      `insert into directory.accounts (id, slug, name, sandbox, currency, time_zone, created_at)
       values ('acct_01h00000000000000000000000', 'old', 'Old', false, 'USD', 'UTC', '2026-01-01')`,
    );
    const file = await backUp(source);
    const target = await emptyDatabase();
    const report = await restore(file, target);
    assert.deepEqual(report.migrated, [names.at(-1)!.slice(0, -'.sql'.length)]);
    assert.deepEqual(await query(target, 'select slug from directory.accounts'), [{ slug: 'old' }]);
    await assert.rejects(restore(await backUp(), await emptyDatabase(), older), /made by a newer program/);
  });

  test('is read by nobody but its owner, and never written over another file', async () => {
    const file = await backUp();
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const was = readFileSync(file);
    const secret = { value: SECRET, isKeptOutside: false };
    await assert.rejects(
      writeBackup(app.ownerUrl, { file, now: new Date(), secret, progress: quiet }),
      (error) => error instanceof StartProblem && /already: name another/.test(error.message),
    );
    assert.ok(readFileSync(file).equals(was));
    const nowhere = { file: join(folder, 'no/such/folder.gz'), now: new Date(), secret, progress: quiet };
    await assert.rejects(writeBackup(app.ownerUrl, nowhere), /There is no file or folder/);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.part')),
      [],
    );
  });
});

describe('a restore is refused, and changes nothing,', () => {
  const schemas = `select nspname from pg_namespace where nspname in ('tenant', 'directory', 'machinery')`;

  test('where the file is cut off, changed or something else', async () => {
    const whole = readFileSync(await backUp());
    const text = gunzipSync(whole);
    const flipped = Buffer.from(whole);
    flipped[Math.floor(whole.length / 2)]! ^= 1;
    const cent = Buffer.from(text.toString('latin1').replace(/\t5000\tUSD\t/, '\t5001\tUSD\t'), 'latin1');
    assert.ok(!cent.equals(text));
    const withoutEnd = text.subarray(0, text.lastIndexOf('\n', text.length - 2) + 1);
    const bad: Record<string, [Buffer, RegExp]> = {
      empty: [Buffer.alloc(0), /cut off or was changed|no backup/],
      short: [whole.subarray(0, 40), /cut off or was changed/],
      half: [whole.subarray(0, whole.length / 2), /cut off or was changed/],
      'last bytes': [whole.subarray(0, -9), /cut off or was changed/],
      flipped: [flipped, /cut off or was changed/],
      cent: [gzipSync(cent), /cut off or was changed/],
      'without its end': [gzipSync(withoutEnd), /cut off or was changed/],
      twice: [Buffer.concat([whole, whole]), /cut off or was changed/],
      text: [Buffer.from('hello'), /is no backup of Tributary/],
      'other json': [gzipSync('{"a": 1}\n'), /is no backup of Tributary/],
      'other version': [gzipSync('{"tributary_backup": 2}\n'), /is of version 2/],
    };
    const target = await emptyDatabase();
    for (const [name, [bytes, says]] of Object.entries(bad)) {
      const file = join(folder, `bad ${name}`);
      writeFileSync(file, bytes);
      await assert.rejects(restore(file, target), (error) => {
        assert.ok(error instanceof StartProblem, `${name}: ${error}`);
        assert.match(error.message, says, name);
        return true;
      });
      // Also where it was exchanged after it had been examined.
      const how = { now: () => new Date(), log: silentLog, progress: quiet, secret: { apply: assert.fail, undo() {} } };
      await assert.rejects(restoreBackup(target, { file, ...how }), StartProblem, name);
      assert.deepEqual(await query(target, schemas), [], name);
    }
    await assert.rejects(restore(join(folder, 'none'), target), /There is no file/);
  });

  test('where the database holds an account, or the app runs on it', async () => {
    const file = await backUp();
    await assert.rejects(restore(file, app.ownerUrl), /Tributary is running on this database/);
    const [target, again] = [await emptyDatabase(), await emptyDatabase()];
    await restore(file, target);
    await restore(file, again);
    await assert.rejects(restore(file, target), /not empty \(directory\.accounts\)/);
    await assertSameRows(target, again);
  });
});

describe('the secret that payout details are sealed with', () => {
  const data = (): string => mkdtempSync(join(folder, 'data-'));
  const header = async (isKeptOutside: boolean) => examineBackup(await backUp(app.ownerUrl, isKeptOutside), quiet);
  const keyOf = (dataFolder: string): string => readFileSync(join(dataFolder, 'secret.key'), 'utf8');

  test('is in the backup, and put where the app finds it; a key that was there is kept', async () => {
    const [found, empty, used] = [await header(false), data(), data()];
    writeFileSync(join(used, 'secret.key'), 'another key');
    for (const dataFolder of [empty, used]) {
      planSecret({}, dataFolder, found).apply();
      assert.equal(keyOf(dataFolder), SECRET);
      assert.equal(statSync(join(dataFolder, 'secret.key')).mode & 0o777, 0o600);
    }
    const kept = readdirSync(used).filter((name) => name.startsWith('secret.key.before-restore-'));
    assert.deepEqual(
      kept.map((name) => readFileSync(join(used, name), 'utf8')),
      ['another key'],
    );
    const change = planSecret({}, used, { ...found, secret: { ...found.secret, fingerprint: 'x', value: 'third' } });
    change.apply();
    change.undo();
    assert.equal(keyOf(used), SECRET);
  });

  test('that is given by TRIBUTARY_SECRET is not in the backup, and must be given again', async () => {
    const [outside, inside, folder] = [await header(true), await header(false), data()];
    assert.equal(outside.secret.value, null);
    const other = 'another secret of thirty-two characters';
    for (const found of [outside, inside]) {
      planSecret({ TRIBUTARY_SECRET: SECRET }, folder, found).apply();
      assert.throws(
        () => planSecret({ TRIBUTARY_SECRET: other }, folder, found),
        /not what this backup was sealed with/,
      );
    }
    assert.throws(() => planSecret({}, folder, outside), /set TRIBUTARY_SECRET/);
    assert.ok(!existsSync(join(folder, 'secret.key')));
  });
});
