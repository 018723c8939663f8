import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { announcer } from '../../server/modules/accounts/index.ts';
import type { Context } from '../../server/platform/http/route.ts';
import type { AccountId } from '../../server/values/id.ts';
import { type Arena, atOnce, openArena, times } from '../support/races.ts';
import { type Json, unique, type World } from '../support/world.ts';

let arena: Arena;
before(async () => {
  arena = await openArena();
});
after(() => arena.close());

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Reads the feed as a plugin would, page by page, until `isOver` and nothing is left. Resolves to what it saw, in order. */
async function follow(world: World, isOver: () => boolean, query = ''): Promise<Json[]> {
  const seen: Json[] = [];
  let after: string | null = null;
  for (;;) {
    const wasOver = isOver();
    const page: Json = await world.ok('GET', `/v1/events?limit=7${query}${after === null ? '' : `&after=${after}`}`);
    seen.push(...page.data);
    after = page.after;
    if (page.next_cursor === null && wasOver) return seen;
  }
}

const idsOf = (events: readonly Json[]): string[] => events.map(({ id }) => id);
const noneTwice = (events: readonly Json[]): void => assert.equal(new Set(idsOf(events)).size, events.length);

describe('readers of the feed, while many write', () => {
  test('see each event once and in the same order, those of slow transactions included', async () => {
    const world = await arena.open();
    const announce = announcer([]);
    let writing = true;
    const readers = [1, 2, 3].map(() => follow(world, () => !writing));
    const slow = async (round: number): Promise<void> => {
      await arena.app.database.inAccount(world.account.id as AccountId, async (tx) => {
        const context = { tx, accountId: world.account.id, now: new Date() } as Context;
        const event = { kind: 'partner_applied', subject: `round ${round}` };
        await announce(context, event);
        // Committed long after others that began later.
        await sleep((round * 37) % 120);
        await announce(context, event);
      });
    };
    await Promise.all(
      times(12, async (writer) => {
        for (const round of times(12, (i) => i)) await slow(writer * 12 + round);
      }),
    );
    writing = false;
    const seen = await Promise.all(readers);
    for (const events of seen) {
      assert.equal(events.length, 12 * 12 * 2);
      noneTwice(events);
      assert.deepEqual(idsOf(events), idsOf(seen[0]!));
    }
    assert.deepEqual(idsOf(await follow(world, () => true)), idsOf(seen[0]!));
    await arena.settled(world);
  });

  test("end on what became of a partner, whoever's request came when", async () => {
    const world = await arena.open();
    const program = await world.program();
    const partners = await Promise.all(times(6, () => world.partner(program)));
    let writing = true;
    const reading = follow(world, () => !writing, '&kind=partner_suspended,partner_reinstated');
    const act = (partner: Json, what: string) => () =>
      world.call('POST', `/v1/partners/${partner.id}/${what}`, {}, { idempotency: unique('key') });
    for (const _ of times(8, (i) => i))
      await atOnce(partners.flatMap((one) => [act(one, 'suspend'), act(one, 'reinstate'), act(one, 'suspend')]));
    writing = false;
    const events = await reading;
    noneTwice(events);
    for (const { id } of partners) {
      const its = events.filter((event) => event.partner_id === id).map(({ kind }) => kind);
      assert.ok(its.length > 0);
      // Neither happens twice in a row: what is suspended cannot be suspended.
      for (const [i, kind] of its.entries())
        assert.equal(kind, i % 2 === 0 ? 'partner_suspended' : 'partner_reinstated', its.join());
      const { status } = await world.ok('GET', `/v1/partners/${id}`);
      assert.equal(its.at(-1), status === 'suspended' ? 'partner_suspended' : 'partner_reinstated');
    }
    await arena.settled(world);
  });
});
