import type { Context } from '../../platform/http/route.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import {
  type EventRow,
  type FeedFilter,
  findLastEvent,
  findPlace,
  hasUnnumbered,
  listEventsAfter,
  lockFeed,
  NUMBERED_AT_ONCE,
  numberEvents,
} from './queries-feed.ts';

export interface FeedPage {
  readonly rows: readonly EventRow[];
  /** True where asking again at once brings more. */
  readonly hasMore: boolean;
  /** The last event looked at; null where there is none. */
  readonly after: string | null;
}

/**
 * Events in the order of their places, after one of them or from the first on. `newest`: none, but where to go on from.
 * Events that were committed since the last look get their places first, so that none is ever put before one that somebody
 * has read. Refuses an `after` that is no event of the account's: `not_found`.
 */
export async function readFeed(
  { tx, accountId }: Context,
  after: string | null,
  filter: FeedFilter,
  limit: number,
): Promise<FeedPage | Refusal> {
  const isWholeBatch = await givePlaces();
  const last = await findLastEvent(tx, accountId);
  if (after === 'newest') return { rows: [], hasMore: isWholeBatch, after: last?.id ?? null };
  const from = after === null ? 0n : await findPlace(tx, accountId, after);
  // One without a place stands behind a whole batch of others: nothing is known to come after it yet.
  if (from === undefined) return { rows: [], hasMore: true, after };
  if (from === null)
    return refuse('not_found', 'There is no such event; without "after" the feed begins at its start.');
  const rows = await listEventsAfter(tx, accountId, filter, from, limit + 1);
  const shown = rows.slice(0, limit);
  const isFull = rows.length > limit;
  return { rows: shown, hasMore: isFull || isWholeBatch, after: (isFull ? shown.at(-1)?.id : last?.id) ?? null };

  async function givePlaces(): Promise<boolean> {
    if (!(await hasUnnumbered(tx, accountId))) return false;
    await lockFeed(tx, accountId);
    const { numAffectedRows } = await numberEvents(tx, accountId);
    return Number(numAffectedRows) === NUMBERED_AT_ONCE;
  }
}
