import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { silentLog } from '../../server/platform/log.ts';
import { type DataLock, lockDataFolder } from '../../server/platform/postgres/data-lock.ts';
import { type Embedded, startEmbedded } from '../../server/platform/postgres/embedded.ts';
import { ClickSender } from '../support/click-sender.ts';
import { OPERATOR, type SpawnedApp, spawnApp } from '../support/spawned-app.ts';
import { type Json, openWorld, type World } from '../support/world.ts';

/** How long the database is away. `OUTAGE_SECONDS=60` for the length that operators are promised. */
const OUTAGE_MS = 1000 * Number(process.env.OUTAGE_SECONDS ?? 4);

let folder: string;
let lock: DataLock;
let server: Embedded;
let app: SpawnedApp;
let world: World;
let paths: string[];
let partner: Json;
const senders: ClickSender[] = [];

const spoolOf = (): string => join(folder, 'app', 'spool');
const startServer = async (): Promise<void> => {
  server = await startEmbedded({ dataFolder: join(folder, 'database'), log: silentLog });
};
const startApp = async (): Promise<void> => {
  app = await spawnApp({ DATABASE_URL: server.ownerUrl, TRIBUTARY_DATA: join(folder, 'app') });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-tracking-'));
  chmodSync(folder, 0o711);
  lock = lockDataFolder(join(folder, 'database'));
  await startServer();
  await startApp();
  world = await openWorld(app.base, OPERATOR);
  ({ partner } = await world.seller(1000));
  const links = await Promise.all(
    Array.from({ length: 5 }, (_, i) =>
      world.ok('POST', '/v1/links', { partner_id: partner.id, url: `https://shop.example/${i}` }),
    ),
  );
  paths = links.map((link) => new URL(link.short_url).pathname);
  // From now on they are in memory.
  for (const link of links) await world.click(link);
});

afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.stop();
  await app.kill('SIGKILL');
  await server.stop();
  lock.release();
  rmSync(folder, { recursive: true, force: true });
});

function send(connections = 8): ClickSender {
  const sender = new ClickSender(app.base, paths, connections);
  senders.push(sender);
  return sender;
}

async function query(sql: string): Promise<Json[]> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Everything that was promised is there once, and nothing else is. */
async function assertWritten(...sent: ClickSender[]): Promise<void> {
  const promised = sent.flatMap((sender) => sender.promised);
  assert.ok(promised.length > 50, `only ${promised.length} clicks`);
  assert.equal(new Set(promised).size, promised.length);
  const found = (await query('select id from tenant.clicks')).map(({ id }) => id);
  assert.equal(new Set(found).size, found.length, 'a click is there twice');
  const there = new Set(found);
  assert.deepEqual(
    promised.filter((id) => !there.has(id)),
    [],
    'promised and not there',
  );
}

async function ready(): Promise<number> {
  return (await fetch(`${app.base}/readyz`)).status;
}

async function untilReady(): Promise<void> {
  for (let tries = 0; (await ready()) !== 200; tries += 1) {
    assert.ok(tries < 600, 'not ready after a minute');
    await sleep(100);
  }
}

describe('while the database is away', () => {
  test('every click is answered, and written once when it is back', async () => {
    const sender = send();
    await sleep(500);
    await server.stop();
    await sleep(OUTAGE_MS);
    assert.equal(await ready(), 503);
    const during = sender.promised.length;
    await startServer();
    await untilReady();
    await sleep(500);
    await sender.stop();
    assert.deepEqual(sender.refused, []);
    assert.ok(sender.promised.length > during);
    assert.ok(sender.slowest < 5000, `one waited ${sender.slowest} ms`);
    await untilReady();
    await assertWritten(sender);
    assert.deepEqual(readdirSync(spoolOf()), []);
  });

  test('and killed with -9: the next start writes what waits before it is ready', async () => {
    const sender = send();
    await sleep(300);
    process.kill(server.pid, 'SIGKILL');
    await sleep(OUTAGE_MS / 2);
    await app.kill('SIGKILL');
    await sender.stop();
    assert.ok(readdirSync(spoolOf()).length > 0);
    await startServer();
    await startApp();
    assert.equal(await ready(), 200);
    await assertWritten(sender);
    assert.deepEqual(readdirSync(spoolOf()), []);
  });

  test('an order that names a click from the spool is judged anew when it lands (rule 11)', async () => {
    await server.stop();
    const sender = send(1);
    for (let tries = 0; sender.promised.length < 3; tries += 1) {
      assert.ok(tries < 200, sender.refused.join());
      await sleep(20);
    }
    await app.kill('SIGKILL');
    await sender.stop();
    const spools = readdirSync(spoolOf());
    // The spool of a node that comes back later than the others.
    for (const name of spools) renameSync(join(spoolOf(), name), join(folder, name));
    await startServer();
    await startApp();
    world = Object.assign(world, { base: app.base });
    const order = await world.order({ click_id: sender.promised[0] });
    assert.deepEqual(order.credit, { partner_id: null, reason: 'unknown_click' });
    for (const name of spools) renameSync(join(folder, name), join(spoolOf(), name));
    let credit = order.credit;
    for (let tries = 0; credit.reason === 'unknown_click' && tries < 100; tries += 1) {
      await sleep(100);
      ({ credit } = await world.ok('GET', `/v1/orders/${order.id}`));
    }
    assert.deepEqual(credit, { partner_id: partner.id, reason: 'click' });
  });

  test('a spool that cannot be written is an alarm, and clicks are answered and written all the same', async () => {
    // A file where the folder should be refuses root too.
    rmSync(spoolOf(), { recursive: true });
    writeFileSync(spoolOf(), '');
    await server.stop();
    const sender = send(4);
    await sleep(1500);
    const answer = await fetch(`${app.base}/readyz`);
    assert.equal(answer.status, 503);
    assert.match(app.said(), /the spool cannot be written/);
    await startServer();
    await sleep(1500);
    await sender.stop();
    assert.deepEqual(sender.refused, []);
    for (let tries = 0; tries < 100 && (await metric('waiting')) > 0; tries += 1) await sleep(100);
    await sleep(500);
    await assertWritten(sender);
    assert.equal(await metric('lost_total'), 0);
  });
});

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${app.base}/metrics`)).text();
  return Number(new RegExp(`^tributary_clicks_${name} (\\d+)`, 'm').exec(text)?.[1]);
}

describe('while the database has its troubles', () => {
  test('connections that break in the middle of a copy lose and double nothing', async () => {
    const sender = send(16);
    for (let i = 0; i < 25; i += 1) {
      await sleep(60 + (i % 5) * 7);
      await query("select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy tenant.clicks%'");
    }
    await sender.stop();
    await untilReady();
    assert.deepEqual(sender.refused, []);
    assert.match(app.said(), /they go to the spool/);
    await assertWritten(sender);
  });

  test('a copy that hangs keeps nobody waiting, and what it wrote after all is there once', async () => {
    const sender = send();
    await sleep(300);
    const holder = new pg.Client({ connectionString: server.ownerUrl });
    await holder.connect();
    const [{ name }] = await query("select relname as name from pg_class where relname ~ '^clicks_\\d{6}$'");
    await holder.query(`begin; lock table tenant.${name} in access exclusive mode`);
    await sleep(4000);
    await holder.query('commit');
    await holder.end();
    await untilReady();
    await sender.stop();
    assert.deepEqual(sender.refused, []);
    assert.ok(sender.slowest < 3500, `one waited ${sender.slowest} ms`);
    await untilReady();
    await assertWritten(sender);
  });
});
