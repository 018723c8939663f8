import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { type AccountRow, accountTime, listAccounts, readSettings } from '../accounts/index.ts';
import { findLongestWindow } from '../programs/index.ts';
import { clicksMayGoBefore } from '../tracking/index.ts';
import { foldAccount } from './fold-account.ts';
import { dropClickMonths, forgetClicks } from './queries-retention.ts';

export interface RetentionParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Dropped {
  /** Partitions that went as a whole. */
  readonly months: readonly string[];
  /** Rows that went alone, since others need their month. */
  readonly clicks: number;
}

/**
 * Lets go of raw clicks whose time is over (rules.md 3): whole months that no account needs any more, and of months that some
 * need the rows of those that do not. Everything is folded in first, so that no report changes. An account that another node
 * folds at this moment waits for the next time.
 */
export async function dropOldClicks({ database, clock, log }: RetentionParts): Promise<Dropped> {
  const now = clock.now();
  const ready: { readonly account: AccountRow; readonly before: Date | null }[] = [];
  const accounts = await database.inDirectory((tx) => listAccounts(tx));
  for (const account of accounts) {
    const end = await readyUntil(database, account, now);
    if (end) ready.push({ account, before: end.before });
  }
  const months =
    ready.length === accounts.length
      ? await dropMonths(
          database,
          ready.map(({ before }) => before),
        )
      : [];
  let clicks = 0;
  for (const { account, before } of ready) {
    if (before) clicks += await database.inAccount(account.id, (tx) => forgetClicks(tx, before));
  }
  if (months.length + clicks > 0) log.info({ months, clicks }, 'clicks past their retention are gone');
  return { months, clicks };
}

/** Folds all that waits; then the instant before which clicks may go, null for never. Undefined where it must wait. */
async function readyUntil(
  database: Database,
  account: AccountRow,
  now: Date,
): Promise<{ before: Date | null } | undefined> {
  const own = { id: account.id, timeZone: account.timeZone, now: accountTime(account, now) };
  for (;;) {
    const folded = await database.inAccount(account.id, (tx) => foldAccount(tx, own, now));
    if (!folded.claimed) return undefined;
    if (!folded.more) break;
  }
  return database.inAccount(account.id, async (tx) => {
    const { click_retention_days } = await readSettings(tx, account.id);
    return { before: clicksMayGoBefore(own.now, click_retention_days, await findLongestWindow(tx, account.id)) };
  });
}

async function dropMonths(database: Database, ends: readonly (Date | null)[]): Promise<readonly string[]> {
  // One account that keeps its clicks for good keeps every month.
  if (ends.length === 0 || ends.includes(null)) return [];
  const earliest = new Date(Math.min(...ends.map((end) => end!.getTime())));
  return database.inDirectory((tx) => dropClickMonths(tx, earliest.toISOString().slice(0, 10)));
}
