import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { silentLog } from '../../server/platform/log.ts';
import { clusterFolder } from '../../server/platform/postgres/cluster.ts';
import { type DataLock, lockDataFolder } from '../../server/platform/postgres/data-lock.ts';
import { type Embedded, findRunning, startEmbedded } from '../../server/platform/postgres/embedded.ts';
import { findServers, noteFile } from '../../server/platform/postgres/leftovers.ts';
import { StartProblem } from '../../server/platform/start-problem.ts';

const isRoot = process.getuid?.() === 0;

let above: string;
let folder: string;
const running: { server?: Embedded; lock?: DataLock; app?: ChildProcess } = {};

async function start(dataFolder = folder, onExit?: (reason: string) => void): Promise<Embedded> {
  running.lock = lockDataFolder(dataFolder);
  running.server = await startEmbedded({ dataFolder, log: silentLog, onExit });
  return running.server;
}

async function stop(): Promise<void> {
  await running.server?.stop();
  running.lock?.release();
  delete running.server;
  delete running.lock;
}

/** Starts another process on the folder; resolves when its database is ready. */
async function startApp(): Promise<{ app: ChildProcess; ownerUrl: string; pid: number }> {
  const app = spawn(process.execPath, [join(import.meta.dirname, '../support/embedded-app.ts'), folder]);
  running.app = app;
  const [line] = await once(app.stdout, 'data');
  return { app, ...JSON.parse(String(line)) };
}

async function kill(app: ChildProcess): Promise<void> {
  const ended = once(app, 'exit');
  app.kill('SIGKILL');
  await ended;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const says =
  (...words: (string | number)[]) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof StartProblem, String(error));
    assert.doesNotMatch(error.message, /\n/);
    for (const word of words) assert.ok(error.message.includes(String(word)), error.message);
    return true;
  };

beforeEach(() => {
  above = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-fault-')));
  chmodSync(above, 0o711);
  folder = join(above, 'data');
});

afterEach(async () => {
  await stop();
  if (running.app?.exitCode === null && running.app.signalCode === null) await kill(running.app);
  for (const pid of findServers(clusterFolder(folder))) process.kill(pid, 'SIGKILL');
  rmSync(above, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe('the embedded server', () => {
  test('keeps what was written from one start to the next', async () => {
    const first = await start();
    await query(first.ownerUrl, 'create table kept as select 42 as answer');
    await stop();
    assert.equal(existsSync(noteFile(clusterFolder(folder))), false);
    const second = await start();
    assert.deepEqual(await query(second.ownerUrl, 'select answer from kept'), [{ answer: 42 }]);
    assert.equal(second.ownerUrl, first.ownerUrl);
  });

  test('is durable, and its superuser is in its own database', async () => {
    const { ownerUrl } = await start();
    const settings = `current_setting('fsync') || current_setting('synchronous_commit') || current_setting('full_page_writes')`;
    const rows = await query(ownerUrl, `select ${settings} as on, current_database() as db, usesuper from pg_user`);
    assert.deepEqual(rows, [{ on: 'ononon', db: 'tributary', usesuper: true }]);
  });

  test('lets nobody in without the password', async () => {
    const url = new URL((await start()).ownerUrl);
    url.password = 'guessed';
    await assert.rejects(query(url.href, 'select 1'), { code: '28P01' });
  });

  test('says when it ends without having been asked to', async () => {
    const told = Promise.withResolvers<string>();
    const { pid } = await start(folder, told.resolve);
    process.kill(pid, 'SIGKILL');
    assert.match(await told.promise, /SIGKILL/);
  });

  test('listens on an address where the path is too long for a socket', async () => {
    const long = join(above, 'a-long-name-'.repeat(10));
    const { ownerUrl } = await start(long);
    assert.equal(new URL(ownerUrl).hostname, '127.0.0.1');
    assert.equal((await query(ownerUrl, 'select 1 as one')).length, 1);
    assert.equal(findRunning(long), ownerUrl);
  });

  test('as root runs as another user, also below a folder that this user may not enter', {
    skip: !isRoot,
  }, async () => {
    chmodSync(above, 0o700);
    const { ownerUrl } = await start();
    const [row] = await query(ownerUrl, `select pg_read_file('/proc/self/status') as status`);
    assert.doesNotMatch(String(row!.status), /^Uid:\s+0\b/m);
    assert.equal(findRunning(folder), ownerUrl);
  });
});

describe('a data folder', () => {
  test('that is in use is refused, by name and pid', async () => {
    const { app } = await startApp();
    assert.throws(() => lockDataFolder(folder), says(folder, app.pid!));
  });

  test('stays locked when nobody refers to the lock any more', async () => {
    const path = JSON.stringify(join(import.meta.dirname, '../../server/platform/postgres/data-lock.ts'));
    const code = `import { lockDataFolder } from ${path}; lockDataFolder(${JSON.stringify(folder)});
      globalThis.gc(); await new Promise((resolve) => setTimeout(resolve, 20)); globalThis.gc();
      console.log('collected'); setInterval(() => {}, 1000);`;
    const app = spawn(process.execPath, ['--expose-gc', '--input-type=module-typescript', '-e', code]);
    running.app = app;
    await once(app.stdout, 'data');
    assert.throws(() => lockDataFolder(folder), says(folder, app.pid!));
  });

  test('that this very process uses is refused as well', async () => {
    await start();
    assert.throws(() => lockDataFolder(folder), says(folder, process.pid));
  });

  test('is not worked on by who does not hold its lock', async () => {
    lockDataFolder(folder).release();
    await assert.rejects(startEmbedded({ dataFolder: folder, log: silentLog }), /lock/);
  });

  test('that is a file, or cannot be written, is refused in one line', () => {
    writeFileSync(folder, '');
    assert.throws(() => lockDataFolder(folder), says(folder, 'TRIBUTARY_DATA'));
  });

  test('that cannot be written is refused in one line', { skip: isRoot }, () => {
    chmodSync(above, 0o500);
    assert.throws(() => lockDataFolder(folder), says(folder, 'TRIBUTARY_DATA'));
  });

  test('that holds something else where the database belongs is left alone', async () => {
    mkdirSync(clusterFolder(folder), { recursive: true });
    writeFileSync(join(clusterFolder(folder), 'letter.txt'), 'keep me');
    await assert.rejects(start(), says(clusterFolder(folder)));
    assert.deepEqual(readdirSync(clusterFolder(folder)), ['letter.txt']);
  });

  test('of another major version is refused in one line', async () => {
    await start();
    await stop();
    writeFileSync(join(clusterFolder(folder), 'PG_VERSION'), '17\n');
    await assert.rejects(start(), says('17', '18'));
  });
});

describe('after a kill', () => {
  test('of the app alone, its server is ended, and nothing acknowledged is lost', async () => {
    const { app, ownerUrl, pid } = await startApp();
    await query(ownerUrl, 'create table kept as select 42 as answer');
    await kill(app);
    assert.ok(findServers(clusterFolder(folder)).includes(pid));
    const next = await start();
    assert.notEqual(next.pid, pid);
    assert.deepEqual(await query(next.ownerUrl, 'select answer from kept'), [{ answer: 42 }]);
    assert.ok(!findServers(clusterFolder(folder)).includes(pid));
  });

  test('of app and server, it starts again, and nothing acknowledged is lost', async () => {
    const { app, ownerUrl, pid } = await startApp();
    await query(ownerUrl, 'create table kept as select 42 as answer');
    process.kill(pid, 'SIGKILL');
    await kill(app);
    const next = await start();
    assert.deepEqual(await query(next.ownerUrl, 'select answer from kept'), [{ answer: 42 }]);
  });

  test('of the server while a session is busy, the session is ended too', async () => {
    const { app, ownerUrl, pid } = await startApp();
    const busy = query(ownerUrl, `do $$ declare n bigint := 0; begin loop n := n + 1; end loop; end $$`);
    busy.catch(() => {});
    const active = `select from pg_stat_activity where state = 'active' and query like 'do %'`;
    while ((await query(ownerUrl, active)).length === 0) await sleep(10);
    process.kill(pid, 'SIGKILL');
    await kill(app);
    assert.ok(findServers(clusterFolder(folder)).length > 0, 'the session lives on for the test to mean anything');
    const next = await start();
    assert.ok(next.pid > 0);
    await assert.rejects(busy);
  });

  test('in the middle of making the database, it is made anew', async () => {
    const app = spawn(process.execPath, [join(import.meta.dirname, '../support/embedded-app.ts'), folder]);
    const half = join(folder, 'postgres', `half-made-${app.pid}`, 'cluster');
    while (!existsSync(join(half, 'base'))) await sleep(2);
    await kill(app);
    assert.equal(existsSync(clusterFolder(folder)), false);
    const { ownerUrl } = await start();
    assert.equal((await query(ownerUrl, 'select 1 as one')).length, 1);
    assert.deepEqual(
      readdirSync(join(folder, 'postgres')).filter((name) => name.startsWith('half-made')),
      [],
    );
  });

  test('a note that names a living process of some other kind does not stand in the way', async () => {
    const { ownerUrl } = await start();
    await query(ownerUrl, 'select 1');
    await stop();
    const lines = [process.pid, clusterFolder(folder), 1, 5432, '.', '', '1 1', 'ready   '];
    writeFileSync(noteFile(clusterFolder(folder)), `${lines.join('\n')}\n`);
    writeFileSync(join(clusterFolder(folder), '.s.PGSQL.5432.lock'), `${lines.join('\n')}\n`);
    assert.equal(findRunning(folder), null);
    assert.ok((await start()).pid > 0);
  });
});
