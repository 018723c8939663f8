import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '../../server/platform/db.ts';
import { silentLog } from '../../server/platform/log.ts';
import { clusterFolder } from '../../server/platform/postgres/cluster.ts';
import { findRunning } from '../../server/platform/postgres/embedded.ts';
import { findServers, readNote } from '../../server/platform/postgres/leftovers.ts';
import { askBooks, assertBooks } from '../support/books.ts';
import type { LoadOrder } from '../support/crash-loader.ts';
import { Chance } from '../support/random.ts';
import { OPERATOR, type SpawnedApp, spawnApp } from '../support/spawned-app.ts';
import { type AccountMade, type Json, openWorld, percent, World } from '../support/world.ts';

/** TRIBUTARY_SEED plays the same moments again, as far as a machine can; TRIBUTARY_CRASHES makes it longer. */
const seed = Number(process.env.TRIBUTARY_SEED ?? Date.now() % 1_000_000_000);
const CRASHES = Number(process.env.TRIBUTARY_CRASHES ?? 20);
const tables: Record<string, string> = {
  ...{ clk: 'clicks', ord: 'orders', com: 'commissions', ref: 'refunds', cont: 'contacts', run: 'payout_runs' },
  ...{ pay: 'payouts' },
};

const chance = new Chance(seed);
let folder: string;
let list: string;
let app: SpawnedApp;
let account: AccountMade;
let partners: Json[];
let loader: ChildProcess | undefined;

const dataFolder = (): string => join(folder, 'data');
const start = (): Promise<SpawnedApp> => spawnApp({ TRIBUTARY_DATA: dataFolder(), TRIBUTARY_KEY_LIMIT: '1000000' });

before(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-crash-')));
  chmodSync(folder, 0o711);
  list = join(folder, 'answered');
  writeFileSync(list, '');
  app = await start();
  const world = await openWorld(app.base, OPERATOR, { sandbox: false });
  ({ account } = world);
  const program = await world.program({ tiers: 2, default_terms: percent(1700, 300) });
  const sponsor = await world.partner(program);
  partners = [sponsor, await world.partner(program, { sponsor_id: sponsor.id }), await world.partner(program)];
});

after(async () => {
  loader?.kill('SIGKILL');
  await app?.kill('SIGKILL');
  for (const pid of findServers(clusterFolder(dataFolder()))) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

test(`what was answered is there, once, after ${CRASHES} kills at random moments`, async (t) => {
  t.diagnostic(`seed ${seed}`);
  let checked = 0;
  for (let round = 1; round <= CRASHES; round += 1) {
    const isWhole = round % 2 === 0;
    startLoader(round);
    // The first moments matter as much as a busy server.
    await sleep(chance.pick([60, 300, 600, 1200]) + chance.below(300));
    await crash(isWhole);
    await stopLoader();
    app = await start();
    await ready(app);
    checked = await check(checked);
  }
  const kinds = Map.groupBy(readList(), ([kind]) => kind);
  t.diagnostic([...kinds].map(([kind, rows]) => `${kind} ${rows.length}`).join(', '));
  for (const kind of Object.keys(tables)) assert.ok(kinds.has(kind), `nothing of the kind ${kind} was ever answered`);
  await repeatOrders();
  await app?.kill('SIGTERM');
});

function startLoader(round: number): void {
  const order: LoadOrder = { base: app.base, account, partners, list, seed: seed + 1000 * round, round };
  const program = join(import.meta.dirname, '../support/crash-loader.ts');
  loader = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function stopLoader(): Promise<void> {
  if (!loader || loader.exitCode !== null || loader.signalCode !== null) return;
  const ended = once(loader, 'exit');
  loader.kill('SIGKILL');
  await ended;
}

/** The app alone; or the database too, before or after it, by its first process or by all of them. */
async function crash(isWhole: boolean): Promise<void> {
  if (!isWhole) return app.kill('SIGKILL');
  const isFirst = chance.percent(50);
  if (!isFirst) await app.kill('SIGKILL');
  killDatabase(chance.percent(50));
  if (!isFirst) return;
  // Meanwhile clicks go to the spool, and orders are refused.
  await sleep(chance.below(150));
  await app?.kill('SIGKILL');
}

function killDatabase(isEveryProcess: boolean): void {
  const cluster = clusterFolder(dataFolder());
  const first = readNote(cluster)?.pid;
  const pids = findServers(cluster);
  assert.ok(first !== undefined && pids.includes(first));
  for (const pid of isEveryProcess ? pids : [first]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with the one before.
    }
  }
}

/** Until the database answers and no click waits in the spool. */
async function ready({ base, said }: SpawnedApp): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await fetch(`${base}/readyz`)).status === 200) return;
    await sleep(50);
  }
  assert.fail(`not ready: ${said()}`);
}

const readList = (): [kind: string, id: string][] =>
  readFileSync(list, 'utf8')
    .split('\n')
    .flatMap((line) =>
      line.includes(' ') ? [[line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]] : [],
    );

/** Looks for all that was answered since `from`, in the tables themselves, and audits the books. Returns where to go on. */
async function check(from: number): Promise<number> {
  const url = findRunning(dataFolder());
  assert.ok(url);
  const database = openDatabase({ url, role: 'tributary_app', connections: 2, log: silentLog });
  try {
    const lines = readList();
    const byKind = Map.groupBy(lines.slice(from), ([kind]) => kind);
    for (const [kind, table] of Object.entries(tables)) {
      const ids = [...new Set((byKind.get(kind) ?? []).map(([, id]) => id))];
      await assertOnce(database, table, ids);
    }
    for (const status of ['paid', 'failed']) {
      const ids = (byKind.get(status) ?? []).map(([, id]) => `'${id}'`);
      if (ids.length === 0) continue;
      const question = `select id from tenant.payouts where id in (${ids}) and status = '${status}'`;
      assert.equal((await askBooks(database, account.id, question)).length, ids.length, status);
    }
    await assertBooks(database, account.id);
    return lines.length;
  } finally {
    await database.close();
  }
}

async function assertOnce(database: Database, table: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const names = ids.map((id) => `'${id}'`).join();
  const rows = await askBooks<{ id: string; n: bigint }>(
    database,
    account.id,
    `select id, count(*) as n from tenant.${table} where id in (${names}) group by id`,
  );
  const found = new Map(rows.map(({ id, n }) => [id, Number(n)]));
  const lost = ids.filter((id) => !found.has(id));
  assert.deepEqual(lost, [], `of ${ids.length} answered, these are not in ${table}`);
  assert.deepEqual(
    rows.filter(({ n }) => n !== 1n),
    [],
    `more than once in ${table}`,
  );
}

/** Orders whose answer never came, sent again as a shop would: each is one order, and the books hold. */
async function repeatOrders(): Promise<void> {
  const world = new World(app.base, account, OPERATOR);
  const asked = readList().flatMap(([kind, text]) => (kind === 'asked' ? [JSON.parse(text)] : []));
  const before = (await world.all('/v1/orders')).length;
  let added = 0;
  for (const body of asked) {
    const answer = await world.call('POST', '/v1/orders', body);
    assert.ok(answer.status === 200 || answer.status === 201, answer.text);
    if (answer.status === 201) added += 1;
  }
  const orders = await world.all('/v1/orders');
  assert.equal(orders.length, asked.length);
  assert.equal(orders.length, before + added);
  await check(0);
}
