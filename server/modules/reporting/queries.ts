import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { Day } from '../../values/instant.ts';
import { type Dimension, dimensions, type Measure, measures, type Place } from './rules/entries.ts';
import type { Cell } from './rules/gather-cells.ts';
import { type Snapshot, sawNothing } from './rules/snapshots.ts';
import type { ReportingTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<ReportingTables>();

export interface FoldMark {
  readonly time_zone: string;
  readonly seen: Snapshot;
  readonly folded_at: Date;
}

/** What is folded in so far, under the row's lock until the transaction ends; null: somebody else folds at this moment. */
export async function claimMark(tx: Tx, account: AccountId, timeZone: string, now: Date): Promise<FoldMark | null> {
  const find = () =>
    db(tx)
      .selectFrom('tenant.fold_marks')
      .select(['time_zone', 'seen', 'folded_at'])
      .where('account_id', '=', account)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
  const found = await find();
  if (found) return found;
  const made = await db(tx)
    .insertInto('tenant.fold_marks')
    .values({ account_id: account, time_zone: timeZone, seen: sawNothing, folded_at: now })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n ? ((await find()) ?? null) : null;
}

/** What is folded in so far, without a lock; undefined: nothing, or by days of another time zone. */
export const findMark = (tx: Tx, account: AccountId, timeZone: string): Promise<FoldMark | undefined> =>
  db(tx)
    .selectFrom('tenant.fold_marks')
    .select(['time_zone', 'seen', 'folded_at'])
    .where('account_id', '=', account)
    .where('time_zone', '=', timeZone)
    .executeTakeFirst();

/** The mark under its lock, waiting for a fold that is under way. */
export const lockMark = (tx: Tx, account: AccountId): Promise<FoldMark | undefined> =>
  db(tx)
    .selectFrom('tenant.fold_marks')
    .select(['time_zone', 'seen', 'folded_at'])
    .where('account_id', '=', account)
    .forUpdate()
    .executeTakeFirst();

export const moveMark = (tx: Tx, account: AccountId, mark: FoldMark) =>
  db(tx).updateTable('tenant.fold_marks').set(mark).where('account_id', '=', account).execute();

/** What this moment's statements see. */
export const currentSnapshot = async (tx: Tx): Promise<Snapshot> =>
  (await sql<{ seen: Snapshot }>`select pg_current_snapshot()::text as seen`.execute(tx)).rows[0]!.seen;

export interface Unseen {
  readonly clicks: boolean;
  readonly leads: boolean;
  /** Credits, refunds and their undoing, commissions, settled orders. */
  readonly orders: boolean;
}

/** Of which kinds of facts there are any that a snapshot did not see. */
export const findUnseen = async (tx: Tx, account: AccountId, seen: Snapshot): Promise<Unseen> =>
  (await sql<Unseen>`select u.* from machinery.find_unseen(${account}, ${seen}::pg_snapshot) u`.execute(tx)).rows[0]!;

/** After a move to another server: no fact is left that was written by a transaction still to come. */
export const rebaseWriting = (tx: Tx) => sql`select machinery.rebase_writing()`.execute(tx);

/** The key of a row within its grain and day. */
export function cellOf(place: Place): string {
  return hash('md5', dimensions.map((dimension) => place[dimension]).join('\u0000'), 'hex');
}

/** Writing out more of them at a time would keep others waiting for milliseconds. */
const ROWS_AT_ONCE = 500;
const sums = sql.raw(measures.map((measure) => `${measure} = c.${measure} + excluded.${measure}`).join(', '));
const names = sql.raw([...dimensions, ...measures].join(', '));

/** Adds changes to the counters. The caller holds the mark, so nobody else does. */
export async function addCells(tx: Tx, account: AccountId, cells: readonly Cell[]): Promise<void> {
  for (const [grain, own] of Map.groupBy(cells, (cell) => cell.grain))
    for (let from = 0; from < own.length; from += ROWS_AT_ONCE)
      await addRows(tx, account, grain, own.slice(from, from + ROWS_AT_ONCE));
}

async function addRows(tx: Tx, account: AccountId, grain: string, rows: readonly Cell[]): Promise<void> {
  const sent = [sql`${rows.map(({ day }) => day)}::date[]`, sql`${rows.map(({ place }) => cellOf(place))}::uuid[]`];
  const columns = ['day', 'cell'];
  const values = [...dimensions, ...measures].map((name) => {
    const [kind, own] = valuesOf(rows, name);
    // Most of a grain's columns hold one value throughout: that one needs not be sent for each row.
    if (own.every((value) => value === own[0])) return sql`${own[0]}::${sql.raw(kind)}`;
    sent.push(sql`${own}::${sql.raw(kind)}[]`);
    columns.push(name);
    return sql.raw(`t.${name}`);
  });
  await sql`
    insert into tenant.counters as c (account_id, grain, day, cell, ${names})
    select ${account}, ${grain}, t.day, t.cell, ${sql.join(values)}
    from unnest(${sql.join(sent)}) as t (${sql.raw(columns.join(', '))})
    on conflict (account_id, grain, day, cell) do update set ${sums}`.execute(tx);
}

function valuesOf(rows: readonly Cell[], name: Dimension | Measure): ['text' | 'bigint', string[]] {
  return isMeasure(name)
    ? ['bigint', rows.map(({ amounts }) => amounts[name].toString())]
    : ['text', rows.map(({ place }) => place[name])];
}

const isMeasure = (name: Dimension | Measure): name is Measure => measures.includes(name as Measure);

/** Forgets all that was counted: it is counted anew by days of another time zone. */
export const deleteCounters = (tx: Tx, account: AccountId) =>
  db(tx).deleteFrom('tenant.counters').where('account_id', '=', account).execute();

/** The rows of a day, of all grains that are kept by day. */
export async function listCells(tx: Tx, account: AccountId, day: Day): Promise<Cell[]> {
  const rows = await db(tx)
    .selectFrom('tenant.counters')
    .selectAll()
    .where('account_id', '=', account)
    .where('day', '=', day)
    .where('grain', 'not like', '%/month')
    .execute();
  return rows.map((row) => ({
    grain: row.grain,
    day: row.day,
    place: Object.fromEntries(dimensions.map((dimension) => [dimension, row[dimension]])) as Place,
    amounts: Object.fromEntries(measures.map((measure) => [measure, row[measure]])) as Record<Measure, bigint>,
  }));
}

export const findLastDay = async (tx: Tx, account: AccountId): Promise<Day | null> =>
  (
    await sql<{ day: Day | null }>`
      select max(c.day)::text as day from tenant.counters c where c.account_id = ${account} and c.grain = 'program'`.execute(
      tx,
    )
  ).rows[0]?.day ?? null;

/** The days that have figures, oldest first: what the doctor can count anew. */
export const listCountedDays = async (tx: Tx, account: AccountId): Promise<Day[]> =>
  (
    await sql<{ day: Day }>`
      select distinct c.day from tenant.counters c
      where c.account_id = ${account} and c.grain in ('program', 'uncredited') order by c.day`.execute(tx)
  ).rows.map((row) => row.day);

export interface LabelAsked {
  readonly day: Day;
  readonly place: Place;
}

/** Which of these rows of the grain `sub` are there: by their place in the list. */
export async function findLabels(tx: Tx, account: AccountId, asked: readonly LabelAsked[]): Promise<Set<number>> {
  const { rows } = await sql<{ n: bigint }>`
    select q.n from unnest(${asked.map(({ day }) => day)}::date[], ${asked.map(({ place }) => cellOf(place))}::uuid[])
      with ordinality as q(day, cell, n)
    join tenant.counters c
      on c.account_id = ${account} and c.grain = 'sub' and c.day = q.day and c.cell = q.cell`.execute(tx);
  return new Set(rows.map(({ n }) => Number(n) - 1));
}

/** How many labels a partner's day has so far, "none" and the collecting one left out. */
export async function countLabels(
  tx: Tx,
  account: AccountId,
  asked: readonly { readonly day: Day; readonly partner_id: string }[],
  collecting: string,
): Promise<number[]> {
  const { rows } = await sql<{ count: bigint }>`
    select (
      select count(distinct c.sub) from tenant.counters c
      where c.account_id = ${account} and c.grain = 'sub' and c.partner_id = q.partner_id and c.day = q.day
        and c.sub <> '' and c.sub <> ${collecting}
    ) as count
    from unnest(${asked.map(({ day }) => day)}::date[], ${asked.map(({ partner_id }) => partner_id)}::text[])
      with ordinality as q(day, partner_id, n)
    order by q.n`.execute(tx);
  return rows.map(({ count }) => Number(count));
}
