import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { silentLog } from '../../server/platform/log.ts';
import { clusterFolder } from '../../server/platform/postgres/cluster.ts';
import { type DataLock, lockDataFolder } from '../../server/platform/postgres/data-lock.ts';
import { findRunning, startEmbedded } from '../../server/platform/postgres/embedded.ts';
import { findServers, readNote } from '../../server/platform/postgres/leftovers.ts';
import { execute, inDatabase, makeTemplate, type TestServer } from './test-server.ts';

/**
 * The server for test files that are run by hand (`node --test some.test.ts`). Several such processes share it; the first
 * starts it and the last ends it. Its folder is kept, so that the next run need not make it anew.
 */
const folder = join(
  tmpdir(),
  `tributary-tests-${process.getuid?.() ?? 0}-${createHash('sha256')
    .update(import.meta.url)
    .digest('hex')
    .slice(0, 8)}`,
);
const users = join(folder, 'users');

export async function shareServer(): Promise<TestServer> {
  const lock = await patientLock();
  try {
    mkdirSync(users, { recursive: true });
    const alone = livingUsers().length === 0;
    let ownerUrl = findRunning(folder);
    if (ownerUrl === null) {
      const server = await startEmbedded({ dataFolder: folder, log: silentLog, durable: false });
      server.unref();
      ownerUrl = server.ownerUrl;
    }
    const url = inDatabase(ownerUrl, 'postgres');
    writeFileSync(join(users, String(process.pid)), '');
    process.once('exit', leave);
    const template = await makeTemplate(url);
    if (alone) await dropLeftovers(url, template);
    return { url, template };
  } finally {
    lock.release();
  }
}

async function patientLock(): Promise<DataLock> {
  for (let tries = 0; ; tries += 1) {
    try {
      return lockDataFolder(folder);
    } catch (error) {
      if (tries > 600) throw error;
      await sleep(100);
    }
  }
}

/** At the end of a process nothing can be waited for but by standing still. */
function leave(): void {
  const still = new Int32Array(new SharedArrayBuffer(4));
  const lock = lockOrNothing(still);
  rmSync(join(users, String(process.pid)), { force: true });
  const note = readNote(clusterFolder(folder));
  if (lock && note && livingUsers().length === 0 && findServers(clusterFolder(folder)).includes(note.pid)) {
    process.kill(note.pid, 'SIGINT');
    for (let tries = 0; tries < 500 && readNote(clusterFolder(folder))?.ready; tries += 1) Atomics.wait(still, 0, 0, 5);
  }
  lock?.release();
}

function lockOrNothing(still: Int32Array): DataLock | null {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      return lockDataFolder(folder);
    } catch {
      Atomics.wait(still, 0, 0, 20);
    }
  }
  return null;
}

function livingUsers(): string[] {
  return readdirSync(users).filter((pid) => {
    try {
      return process.kill(Number(pid), 0);
    } catch {
      rmSync(join(users, pid), { force: true });
      return false;
    }
  });
}

/** Databases of runs that were broken off, and templates of migrations that have changed since. */
async function dropLeftovers(url: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname ~ '^(test|template|half)_' and datname <> $1`,
    [template],
  );
  await client.end();
  await execute(url, ...rows.map(({ name }) => `drop database ${name} with (force)`));
}
