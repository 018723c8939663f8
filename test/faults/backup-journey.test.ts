import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readAllRows } from '../support/all-rows.ts';
import { tributary } from '../support/command-line.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { fillAccount } from '../support/full-account.ts';
import { OPERATOR, type SpawnedApp, spawnApp } from '../support/spawned-app.ts';
import { openWorld, World } from '../support/world.ts';

let folder: string;
let server: FreshDatabase;
let running: SpawnedApp | undefined;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-move-'));
  server = await freshDatabase({ migrated: false });
});
after(async () => {
  await running?.kill('SIGKILL');
  await server?.drop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function start(env: Record<string, string>): Promise<string> {
  running = await spawnApp(env);
  return running.base;
}

/** An installation by its environment: a data folder, and a server where it uses one. */
const first = () => ({ TRIBUTARY_DATA: join(folder, 'first') });
const second = () => ({ TRIBUTARY_DATA: join(folder, 'second'), DATABASE_URL: server.ownerUrl });
const third = () => ({ TRIBUTARY_DATA: join(folder, 'third') });

test('an installation moves from the embedded database to a server and back, and works in each place', async () => {
  const world = await openWorld(await start(first()), OPERATOR, { sandbox: false });
  const { order, partner, run } = await fillAccount(world);
  const asked = async (base: string) => {
    const here = new World(base, world.account, OPERATOR);
    return {
      balance: await here.balance(partner),
      order: await here.ok('GET', `/v1/orders/${order.id}`),
      explanation: await here.ok('GET', `/v1/orders/${order.id}/explanation`),
      // Receivers and methods are sealed: only with the right secret can they be read.
      receivers: (await here.call('GET', `/v1/payout_runs/${run.id}/files/csv`)).text,
      partner: await here.ok('GET', `/v1/partners/${partner.id}`),
      report: await here.ok('GET', '/v1/reports/partners?from=2025-01-01&to=2030-01-01'),
    };
  };
  const plain = (answer: object) => JSON.parse(JSON.stringify(answer).replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, ''));
  const before = plain(await asked(running!.base));
  assert.match(before.receivers, /@paypal\.example/);

  // While it runs.
  const one = await tributary(['backup', join(folder, 'one.gz'), '--json'], first());
  assert.equal(one.code, 0, one.err);
  assert.equal(JSON.parse(one.out).accounts, 1);
  const early = await tributary(['restore', join(folder, 'one.gz')], first());
  assert.equal(early.code, 1);
  assert.match(early.err, /^The data folder [^\n]* in use[^\n]*\n$/);
  await running!.kill('SIGTERM');

  const there = await tributary(['restore', join(folder, 'one.gz')], second());
  assert.equal(there.code, 0, there.err);
  assert.deepEqual(plain(await asked(await start(second()))), before);
  const here = new World(running!.base, world.account, OPERATOR);
  await here.order({ click_id: await here.click(partner) });
  const now = plain(await asked(running!.base));
  assert.notDeepEqual(now.balance, before.balance);
  await running!.kill('SIGTERM');

  assert.equal((await tributary(['backup', join(folder, 'two.gz')], second())).code, 0);
  const back = await tributary(['restore', join(folder, 'two.gz'), '--json'], third());
  assert.equal(back.code, 0, back.err);
  assert.deepEqual(plain(await asked(await start(third()))), now);
  const doctor = await tributary(['doctor'], third());
  assert.equal(doctor.code, 0, doctor.out);
  await running!.kill('SIGTERM');
});

test('a restore that is refused says one line, ends with 1 and makes nothing', async () => {
  const env = { TRIBUTARY_DATA: join(folder, 'fourth') };
  const none = await tributary(['restore', join(folder, 'nowhere.gz')], env);
  assert.deepEqual([none.code, none.out], [1, '']);
  assert.match(none.err, /^There is no file or folder [^\n]*nowhere\.gz\.\n$/);
  assert.ok(!existsSync(env.TRIBUTARY_DATA));
  const full = await tributary(['restore', join(folder, 'one.gz')], third());
  assert.deepEqual([full.code, full.out], [1, '']);
  assert.match(full.err, /^The database is not empty[^\n]*\n$/);
  const rows = await readAllRows(server.ownerUrl);
  assert.ok(rows['tenant.orders']!.length > 0);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('an account moves into another by the command line, relative to where that is typed', async () => {
  const env = { ...third(), INIT_CWD: folder };
  const [slug] = (await tributary(['doctor', '--json'], env)).out.match(/"account":"([^"]+)"/)!.slice(1);
  const written = await tributary(['export', 'facts.jsonl', '--account', slug!, '--json'], env);
  assert.equal(written.code, 0, written.err);
  assert.ok(existsSync(join(folder, 'facts.jsonl')));
  const made = ['account', 'create', '--name', 'Copy', '--email', 'owner@copies.example', '--slug', 'copy'];
  assert.equal((await tributary(made, env)).code, 0);
  const taken = await tributary(['import', 'facts.jsonl', '--account', 'copy', '--json'], env);
  assert.equal(taken.code, 0, taken.err);
  // The bytes of uploads lie in the file beside their facts, and are put in place as files.
  const { upload_bytes: bytes, ...facts } = JSON.parse(written.out).facts;
  assert.equal(bytes, 1);
  assert.deepEqual(JSON.parse(taken.out).facts, facts);
  const again = await tributary(['import', 'facts.jsonl', '--account', 'copy'], env);
  assert.deepEqual([again.code, again.out], [1, '']);
  assert.match(again.err, /^copy is not empty[^\n]*\n$/);
  assert.equal((await tributary(['doctor'], env)).code, 0);
});
