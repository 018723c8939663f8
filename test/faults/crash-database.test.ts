import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../server/platform/db.ts';
import { silentLog } from '../../server/platform/log.ts';
import { clusterFolder } from '../../server/platform/postgres/cluster.ts';
import { type DataLock, lockDataFolder } from '../../server/platform/postgres/data-lock.ts';
import { type Embedded, startEmbedded } from '../../server/platform/postgres/embedded.ts';
import { findServers } from '../../server/platform/postgres/leftovers.ts';
import { askBooks, assertBooks } from '../support/books.ts';
import type { LoadOrder } from '../support/crash-loader.ts';
import { Chance } from '../support/random.ts';
import { OPERATOR, type SpawnedApp, spawnApp } from '../support/spawned-app.ts';
import { openWorld, percent, type World } from '../support/world.ts';

/** A server of its own, named by DATABASE_URL, is killed under the app, which lives on and loses nothing that it answered. */
const seed = Number(process.env.TRIBUTARY_SEED ?? Date.now() % 1_000_000_000);
const KILLS = 4;

const chance = new Chance(seed);
let folder: string;
let list: string;
let lock: DataLock;
let server: Embedded;
let app: SpawnedApp;
let world: World;
let loader: ChildProcess;

const startServer = async (): Promise<void> => {
  server = await startEmbedded({ dataFolder: join(folder, 'database'), log: silentLog });
};
const killServer = (): void => {
  for (const pid of findServers(clusterFolder(join(folder, 'database')))) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with the one before.
    }
  }
};

before(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-outage-')));
  chmodSync(folder, 0o711);
  list = join(folder, 'answered');
  writeFileSync(list, '');
  lock = lockDataFolder(join(folder, 'database'));
  await startServer();
  const env = { DATABASE_URL: server.ownerUrl, TRIBUTARY_DATA: join(folder, 'app'), TRIBUTARY_KEY_LIMIT: '1000000' };
  app = await spawnApp(env);
  world = await openWorld(app.base, OPERATOR, { sandbox: false });
});

after(async () => {
  loader?.kill('SIGKILL');
  await app?.kill('SIGKILL');
  killServer();
  lock.release();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

test(`the app lives through ${KILLS} deaths of its database`, async (t) => {
  t.diagnostic(`seed ${seed}`);
  const program = await world.program({ default_terms: percent(1700) });
  const partners = [await world.partner(program), await world.partner(program)];
  for (let round = 1; round <= KILLS; round += 1) {
    const order: LoadOrder = { base: app.base, account: world.account, partners, list, seed: seed + round, round };
    const program = join(import.meta.dirname, '../support/crash-loader.ts');
    loader = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit'] });
    await sleep(500 + chance.below(900));
    killServer();
    await sleep(chance.below(700));
    await startServer();
    await ready();
    await sleep(chance.below(300));
    loader.kill('SIGKILL');
    await once(loader, 'exit');
    await ready();
    await check();
  }
  t.diagnostic(`${readList('clk').length} clicks, ${readList('ord').length} orders`);
  assert.ok(readList('ord').length > 0);
});

/** Also proves that it is the same process: nobody starts it anew. */
async function ready(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`${app.base}/readyz`).catch((error) => assert.fail(`${error} ${app.said()}`));
    if (answer.status === 200) return;
    await sleep(50);
  }
  assert.fail(`not ready: ${app.said()}`);
}

const readList = (kind: string): string[] =>
  readFileSync(list, 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith(`${kind} `) ? [line.slice(kind.length + 1)] : []));

async function check(): Promise<void> {
  const database = openDatabase({ url: server.ownerUrl, role: 'tributary_app', connections: 2, log: silentLog });
  try {
    const { id } = world.account;
    for (const [kind, table] of Object.entries({ clk: 'clicks', ord: 'orders', com: 'commissions', pay: 'payouts' })) {
      const ids = readList(kind);
      const found = await askBooks<{ id: string }>(database, id, `select id from tenant.${table}`);
      const count = Map.groupBy(found, (row) => row.id);
      assert.deepEqual(
        ids.filter((one) => count.get(one)?.length !== 1),
        [],
        `answered, and not once in ${table}`,
      );
    }
    await assertBooks(database, id);
  } finally {
    await database.close();
  }
}
