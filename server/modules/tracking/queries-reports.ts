import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, LeadId, LinkId, PartnerId } from '../../values/id.ts';

/** A snapshot of the database, as `pg_current_snapshot()` writes it. */
type Snapshot = string;

/** What a report counts of a click. `ms`: its instant in milliseconds. */
export interface ClickFact {
  readonly id: string;
  readonly ms: number;
  readonly link_id: LinkId | null;
  readonly partner_id: PartnerId;
  readonly promo_tool_id: string | null;
  readonly sub: string | null;
  readonly visitor: string;
  readonly visitor_kind: 'cookie' | 'hash';
  readonly day_hash: string | null;
  readonly landing: string | null;
  readonly country: string | null;
  readonly device: string | null;
  readonly counted: boolean;
  readonly flood: boolean;
}

const columns = sql`c.id, (extract(epoch from c.at) * 1000)::float8 as ms, c.link_id, c.partner_id, c.promo_tool_id, c.sub,
  c.visitor, c.visitor_kind, c.day_hash, c.landing, c.country, c.device, c.counted, c.flood`;

/** Clicks that were written since `seen`; those that `upto` sees, where it is given. */
export const listClicksSince = async (
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<ClickFact[]> =>
  (
    await sql<ClickFact>`
      select ${columns} from machinery.find_new_clicks(${account}, ${seen}::pg_snapshot, ${upto}::pg_snapshot) c`.execute(
      tx,
    )
  ).rows;

function seenBy(column: string, upto: Snapshot | null) {
  if (upto === null) return sql``;
  const written = sql.raw(column);
  return sql`and ${written} < pg_snapshot_xmax(${upto}::pg_snapshot) and pg_visible_in_snapshot(${written}, ${upto}::pg_snapshot)`;
}

/** The transaction that wrote the `count`-th click that `seen` did not see; null where there are fewer. */
export const findWriterOfClick = async (
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  count: number,
): Promise<string | null> =>
  (
    await sql<{ written_by: string | null }>`
      select machinery.find_writer_of_click(${account}, ${seen}::pg_snapshot, ${count}) as written_by`.execute(tx)
  ).rows[0]?.written_by ?? null;

export interface ClicksBetween {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  readonly upto: Snapshot | null;
  readonly partnerId?: string | undefined;
  readonly linkId?: string | undefined;
}

/** All clicks of a stretch of time, as far as `upto` sees them. */
export const listClicksBetween = async (tx: Tx, account: AccountId, what: ClicksBetween): Promise<ClickFact[]> =>
  (
    await sql<ClickFact>`
      select ${columns} from tenant.clicks c
      where c.account_id = ${account} and c.at >= ${what.from} and c.at < ${what.to} ${seenBy('c.written_by', what.upto)}
        ${what.partnerId === undefined ? sql`` : sql`and c.partner_id = ${what.partnerId}`}
        ${what.linkId === undefined ? sql`` : sql`and c.link_id = ${what.linkId}`}`.execute(tx)
  ).rows;

/** Names by which visitors are known, on a stretch of time; `to` is exclusive. */
export interface NamesBetween {
  readonly by: 'day_hash' | 'visitor';
  readonly names: readonly string[];
  readonly from: Date;
  readonly to: Date;
}

/**
 * Of the countable clicks of a day the first of each of these names on each link, as far as `seen` saw them: by `day_hash` of
 * those that came without a cookie; by `visitor` one of those that came with it, and one with which it was given.
 */
export const listFirstOfNames = async (
  tx: Tx,
  seen: Snapshot,
  { by, names, from, to }: NamesBetween,
): Promise<ClickFact[]> =>
  (
    await sql<ClickFact>`
      select ${columns} from machinery.find_first_clicks(${by}, ${names}::text[], ${seen}::pg_snapshot, ${from}, ${to}) c`.execute(
      tx,
    )
  ).rows;

export interface LeadFact {
  readonly id: LeadId;
  readonly occurred_at: Date;
  readonly partner_id: PartnerId;
}

const leadColumns = sql`l.id, l.occurred_at, l.partner_id`;
const isCounted = sql`l.set_first and l.partner_id is not null`;

/** Leads that set a first referrer (rules.md 33), written since `seen`. */
export const listLeadsSince = async (
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<LeadFact[]> =>
  (
    await sql<LeadFact>`
      select ${leadColumns} from tenant.leads l
      where l.account_id = ${account} and l.written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(l.written_by, ${seen}::pg_snapshot) ${seenBy('l.written_by', upto)}
        and ${isCounted}`.execute(tx)
  ).rows;

export const listLeadsBetween = async (
  tx: Tx,
  account: AccountId,
  from: Date,
  to: Date,
  upto: Snapshot | null,
): Promise<LeadFact[]> =>
  (
    await sql<LeadFact>`
      select ${leadColumns} from tenant.leads l
      where l.account_id = ${account} and l.occurred_at >= ${from} and l.occurred_at < ${to}
        ${seenBy('l.written_by', upto)} and ${isCounted}`.execute(tx)
  ).rows;

export interface TouchFact {
  readonly id: string;
  readonly kind: 'click' | 'via' | 'coupon';
  readonly at: Date;
  readonly partner_id: PartnerId;
  readonly click_id: string | null;
  readonly coupon_id: string | null;
  readonly link_id: LinkId | null;
  readonly sub: string | null;
  readonly named_by: string;
}

/** Touches that these leads or orders named, oldest first. */
export const listTouchesNamedByMany = async (
  tx: Tx,
  account: AccountId,
  namers: readonly string[],
): Promise<TouchFact[]> =>
  namers.length === 0
    ? []
    : (
        await sql<TouchFact>`
          select t.id, t.kind, t.at, t.partner_id, t.click_id, t.coupon_id, t.link_id, t.sub, t.named_by from tenant.touches t
          where t.account_id = ${account} and t.named_by = any(${namers}::text[]) order by t.at, t.id`.execute(tx)
      ).rows;

/** The instant of each contact's first lead among those recorded no later than the order that asks. */
export async function findFirstLeads(
  tx: Tx,
  account: AccountId,
  asked: readonly { readonly contact_id: string; readonly recorded_at: Date; readonly occurred_at: Date }[],
): Promise<(Date | null)[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<{ first: Date | null }>`
    select (
      select min(l.occurred_at) from tenant.leads l
      where l.account_id = ${account} and l.contact_id = q.contact_id and l.recorded_at <= q.recorded_at
        and l.occurred_at <= q.occurred_at
    ) as first
    from unnest(${asked.map((one) => one.contact_id)}::text[], ${asked.map((one) => one.recorded_at)}::timestamptz[],
      ${asked.map((one) => one.occurred_at)}::timestamptz[]) with ordinality as q(contact_id, recorded_at, occurred_at, n)
    order by q.n`.execute(tx);
  return rows.map((row) => row.first);
}
