import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { silentLog } from '../log.ts';
import { StartProblem } from '../start-problem.ts';
import { migrate } from './migrate.ts';

const at = new Date('2026-03-01T12:00:00.123Z');

let database: FreshDatabase;
let folder: string;
let client: pg.Client;

const write = (name: string, sql: string): void =>
  writeFileSync(join(folder, `${name}.sql`), `-- Reason: a test.\n${sql}\n`);
const run = (): Promise<string[]> => migrate(database.ownerUrl, { folder, now: () => at, log: silentLog });
const rows = async (sql: string): Promise<unknown[]> => (await client.query(sql)).rows;
const applied = (): Promise<unknown[]> => rows('select number, name from machinery.schema_migrations order by number');
const refuses = (...words: string[]) =>
  assert.rejects(run(), (error) => {
    assert.ok(error instanceof StartProblem, String(error));
    for (const word of words) assert.ok(error.message.includes(word), error.message);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });

beforeEach(async () => {
  database = await freshDatabase({ migrated: false });
  folder = mkdtempSync(join(tmpdir(), 'tributary-migrate-'));
  client = new pg.Client({ connectionString: database.ownerUrl });
  client.on('error', () => {});
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

test('applies what is missing, in order, and notes the time it is given', async () => {
  write('0001_create_first', 'create table first (id int);');
  write('0002_create_second', 'create table second as select * from first; insert into first values (1);');
  assert.deepEqual(await run(), ['0001_create_first', '0002_create_second']);
  assert.deepEqual(await run(), []);
  write('0003_drop_second', 'drop table second;');
  assert.deepEqual(await run(), ['0003_drop_second']);
  assert.deepEqual(await rows('select distinct applied_at from machinery.schema_migrations'), [{ applied_at: at }]);
  assert.deepEqual(await rows('select * from first'), [{ id: 1 }]);
});

test('keeps nothing of a migration that fails, and all of those before it', async () => {
  write('0001_create_first', 'create table first (id int);');
  write('0002_break_down', 'create table second (id int);\nselect nothing_of_the_kind();');
  await refuses('0002_break_down', 'line 3', 'nothing_of_the_kind');
  assert.deepEqual(await applied(), [{ number: 1, name: '0001_create_first' }]);
  assert.deepEqual(await rows(`select to_regclass('second') as there`), [{ there: null }]);
  write('0002_break_down', 'create table second (id int);');
  assert.deepEqual(await run(), ['0002_break_down']);
});

test('starts again where a program was killed in the middle of a migration', async () => {
  write('0001_create_gate', 'create table gate (id int);');
  await run();
  write('0002_create_second', 'create table second (id int);');
  write('0003_pass_gate', 'create table third (id int); lock table gate; create table fourth (id int);');
  await client.query('begin; lock table gate');
  const app = spawn(process.execPath, [
    join(import.meta.dirname, '../../../test/support/migrate-app.ts'),
    database.ownerUrl,
    folder,
  ]);
  const waiting = `select from pg_locks where not granted and relation = 'gate'::regclass`;
  while ((await rows(waiting)).length === 0) await sleep(5);
  app.kill('SIGKILL');
  await once(app, 'exit');
  await client.query('commit');
  assert.deepEqual(await run(), ['0003_pass_gate']);
  assert.equal((await applied()).length, 3);
});

test('migrates once, however many programs start at the same moment', async () => {
  write('0001_create_first', 'create table first (id int);');
  write('0002_fill_first', 'insert into first values (1);');
  const all = await Promise.all([run(), run(), run(), run()]);
  assert.deepEqual(all.flat().sort(), ['0001_create_first', '0002_fill_first']);
  assert.deepEqual(await rows('select * from first'), [{ id: 1 }]);
});

test('refuses a database that is newer than the program', async () => {
  write('0001_create_first', 'create table first (id int);');
  write('0002_create_second', 'create table second (id int);');
  await run();
  rmSync(join(folder, '0002_create_second.sql'));
  await refuses('newer than the program', '0002_create_second');
});

test('refuses a database that was made by a migration which has changed since', async () => {
  write('0001_create_first', 'create table first (id int);');
  await run();
  write('0001_create_first', 'create table first (id bigint);');
  await refuses('0001_create_first', 'differs');
});

test('takes other line ends for the same migration', async () => {
  write('0001_create_first', 'create table first (id int);');
  await run();
  writeFileSync(join(folder, '0001_create_first.sql'), '-- Reason: a test.\r\ncreate table first (id int);\r\n');
  assert.deepEqual(await run(), []);
});

test('refuses migrations without a reason, out of number, or with a transaction of their own', async () => {
  writeFileSync(join(folder, '0001_create_first.sql'), 'create table first (id int);');
  await assert.rejects(run(), /reason/);
  write('0001_create_first', 'create table first (id int);\ncommit;');
  await assert.rejects(run(), /transaction/);
  rmSync(join(folder, '0001_create_first.sql'));
  write('0002_create_first', 'create table first (id int);');
  await assert.rejects(run(), /0001_verb_noun/);
});

test('lets the owner act as the roles, which own nothing and pass by no policy', async () => {
  await run();
  for (const role of ['tributary_app', 'tributary_clicks', 'tributary_sweeper']) {
    await client.query(`set role ${role}`);
    assert.deepEqual(await rows('select current_user as me'), [{ me: role }]);
    await client.query('reset role');
  }
  const mighty = `select rolname from pg_roles where rolname ~ '^tributary_' and (rolsuper or rolbypassrls or rolcanlogin)`;
  assert.deepEqual(await rows(mighty), []);
});

test('says in one line, and without the password, why there is no connection', async () => {
  const wrong = async (change: (url: URL) => void, ...words: string[]): Promise<void> => {
    const url = new URL(database.ownerUrl);
    url.password = 'open-sesame';
    change(url);
    await assert.rejects(migrate(url.href, { folder, now: () => at, log: silentLog }), (error) => {
      assert.ok(error instanceof StartProblem, String(error));
      assert.doesNotMatch(error.message, /\n|open-sesame/);
      for (const word of words) assert.ok(error.message.includes(word), error.message);
      return true;
    });
  };
  await wrong(() => {}, 'refuses user');
  const elsewhere = (url: URL): void => {
    url.search = '';
    url.host = '127.0.0.1:1';
  };
  await wrong(elsewhere, '127.0.0.1:1', 'ECONNREFUSED');
  await wrong((url) => {
    url.password = new URL(database.ownerUrl).password;
    url.pathname = '/no_such_database';
  }, 'no database no_such_database');
});
