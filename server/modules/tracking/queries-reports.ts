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
      select ${columns} from tenant.clicks c
      where c.account_id = ${account} and c.written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(c.written_by, ${seen}::pg_snapshot) ${seenBy('c.written_by', upto)}`.execute(tx)
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
    await sql<{ written_by: string }>`
      select c.written_by from tenant.clicks c
      where c.account_id = ${account} and c.written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(c.written_by, ${seen}::pg_snapshot)
      order by c.written_by offset ${count - 1} limit 1`.execute(tx)
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

/** Clicks that count together for uniqueness: one name (a visitor or a day's hash), one link, one day of the account. */
export interface ClickGroup {
  readonly name: string;
  /** The link, or the partner where a click came without one. */
  readonly link: string;
  readonly from: Date;
  readonly to: Date;
}

const groupsOf = (groups: readonly ClickGroup[]) => sql`
  unnest(${groups.map(({ name }) => name)}::text[], ${groups.map(({ link }) => link)}::text[],
    ${groups.map(({ from }) => from)}::timestamptz[], ${groups.map(({ to }) => to)}::timestamptz[])
  with ordinality as g(name, link, from_at, to_at, n)`;

/**
 * The clicks of a group. The fence of `offset 0` keeps the order that is asked for outside: with it the planner would walk
 * through all clicks of the day in their order, hoping to meet the right one soon.
 */
const inGroup = (account: AccountId, seen: Snapshot, which: ReturnType<typeof sql>) => sql`(
  select ${columns} from tenant.clicks c
  where c.account_id = ${account} and ${which} and c.at >= g.from_at and c.at < g.to_at
    and coalesce(c.link_id, c.partner_id) = g.link and c.counted and not c.flood
    and pg_visible_in_snapshot(c.written_by, ${seen}::pg_snapshot)
  offset 0) f`;

const ofHash = sql`c.day_hash = g.name and c.visitor_kind = 'hash'`;
const withCookie = sql`c.visitor = g.name and c.visitor_kind = 'cookie'`;
const withoutCookie = sql`c.visitor = g.name and c.visitor_kind = 'hash'`;

/** Of each group of clicks without a cookie, the first that `seen` saw: by the group's place in the list. */
export async function findFirstOfHashes(
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  groups: readonly ClickGroup[],
): Promise<Map<number, ClickFact>> {
  if (groups.length === 0) return new Map();
  const { rows } = await sql<ClickFact & { n: bigint }>`
    select g.n, f.* from ${groupsOf(groups)}
    cross join lateral (select * from ${inGroup(account, seen, ofHash)} order by f.ms, f.id limit 1) f`.execute(tx);
  return new Map(rows.map(({ n, ...click }) => [Number(n) - 1, click]));
}

export interface VisitorSeen {
  /** The first click that came with the cookie. */
  readonly first: ClickFact | null;
  /** The cookie was given with a click of that group, which was counted by its hash. */
  readonly given: boolean;
}

/** What `seen` saw of each visitor: by the group's place in the list; visitors of whom it saw nothing are left out. */
export async function findSeenOfVisitors(
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  groups: readonly ClickGroup[],
): Promise<Map<number, VisitorSeen>> {
  if (groups.length === 0) return new Map();
  const { rows } = await sql<ClickFact & { n: bigint; given: boolean }>`
    select g.n, f.*, x.given from ${groupsOf(groups)}
    left join lateral (select * from ${inGroup(account, seen, withCookie)} order by f.ms, f.id limit 1) f on true
    cross join lateral (select exists (select from ${inGroup(account, seen, withoutCookie)}) as given) x
    where f.id is not null or x.given`.execute(tx);
  return new Map(
    rows.map(({ n, given, ...click }) => [Number(n) - 1, { first: click.id === null ? null : click, given }]),
  );
}

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
          select t.id, t.kind, t.at, t.partner_id, t.click_id, t.link_id, t.sub, t.named_by from tenant.touches t
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
