import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClickRow } from '../../../test/support/journeys.ts';
import { openReportWorld } from '../../../test/support/report-world.ts';
import { newId } from '../../platform/ids.ts';
import { DAY, HOUR } from '../../values/instant.ts';
import { announceSilence } from './index.ts';
import { showHealth } from './show-health.ts';

const now = new Date('2026-03-30T12:00:00Z');

test('a link that falls silent is told of once, and again after it was heard', async () => {
  const from = new Date('2026-01-01');
  const world = await openReportWorld({ timeZone: 'UTC', from, movedAt: new Date('2026-06-01'), now });
  try {
    const [partner] = world.partners;
    const [busy, calm] = partner!.links as [string, string];
    const writer = await world.writer();
    const click = (link_id: string, at: Date): ClickRow => ({
      ...{ id: newId('click', at), at, link_id, partner_id: partner!.id, promo_tool_id: null, sub: null },
      ...{ visitor: newId('visitor', at), visitor_kind: 'cookie', day_hash: 'x', country: null, device: 'phone' },
      ...{ counted: true, reason: null, flood: false },
    });
    const ago = (ms: number): Date => new Date(now.getTime() - ms);
    const write = (rows: ClickRow[]) => writer.write(() => writer.insert('clicks', rows));
    const everyHour = Array.from({ length: 20 * 24 }, (_, n) => click(busy, ago(30 * HOUR + n * HOUR)));
    await world.ensureMonths([...everyHour.map((row) => row.at), new Date(now.getTime() + 3 * DAY)]);
    await write([...everyHour, click(calm, ago(HOUR))]);

    const states = async () => {
      const { links, sites } = await world.act((context) => showHealth(context));
      const state = (id: string): string | undefined => links.find((link) => link.link_id === id)?.state;
      return [state(busy), state(calm), ...sites.map(({ site, state }) => `${site} ${state}`)];
    };
    // Not folded in yet, and then folded in.
    assert.deepEqual(await states(), ['silent', 'well', 'shop.example well']);
    await world.foldAll();
    assert.deepEqual(await states(), ['silent', 'well', 'shop.example well']);

    const look = () => world.act((context) => announceSilence(context));
    await look();
    await look();
    const told = () => world.announced.map(({ kind, subject, data }) => [kind, subject, data?.['state']]);
    assert.deepEqual(told(), [['tracking_silent', busy, 'silent']]);

    await write([click(busy, ago(HOUR)), click(busy, ago(0))]);
    await look();
    world.clock.at = new Date(now.getTime() + 2 * DAY);
    await look();
    assert.deepEqual(told().filter(([, subject]) => subject === busy).length, 2);
  } finally {
    await world.close();
  }
});
