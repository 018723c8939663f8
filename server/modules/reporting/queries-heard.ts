import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { type Day, shiftDay } from '../../values/instant.ts';
import type { Heard } from './rules/latest-heard.ts';
import type { Period } from './rules/periods.ts';
import type { Snapshot } from './rules/snapshots.ts';
import type { ReportingTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<ReportingTables>();

export type HeardRow = Selectable<ReportingTables['tenant.last_heard']>;

/** The later of what was known and what came. */
export async function keepHeard(tx: Tx, account: AccountId, heard: readonly Heard[]): Promise<void> {
  if (heard.length === 0) return;
  await sql`
    insert into tenant.last_heard as h (account_id, kind, subject, click_at, lead_at, order_at)
    select ${account}, * from unnest(${heard.map((one) => one.kind)}::text[], ${heard.map((one) => one.subject)}::text[],
      ${heard.map((one) => one.click_at)}::timestamptz[], ${heard.map((one) => one.lead_at)}::timestamptz[],
      ${heard.map((one) => one.order_at)}::timestamptz[])
    on conflict (account_id, kind, subject) do update set click_at = greatest(h.click_at, excluded.click_at),
      lead_at = greatest(h.lead_at, excluded.lead_at), order_at = greatest(h.order_at, excluded.order_at)`.execute(tx);
}

/** Most recently clicked first. */
export const listHeard = (tx: Tx, account: AccountId, limit: number): Promise<HeardRow[]> =>
  db(tx)
    .selectFrom('tenant.last_heard')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy(sql`click_at desc nulls last`)
    .orderBy('subject')
    .limit(limit)
    .execute();

/** Notes since when a link or site is silent; false where that was noted already. */
export const noteSilence = async (
  tx: Tx,
  account: AccountId,
  { kind, subject }: Pick<HeardRow, 'kind' | 'subject'>,
  since: Date,
): Promise<boolean> =>
  (
    await db(tx)
      .updateTable('tenant.last_heard')
      .set({ silent_since: since })
      .where('account_id', '=', account)
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('silent_since', 'is', null)
      .executeTakeFirst()
  ).numUpdatedRows === 1n;

/** Something was heard again. */
export const endSilence = (tx: Tx, account: AccountId, { kind, subject }: Pick<HeardRow, 'kind' | 'subject'>) =>
  db(tx)
    .updateTable('tenant.last_heard')
    .set({ silent_since: null })
    .where('account_id', '=', account)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .execute();

/** What a row of the counters holds of a link's day: the day, clicks, unique clicks, orders. A day may have several. */
export type PulseDay = readonly [day: Day, clicks: number, uniqueClicks: number, orders: number];

export interface PulseRow {
  readonly link_id: string;
  readonly days: readonly PulseDay[];
}

/**
 * What the counters hold of each link by day, and what they hold, by one statement (see `readCounted`). A link's days come as
 * one text, "days since from,clicks,unique clicks,orders;...": thousands of rows would cost more than adding up.
 */
export async function readPulses(
  tx: Tx,
  account: AccountId,
  timeZone: string,
  { from, to }: Period,
): Promise<{ seen: Snapshot | null; rows: PulseRow[] }> {
  const { rows } = await sql<{ seen: Snapshot | null; link_id: string | null; days: string }>`
    select m.seen::text as seen, p.link_id, p.days from (values (1)) as one (n)
    left join tenant.fold_marks m on m.account_id = ${account} and m.time_zone = ${timeZone}
    left join (
      select c.link_id, string_agg(concat_ws(',', c.day - ${from}::date, c.clicks, c.unique_clicks, c.orders), ';') as days
      from tenant.counters c
      where c.account_id = ${account} and c.grain = 'link' and c.day >= ${from}::date and c.day < ${to}::date
        and c.link_id <> ''
      group by c.link_id) p on m.account_id is not null`.execute(tx);
  const days: Day[] = [];
  for (let day = from; day < to; day = shiftDay(day, 1)) days.push(day);
  const readDay = (text: string): PulseDay => {
    const [index, clicks, uniqueClicks, orders] = text.split(',').map(Number) as [number, number, number, number];
    return [days[index]!, clicks, uniqueClicks, orders];
  };
  return {
    seen: rows[0]?.seen ?? null,
    rows: rows.flatMap(({ link_id, days: texts }) =>
      link_id === null ? [] : [{ link_id, days: texts.split(';').map(readDay) }],
    ),
  };
}
