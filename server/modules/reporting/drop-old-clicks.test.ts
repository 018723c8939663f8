import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { ClickRow } from '../../../test/support/journeys.ts';
import { openReportWorld, type ReportWorld } from '../../../test/support/report-world.ts';
import { newId } from '../../platform/ids.ts';
import { addDays } from '../../values/instant.ts';
import { changeSettings, createAccount } from '../accounts/index.ts';
import { dropOldClicks, runReport } from './index.ts';
import { partnersReport } from './reports.ts';

const now = new Date('2026-06-15T12:00:00Z');

function clickOf(world: ReportWorld, at: Date): ClickRow {
  const [partner] = world.partners;
  return {
    ...{
      id: newId('click', at),
      at,
      link_id: partner!.links[0]!,
      partner_id: partner!.id,
      promo_tool_id: null,
      sub: null,
    },
    ...{ visitor: newId('visitor', at), visitor_kind: 'cookie', day_hash: 'x', country: null, device: 'phone' },
    ...{ counted: true, reason: null, flood: false },
  };
}

test('old clicks go by the month, by each account’s own time, and no report changes', async () => {
  const from = new Date('2026-01-01');
  const world = await openReportWorld({ timeZone: 'UTC', from, movedAt: new Date('2026-12-01'), now });
  try {
    const writer = await world.writer();
    const instants = [1, 20, 40, 60, 80, 100, 120, 140].map((days) => addDays(now, -days));
    await world.ensureMonths(instants);
    await writer.write(() =>
      writer.insert(
        'clicks',
        instants.map((at) => clickOf(world, at)),
      ),
    );
    const report = () =>
      world.act((context) => runReport(context, partnersReport, { from: '2026-01-01', to: '2027-01-01' }));
    const before = await report();
    const keep = (days: number) =>
      world.act(({ tx, accountId }) => changeSettings(tx, accountId, { click_retention_days: days }));
    const left = () =>
      world.act(async ({ tx }) =>
        Number((await sql<{ n: bigint }>`select count(*) as n from tenant.clicks`.execute(tx)).rows[0]!.n),
      );

    await keep(3650);
    assert.deepEqual([await dropOldClicks(world.parts), await left()], [{ months: [], clicks: 0 }, 8]);

    // No shorter than the longest click window, which is 60 days here; the click of that very instant stays.
    await keep(1);
    const dropped = await dropOldClicks(world.parts);
    assert.deepEqual(dropped, { months: ['clicks_202601', 'clicks_202602', 'clicks_202603'], clicks: 0 });
    assert.equal(await left(), 4);
    assert.deepEqual(await report(), before);

    // Another account keeps everything: its months stay, and only the rows of the first go.
    await world.database.inDirectory((tx) =>
      createAccount(
        tx,
        world.parts.seal,
        { name: 'Hats', owner_email: 'h@owners.example', currency: 'USD', time_zone: 'UTC', sandbox: false },
        now,
      ),
    );
    world.clock.at = addDays(now, 30);
    assert.deepEqual(await dropOldClicks(world.parts), { months: [], clicks: 2 });
    assert.deepEqual([await left(), await report()], [2, before]);
  } finally {
    await world.close();
  }
});
