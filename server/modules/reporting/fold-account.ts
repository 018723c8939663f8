import type { Tx } from '../../platform/db.ts';
import { inTurns } from '../../platform/in-turns.ts';
import { shiftDay } from '../../values/instant.ts';
import { findWriterOfCredit } from '../attribution/index.ts';
import { findWriterOfClick } from '../tracking/index.ts';
import { hearOf } from './hear-of.ts';
import type { Reader } from './load-clicks.ts';
import { loadNews } from './load-news.ts';
import type { LabelsNamed } from './name-labels.ts';
import {
  addCells,
  claimMark,
  currentSnapshot,
  deleteCounters,
  type FoldMark,
  findLastDay,
  moveMark,
  rebaseWriting,
} from './queries.ts';
import { recountDay } from './recount-day.ts';
import type { ReportingAccount } from './reporting-account.ts';
import { daysIn } from './rules/find-days.ts';
import { CellSums } from './rules/gather-cells.ts';
import { chooseUpto, isFromElsewhere, type Snapshot, sawNothing } from './rules/snapshots.ts';

/**
 * Facts that are taken at a time, but for those of one transaction, and how many times before the counters are written: what
 * is taken is memory and keeps redirects waiting between two steps; a row of the counters is best changed once by many.
 */
const AT_ONCE = { clicks: 2000, orders: 250, bites: 8 };
/** A click may wait in a spool for so many days (rules.md 11). */
const LATE_DAYS = 8;

export interface Folded {
  /** False: another node folds this account at this moment. */
  readonly claimed: boolean;
  readonly clicks: number;
  /** Rows of the counters that changed. */
  readonly cells: number;
  /** More waits to be folded. */
  readonly more: boolean;
}

const nothing: Folded = { claimed: false, clicks: 0, cells: 0, more: false };

/**
 * Folds what is new into the counters, in the transaction at hand: counters and mark change together or not at all. Whoever
 * holds the mark's row folds; any number of nodes may try. `now`: the machine's time.
 */
export async function foldAccount(
  tx: Tx,
  account: ReportingAccount,
  now: Date,
  atOnce: Readonly<typeof AT_ONCE> = AT_ONCE,
): Promise<Folded> {
  const found = await claimMark(tx, account.id, account.timeZone, now);
  if (found === null) return nothing;
  const mark = await inStep(tx, account, found, now);
  const reader: Reader = { tx, account: account.id, findDay: daysIn(account.timeZone) };
  const taken = await takeNews(reader, mark.seen, atOnce);
  const cells = await inTurns(taken.sums.cells());
  await addCells(tx, account.id, cells);
  await moveMark(tx, account.id, { time_zone: account.timeZone, seen: taken.seen, folded_at: now });
  return { claimed: true, clicks: taken.clicks, cells: cells.length, more: taken.more };
}

/** Adds up what is new, bite by bite: each is counted as if the one before were folded in. */
async function takeNews(reader: Reader, from: Snapshot, atOnce: Readonly<typeof AT_ONCE>) {
  const sums = new CellSums();
  const named: LabelsNamed = new Map();
  let seen = from;
  let clicks = 0;
  for (let bites = 1; ; bites += 1) {
    const current = await currentSnapshot(reader.tx);
    const writer = await lastWriter(reader, seen, atOnce);
    const upto = chooseUpto(seen, current, writer);
    const news = await loadNews(reader, { seen, upto }, named);
    await inTurns(sums.add(news));
    await hearOf(reader, news);
    seen = upto;
    clicks += news.clicks.length;
    const more = upto !== current;
    if (!more || bites >= atOnce.bites) return { sums, seen, clicks, more };
  }
}

/** The transaction up to which there are as many facts as one fold takes; null: there are fewer. */
async function lastWriter(
  { tx, account }: Reader,
  seen: Snapshot,
  { clicks, orders }: Readonly<typeof AT_ONCE>,
): Promise<string | null> {
  const click = await findWriterOfClick(tx, account, seen, clicks);
  const credit = await findWriterOfCredit(tx, account, seen, orders);
  if (click === null || credit === null) return click ?? credit;
  return BigInt(click) < BigInt(credit) ? click : credit;
}

/** The mark as it holds for this time zone and this server. */
async function inStep(tx: Tx, account: ReportingAccount, mark: FoldMark, now: Date): Promise<FoldMark> {
  if (mark.time_zone !== account.timeZone) {
    await deleteCounters(tx, account.id);
    return { ...mark, time_zone: account.timeZone, seen: sawNothing };
  }
  const current = await currentSnapshot(tx);
  return isFromElsewhere(mark.seen, current) ? moveIn(tx, account, mark, now) : mark;
}

/**
 * The database was moved to a server whose transactions count from lower numbers. Which facts were folded in cannot be told
 * any more of those since; so the days on which they can lie are counted anew.
 */
async function moveIn(tx: Tx, account: ReportingAccount, mark: FoldMark, now: Date): Promise<FoldMark> {
  await rebaseWriting(tx);
  const seen = await currentSnapshot(tx);
  const moved = { ...mark, seen, folded_at: now };
  await moveMark(tx, account.id, moved);
  const last = daysIn(account.timeZone)(account.now.getTime()).day;
  const known = (await findLastDay(tx, account.id)) ?? last;
  for (let day = shiftDay(known, -LATE_DAYS); day <= shiftDay(last, 1); day = shiftDay(day, 1))
    await recountDay(tx, account, day, { repair: true });
  return moved;
}
