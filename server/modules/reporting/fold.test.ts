import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import type { ClickRow } from '../../../test/support/journeys.ts';
import type { FactWriter } from '../../../test/support/report-facts.ts';
import { openReportWorld, type ReportWorld } from '../../../test/support/report-world.ts';
import { contextFor } from '../../flows/context.ts';
import { copyRows } from '../../platform/copy.ts';
import { openDatabase, openPool } from '../../platform/db.ts';
import { newId } from '../../platform/ids.ts';
import { silentLog } from '../../platform/log.ts';
import { HOUR, MINUTE, startOfDay } from '../../values/instant.ts';
import { foldAccount, recountDay, runReport, startFolding } from './index.ts';
import { reports } from './reports.ts';

const timeZone = 'Europe/Berlin';
const day = '2026-03-10';
const span = { from: day, to: '2026-03-11' };
const noon = new Date('2026-03-10T11:00:00Z');

let world: ReportWorld;
let writer: FactWriter;
before(async () => {
  world = await openReportWorld({ timeZone, from: new Date('2026-01-01'), movedAt: new Date('2026-06-01'), now: noon });
  writer = await world.writer();
  await world.ensureMonths([noon]);
});
after(() => world.close());

/** A click of a visitor of its own. */
function click(more: Partial<ClickRow> = {}): ClickRow {
  const at = more.at ?? noon;
  const [partner] = world.partners;
  return {
    ...{ id: newId('click', at), at, link_id: partner!.links[0]!, partner_id: partner!.id, promo_tool_id: null },
    ...{ sub: null, visitor: newId('visitor', at), visitor_kind: 'cookie', day_hash: 'x', country: 'DE' },
    ...{ device: 'mobile', counted: true, reason: null, flood: false },
    ...more,
  };
}

const write = (rows: readonly ClickRow[]) => writer.write(() => writer.insert('clicks', rows));

/** Clicks and unique clicks of the day, by the report. */
const asked = () =>
  world.act(async (context) => {
    const { totals } = await runReport(context, reports.find((report) => report.name === 'partners')!, span);
    const sum = (name: string): number => totals.reduce((total, row) => total + Number(row[name]), 0);
    return [sum('clicks'), sum('unique_clicks')];
  });

const recount = (options: { repair?: boolean } = {}) =>
  world.act(({ tx, accountId, now }) => recountDay(tx, { id: accountId, timeZone, now }, day, options));

/** What the counters say by themselves. */
const counted = (grain: string) =>
  world.act(async ({ tx }) => {
    const { rows } = await sql<{ clicks: bigint }>`
      select coalesce(sum(clicks), 0)::bigint as clicks from tenant.counters where grain = ${grain}`.execute(tx);
    return Number(rows[0]!.clicks);
  });

describe('folding', () => {
  test('takes in each click once, however many nodes fold while writers write', async () => {
    const [first] = await asked();
    let writing = true;
    const folders = [1, 2, 3].map(async () => {
      const database = openDatabase({ url: world.ownerUrl, role: 'tributary_app', connections: 2, log: silentLog });
      const own = { id: world.account, timeZone, now: noon };
      while (writing) await database.inAccount(world.account, (tx) => foldAccount(tx, own, noon));
      await database.close();
    });
    const writers = await Promise.all([1, 2, 3, 4].map(() => world.writer()));
    let seen = first!;
    const asking = (async () => {
      while (writing) {
        const [now] = await asked();
        assert.ok(now! >= seen, 'a click was forgotten');
        seen = now!;
      }
    })();
    const batches = writers.map(async (one) => {
      for (let n = 0; n < 25; n += 1)
        await one.write(() =>
          one.insert(
            'clicks',
            Array.from({ length: 8 }, () => click()),
          ),
        );
    });
    await Promise.all(batches).finally(() => {
      writing = false;
    });
    await Promise.all([...folders, asking]);
    assert.deepEqual(await asked(), [first! + 800, first! + 800]);
    await world.foldAll();
    assert.deepEqual(await asked(), [first! + 800, first! + 800]);
    assert.equal(await counted('partner'), first! + 800);
    assert.deepEqual(await recount(), []);
  });

  test('that fails half-way leaves nothing, and is done again', async () => {
    await write([click(), click()]);
    const before = [await counted('partner'), await counted('whole')];
    const own = { id: world.account, timeZone, now: noon };
    const failing = world.database.inAccount(world.account, async (tx) => {
      assert.ok((await foldAccount(tx, own, noon)).cells > 0);
      throw new Error('the process was killed');
    });
    await assert.rejects(failing, /killed/);
    assert.deepEqual([await counted('partner'), await counted('whole')], before);
    await world.foldAll();
    assert.equal(await counted('partner'), before[0]! + 2);
  });

  test('is not held up by a transaction that takes long, and finds its click when it commits', async () => {
    const slow = await world.writer();
    await slow.begin();
    await slow.insert('clicks', [click()]);
    const [before] = await asked();
    await write([click()]);
    await world.foldAll();
    assert.equal(await counted('partner'), before! + 1);
    await write([click()]);
    await world.foldAll();
    assert.deepEqual([await counted('partner'), (await asked())[0]], [before! + 2, before! + 2]);
    await slow.commit();
    assert.deepEqual([await counted('partner'), (await asked())[0]], [before! + 2, before! + 3]);
    await world.foldAll();
    assert.equal(await counted('partner'), before! + 3);
  });

  test('sees clicks that the writer copies straight into the month’s partition', async () => {
    const pool = openPool({ url: world.ownerUrl, role: 'tributary_clicks', connections: 1, log: silentLog });
    const [before] = await asked();
    const { id, at, link_id, partner_id, visitor } = click();
    const client = await pool.connect();
    await copyRows(
      client,
      'copy tenant.clicks_202603 (account_id,at,id,link_id,partner_id,visitor,visitor_kind,counted) from stdin',
      `${[world.account, at.toISOString(), id, link_id, partner_id, visitor, 'cookie', 't'].join('\t')}\n`,
    );
    client.release();
    await pool.end();
    assert.equal((await asked())[0], before! + 1);
    await world.foldAll();
    assert.equal((await asked())[0], before! + 1);
  });

  test('takes much in parts, and says that more waits', async () => {
    const own = { id: world.account, timeZone, now: noon };
    const fold = () =>
      world.database.inAccount(world.account, (tx) => foldAccount(tx, own, noon, { clicks: 5, orders: 5, bites: 1 }));
    // While an older transaction is under way, anywhere on the server, all is taken at once: then it is tried again.
    let parts: number[] = [];
    for (let tries = 0; parts.length < 2 && tries < 50; tries += 1) {
      const before = await counted('partner');
      for (let n = 0; n < 7; n += 1) await write([click(), click()]);
      parts = [];
      for (let more = true; more; ) {
        const folded = await fold();
        parts.push(folded.clicks);
        ({ more } = folded);
      }
      assert.equal(await counted('partner'), before + 14);
    }
    assert.equal(parts[0], 6);
  });

  test('runs by itself each second, and stops', async () => {
    const [before] = await asked();
    const folding = startFolding({
      ...world.parts,
      clock: { now: () => new Date() },
      clicks: () => ({ perSecond: 0, written: 0 }),
      contextFor: (tx, account) => contextFor(world.parts, tx, account, { kind: 'system', id: 'reports' }),
    });
    await write([click()]);
    for (let tries = 0; (await counted('partner')) <= before! && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await write([click()]);
    await folding.foldNow();
    await folding.stop();
    assert.equal(await counted('partner'), before! + 2);
  });
});

test('labels beyond a thousand of a partner and day are counted as other, also by the recount', async () => {
  const [partner] = world.partners;
  const labelled = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) =>
      click({ sub: `label ${from + n}`, at: new Date(noon.getTime() + from + n) }),
    );
  const subs = () =>
    world.act(async (context) => {
      const report = reports.find(({ name }) => name === 'subs')!;
      const { data } = await runReport(context, report, { ...span, partner_id: partner!.id });
      const named = data.filter((row) => row.sub !== null && row.sub !== 'other');
      return [named.length, data.find((row) => row.sub === 'other')?.clicks ?? 0];
    });
  await write(labelled(0, 600));
  await world.foldAll();
  await write(labelled(500, 1003));
  assert.deepEqual(await subs(), [1000, 3]);
  await world.foldAll();
  assert.deepEqual(await subs(), [1000, 3]);
  await write([click({ sub: 'one more' }), click({ sub: 'label 7' })]);
  assert.deepEqual(await subs(), [1000, 4]);
  await world.foldAll();
  assert.deepEqual(await subs(), [1000, 4]);
  assert.deepEqual(await recount(), []);
});

test('the recount finds a counter that is wrong, and sets it right with its month', async () => {
  const before = [await asked(), await counted('partner/month')];
  await writer.write(async () => {
    await writer.client.query(
      `update tenant.counters set clicks = clicks + 5 where account_id = $1 and grain = 'partner' and day = $2`,
      [world.account, day],
    );
    await writer.client.query(
      `update tenant.counters set clicks = clicks + 5 where account_id = $1 and grain = 'partner/month'`,
      [world.account],
    );
  });
  const breaches = await recount();
  assert.deepEqual(
    breaches.map(({ grain }) => grain),
    ['partner'],
  );
  assert.equal(breaches[0]!.counted.clicks, breaches[0]!.facts.clicks! + 5n);
  await recount({ repair: true });
  assert.deepEqual([await recount(), [await asked(), await counted('partner/month')]], [[], before]);
});

test('after a move to a server of younger transactions nothing is missed or doubled', async () => {
  const [clicks] = await asked();
  // As the dump brings it: written by transactions that are still to come here, seen and not seen.
  await writer.write(async () => {
    await writer.client.query(
      `update tenant.clicks set written_by = '900000000' where account_id = $1 and id in (
         select id from tenant.clicks where account_id = $1 order by id limit 10)`,
      [world.account],
    );
    await writer.insert('clicks', [{ ...click(), written_by: '900000005' }]);
    await writer.client.query(`update tenant.fold_marks set seen = '900000001:900000001:' where account_id = $1`, [
      world.account,
    ]);
  });
  await write([click()]);
  await world.foldAll();
  assert.equal(await counted('partner'), clicks! + 2);
  assert.deepEqual(await recount(), []);
  await write([click()]);
  assert.equal((await asked())[0], clicks! + 3);
  await world.foldAll();
  assert.equal(await counted('partner'), clicks! + 3);
});

test('another time zone counts all days anew', async () => {
  await world.foldAll();
  const late = new Date(startOfDay('2026-03-11', timeZone).getTime() - MINUTE);
  await write([click({ at: late }), click({ at: new Date(late.getTime() + HOUR) })]);
  await world.foldAll();
  const [berlin] = await asked();
  await writer.client.query(`update directory.accounts set time_zone = 'Pacific/Kiritimati' where id = $1`, [
    world.account,
  ]);
  const zone = 'Pacific/Kiritimati';
  const fold = () =>
    world.database.inAccount(world.account, (tx) =>
      foldAccount(tx, { id: world.account, timeZone: zone, now: noon }, noon),
    );
  const before = await asked();
  while ((await fold()).more);
  assert.deepEqual(await asked(), before);
  assert.ok(before[0]! < berlin!, 'the evening belongs to the next day there');
  const own = { id: world.account, timeZone: zone, now: noon };
  assert.deepEqual(await world.act(({ tx }) => recountDay(tx, own, '2026-03-11')), []);
});
