import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { systemClock } from '../../platform/clock.ts';
import { openPool } from '../../platform/db.ts';
import { newId } from '../../platform/ids.ts';
import { silentLog } from '../../platform/log.ts';
import { toRow } from './click-row.ts';
import { ClickWriter } from './click-writer.ts';
import { SpoolReplayer } from './replay-spool.ts';
import { Spool } from './spool.ts';

let fresh: FreshDatabase;
let folder: string;
let owner: pg.Client;
let pool: pg.Pool;
let writer: ClickWriter;
let replayer: SpoolReplayer;
const late: string[] = [];

before(async () => {
  fresh = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tributary-writer-'));
  owner = new pg.Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
  pool = openPool({ url: fresh.ownerUrl, role: 'tributary_clicks', connections: 3, log: silentLog });
  const spool = new Spool(folder, systemClock);
  writer = new ClickWriter(pool, spool, silentLog, () => void replayer.tick());
  replayer = new SpoolReplayer(pool, spool, writer, silentLog, async (_account, ids) => void late.push(...ids));
  await replayer.start();
});
after(async () => {
  await writer.flush();
  await replayer.stop();
  writer.release();
  await pool.end();
  await owner.end();
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});

function click(at: Date, sub: string | null = null): { id: string; month: string; row: string } {
  const id = newId('click', at);
  const nothing = {
    linkId: null,
    promoToolId: null,
    dayHash: null,
    referrerHost: null,
    landing: null,
    country: null,
    device: null,
    reason: null,
  };
  const row = toRow({
    accountId: newId('account', at),
    at,
    id,
    partnerId: 'part_1',
    sub,
    visitor: 'v',
    visitorKind: 'cookie',
    flood: false,
    ...nothing,
  });
  return { id, month: at.toISOString().slice(0, 7).replace('-', ''), row };
}

const add = ({ row, month }: { row: string; month: string }): Promise<void> =>
  new Promise((resolve) => writer.add(row, month, resolve));

/** Reads the months themselves: on their parent an owner who is no superuser sees no account's clicks. */
async function subsOf(ids: readonly string[]): Promise<(string | null)[]> {
  const months = await owner.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'tenant.clicks'::regclass",
  );
  const each = months.rows.map(({ name }) => `select id, sub from ${name} where id = any($1)`);
  const { rows } = await owner.query(each.join(' union all '), [ids]);
  assert.equal(rows.length, ids.length);
  return ids.map((id) => rows.find((row) => row.id === id)?.sub);
}

test('a click is in the database when it is done, whatever its label holds', async () => {
  const labels = ['plain', null, '\\N', '\\', 'a\tb\nc\rd\be\ff\vg', '\u2028é😀', "'; drop table x; --"];
  const clicks = labels.map((label) => click(new Date(), label));
  await Promise.all(clicks.map(add));
  assert.deepEqual(await subsOf(clicks.map(({ id }) => id)), labels);
});

test('clicks of several months go each into its own, made on the way', async () => {
  const clicks = [
    '2031-05-31T23:59:59.999Z',
    '2031-06-01T00:00:00.000Z',
    '2031-05-01T00:00:00.000Z',
    '2026-01-05T10:00:00.000Z',
  ].map((at) => click(new Date(at)));
  await Promise.all(clicks.map(add));
  await subsOf(clicks.map(({ id }) => id));
  const { rows } = await owner.query('select count(*)::int as count from tenant.clicks_203105');
  assert.equal(rows[0].count, 2);
});

test('a month that was dropped meanwhile is made again', async () => {
  const at = new Date('2032-01-05T10:00:00Z');
  await add(click(at));
  await owner.query('drop table tenant.clicks_203201');
  const again = click(at);
  await add(again);
  await until(() => replayer.isEmpty && writer.state().database);
  await subsOf([again.id]);
});

test('more than may wait goes to the spool and comes back, each once', async () => {
  const at = new Date();
  const clicks = Array.from({ length: 15_000 }, () => click(at));
  await Promise.all(clicks.map(add));
  assert.ok(writer.state().spooled > 1000, String(writer.state().spooled));
  await until(() => replayer.isEmpty);
  await subsOf(clicks.map(({ id }) => id));
  const ours = new Set(clicks.map(({ id }) => id));
  assert.ok(late.filter((id) => ours.has(id)).length > 1000, 'those that came late are told of');
});

test('a row that the database refuses is set aside, and the others are written', async () => {
  const [good, bad, other] = [click(new Date()), click(new Date()), click(new Date())];
  const broken = { ...bad, row: bad.row.replace('cookie', 'neither') };
  await Promise.all([good, broken, other].map(add));
  await until(() => replayer.isEmpty && writer.state().database);
  await subsOf([good.id, other.id]);
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 600, 'not within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
