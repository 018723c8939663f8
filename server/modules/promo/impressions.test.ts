import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../../../test/support/app.ts';
import type { World } from '../../../test/support/world.ts';
import type { Database } from '../../platform/db.ts';
import { silentLog } from '../../platform/log.ts';
import { Impressions, listImpressions } from './index.ts';

describe('impressions', () => {
  let app: TestApp;
  let shop: World;
  before(async () => {
    app = await startApp();
    shop = await app.world();
  });
  after(() => app.close());

  const place = (tool: string, day = '2026-01-05') => ({
    ...{ day, promo_tool_id: tool, partner_id: 'part_1', program_id: 'prog_1', link_id: 'link_1' },
  });
  const shown = async (tool: string): Promise<bigint[]> =>
    app.database.inAccount(shop.account.id, async (tx) => {
      const days = { from: '2026-01-01', to: '2026-02-01', promo_tool_id: tool };
      return (await listImpressions(tx, shop.account.id, days)).map((row) => row.shown);
    });

  test('what waits is written when it ends, and adds to what is there', async () => {
    for (const times of [3, 4]) {
      const counting = new Impressions(app.database, silentLog);
      for (let i = 0; i < times; i += 1) counting.add(shop.account.id, place('promo_a'));
      await counting.stop();
    }
    assert.deepEqual(await shown('promo_a'), [7n]);
  });

  test('two that write the same places at once lose nothing', async () => {
    const nodes = [1, 2, 3, 4].map(() => new Impressions(app.database, silentLog));
    for (const [turn, node] of nodes.entries()) {
      for (let day = 1; day <= 20; day += 1) {
        const at = turn % 2 === 0 ? day : 21 - day;
        node.add(shop.account.id, place('promo_b', `2026-01-${String(at).padStart(2, '0')}`));
      }
    }
    await Promise.all(nodes.map((node) => node.flush()));
    assert.deepEqual(await shown('promo_b'), [80n]);
  });

  test('while the database is away they wait', async () => {
    let away = true;
    const database: Database = {
      ...app.database,
      inAccount: (account, work) => (away ? Promise.reject(new Error('away')) : app.database.inAccount(account, work)),
    };
    const counting = new Impressions(database, silentLog);
    counting.add(shop.account.id, place('promo_c'));
    await counting.flush();
    counting.add(shop.account.id, place('promo_c'));
    away = false;
    await counting.flush();
    assert.deepEqual(await shown('promo_c'), [2n]);
  });
});
