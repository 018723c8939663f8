import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventKinds } from '../../server/modules/accounts/index.ts';
import { newId } from '../../server/platform/ids.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { Json, World } from '../support/world.ts';

let app: TestApp;
before(async () => {
  app = await startApp();
});
after(() => app.close());

async function openFeed(): Promise<{ world: World; read: (query?: string) => Promise<Json>; partners: Json[] }> {
  const world = await app.world();
  const program = await world.program();
  const partners = [await world.partner(program), await world.partner(program), await world.partner(program)];
  await world.ok('POST', `/v1/partners/${partners[0].id}/suspend`, {});
  await world.ok('POST', `/v1/partners/${partners[1].id}/suspend`, {});
  return { world, partners, read: (query = '') => world.ok('GET', `/v1/events${query}`) };
}

describe('the feed of events', () => {
  test('tells what happened, oldest first, with whom', async () => {
    const { read, partners } = await openFeed();
    const { data, next_cursor, after: last } = await read();
    assert.deepEqual(
      data.map(({ kind, partner_id }: Json) => [kind, partner_id]),
      [
        ...partners.map(({ id }) => ['partner_approved', id]),
        ['partner_suspended', partners[0].id],
        ['partner_suspended', partners[1].id],
      ],
    );
    assert.equal(next_cursor, null);
    assert.equal(last, data.at(-1).id);
  });

  test('comes in pages, by cursor or after an event, and ends with where to go on', async () => {
    const { world, read, partners } = await openFeed();
    const all = (await read()).data.map(({ id }: Json) => id);
    const first = await read('?limit=2');
    const second = await read(`?limit=2&cursor=${first.next_cursor}`);
    const third = await read(`?limit=2&after=${second.after}`);
    assert.deepEqual(
      [first, second, third].flatMap(({ data }) => data.map(({ id }: Json) => id)),
      all,
    );
    assert.equal(third.next_cursor, null);
    const nothing = await read(`?after=${third.after}`);
    assert.deepEqual(nothing, { data: [], next_cursor: null, after: third.after });
    await world.ok('POST', `/v1/partners/${partners[0].id}/reinstate`, {});
    assert.deepEqual(
      (await read(`?after=${third.after}`)).data.map(({ kind }: Json) => kind),
      ['partner_reinstated'],
    );
  });

  test('can be narrowed to kinds or a partner, and then skips the others for good', async () => {
    const { read, partners } = await openFeed();
    const suspended = await read('?kind=partner_suspended,partner_moved');
    assert.deepEqual(
      suspended.data.map(({ partner_id }: Json) => partner_id),
      [partners[0].id, partners[1].id],
    );
    const nothing = await read('?kind=payout_paid');
    assert.deepEqual([nothing.data, nothing.after], [[], (await read()).after]);
    assert.equal((await read(`?partner_id=${partners[0].id}`)).data.length, 2);
  });

  test('can be taken up at its end', async () => {
    const { read } = await openFeed();
    const newest = await read('?after=newest');
    assert.deepEqual(newest.data, []);
    assert.equal(newest.after, (await read()).data.at(-1).id);
    const empty = await app.world();
    assert.deepEqual(await empty.ok('GET', '/v1/events?after=newest'), { data: [], next_cursor: null, after: null });
  });

  test("refuses what is no event of the account's, or no kind", async () => {
    const { world } = await openFeed();
    const stranger = await openFeed();
    const theirs = (await stranger.read()).after;
    for (const id of [theirs, newId('event', new Date()), 'nonsense'])
      await world.refused('GET', `/v1/events?after=${id}`, undefined, 404, 'not_found');
    for (const query of ['kind=partner_danced', 'kind=', 'limit=0', 'since=1'])
      await world.refused('GET', `/v1/events?${query}`, undefined, 400, 'invalid');
    for (const query of ['cursor=abc', `after=${theirs}&cursor=${btoa(theirs).replaceAll('=', '')}`])
      await world.refused('GET', `/v1/events?${query}`, undefined, 400, 'bad_cursor');
  });

  test('has kinds that the guide lists, and no others', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../docs/guide-events.md'), 'utf8');
    const told = [...guide.slice(guide.indexOf('## Kinds')).matchAll(/^\| `(\w+)` \|/gm)].map(([, kind]) => kind);
    assert.deepEqual(told.sort(), [...eventKinds].sort());
  });
});
