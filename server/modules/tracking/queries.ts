import { type Selectable, sql } from 'kysely';
import { addRowsTo } from '../../platform/add-rows.ts';
import type { Tx } from '../../platform/db.ts';
import {
  type AccountId,
  type ClickId,
  type ContactId,
  instantOfId,
  isId,
  type LeadId,
  type LinkId,
  type PartnerId,
} from '../../values/id.ts';
import type { TrackingTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<TrackingTables>();
const add = addRowsTo<TrackingTables>();

export type ClickRow = Selectable<TrackingTables['tenant.clicks']>;
export type TouchRow = Selectable<TrackingTables['tenant.touches']>;
export type LeadRow = Selectable<TrackingTables['tenant.leads']>;

const clicks = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.clicks').selectAll().where('account_id', '=', account);

/** The click of that id, of whatever kind; undefined for one that is not ours (or not yet: it may wait in a spool). */
export async function findClick(tx: Tx, account: AccountId, id: string): Promise<ClickRow | undefined> {
  const at = isId('click', id) ? instantOfId(id) : null;
  // The instant in the id names the partition and the key, so no other partition is opened.
  if (at === null || Number.isNaN(at.getTime())) return undefined;
  return clicks(tx, account).where('at', '=', at).where('id', '=', id).executeTakeFirst();
}

/**
 * The click of that id as `findClick` finds it, and with it the visitor's own as `listClicksOfVisitor` lists them: in one
 * statement, since most orders name a click.
 */
export async function findClickAndVisitors(
  tx: Tx,
  account: AccountId,
  id: string,
  since: Date,
  limit: number,
): Promise<{ click: ClickRow | undefined; ofVisitor: ClickRow[] }> {
  const at = isId('click', id) ? instantOfId(id) : null;
  if (at === null || Number.isNaN(at.getTime())) return { click: undefined, ofVisitor: [] };
  const { rows } = await sql<ClickRow & { is_named: boolean }>`
    with named as materialized (select * from tenant.clicks where account_id = ${account} and at = ${at} and id = ${id})
    select named.*, true as is_named from named
    union all
    select own.*, false from named cross join lateral (
      select * from tenant.clicks c
      where c.account_id = ${account} and c.visitor = named.visitor and c.at >= ${since} and c.counted
      order by c.at desc, c.id desc limit ${limit}) as own`.execute(tx);
  const ofVisitor = rows.filter((row) => !row.is_named);
  return { click: rows.find((row) => row.is_named), ofVisitor };
}

/** Those of the ids that are clicks of the account. */
export async function findClicks(tx: Tx, account: AccountId, ids: readonly string[]): Promise<ClickRow[]> {
  const ours = ids.filter((id) => isId('click', id));
  if (ours.length === 0) return [];
  const instants = ours.map((id) => instantOfId(id)!);
  return clicks(tx, account)
    .where(sql<boolean>`at = any(${instants}::timestamptz[])`)
    .where(sql<boolean>`id = any(${ours}::text[])`)
    .orderBy('at')
    .execute();
}

/**
 * Counted clicks of one visitor since an instant, newest first: those by the cookie, and the one with which the cookie
 * was given. A visitor who sends no cookie is a new one each time.
 */
export const listClicksOfVisitor = (
  tx: Tx,
  account: AccountId,
  visitor: string,
  since: Date,
  limit: number,
): Promise<ClickRow[]> =>
  clicks(tx, account)
    .where('visitor', '=', visitor)
    .where('at', '>=', since)
    .where('counted', '=', true)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export interface ClickFilter {
  readonly partner_id?: PartnerId | undefined;
  readonly link_id?: LinkId | undefined;
  readonly counted?: boolean | undefined;
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

/** Newest first; `after` is the last click of the page before. */
export const listClicks = (
  tx: Tx,
  account: AccountId,
  filter: ClickFilter,
  after: ClickId | null,
  limit: number,
): Promise<ClickRow[]> =>
  clicks(tx, account)
    .$if(filter.partner_id !== undefined, (q) => q.where('partner_id', '=', filter.partner_id!))
    .$if(filter.link_id !== undefined, (q) => q.where('link_id', '=', filter.link_id!))
    .$if(filter.counted !== undefined, (q) => q.where('counted', '=', filter.counted!))
    .$if(filter.from !== undefined, (q) => q.where('at', '>=', filter.from!))
    .$if(filter.to !== undefined, (q) => q.where('at', '<', filter.to!))
    .$if(after !== null, (q) =>
      q.where('at', '<=', instantOfId(after!)!).where(sql<boolean>`(at, id) < (${instantOfId(after!)}, ${after})`),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const insertTouches = (tx: Tx, rows: readonly TouchRow[]) => add(tx, 'tenant.touches', rows);

/** Which leads and orders named a partner by a code: their link's, or a coupon's. */
export const listCodesNamed = (tx: Tx, account: AccountId, partner: PartnerId) =>
  db(tx)
    .selectFrom('tenant.touches')
    .select(['named_by', 'kind', 'coupon_id'])
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .where('kind', 'in', ['via', 'coupon'])
    .execute();

const touches = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.touches').selectAll().where('account_id', '=', account).orderBy('at').orderBy('id');

/** Touches that a lead or an order named, by its id, oldest first. */
export const listTouchesNamedBy = (tx: Tx, account: AccountId, namedBy: string): Promise<TouchRow[]> =>
  touches(tx, account).where('named_by', '=', namedBy).execute();

/** Touches kept of a contact, oldest first. */
export const listTouchesOfContact = (tx: Tx, account: AccountId, contact: ContactId): Promise<TouchRow[]> =>
  touches(tx, account).where('contact_id', '=', contact).execute();

export const insertLead = (tx: Tx, account: AccountId, row: Omit<LeadRow, 'account_id'>) =>
  db(tx)
    .insertInto('tenant.leads')
    .values({ account_id: account, ...row })
    .execute();

export const findLead = (tx: Tx, account: AccountId, id: LeadId): Promise<LeadRow | undefined> =>
  db(tx)
    .selectFrom('tenant.leads')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

export interface LeadFilter {
  readonly contact_id?: ContactId | undefined;
  readonly partner_id?: PartnerId | undefined;
}

/** Newest first. */
export const listLeads = (
  tx: Tx,
  account: AccountId,
  filter: LeadFilter,
  after: LeadId | null,
  limit: number,
): Promise<LeadRow[]> =>
  db(tx)
    .selectFrom('tenant.leads')
    .selectAll()
    .where('account_id', '=', account)
    .$if(filter.contact_id !== undefined, (q) => q.where('contact_id', '=', filter.contact_id!))
    .$if(filter.partner_id !== undefined, (q) => q.where('partner_id', '=', filter.partner_id!))
    .$if(after !== null, (q) => q.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** Leads that named a click which was not there then (rules.md 11). */
export const listLeadsWithUnknownClicks = (
  tx: Tx,
  account: AccountId,
  clickIds: readonly string[],
): Promise<LeadRow[]> =>
  db(tx)
    .selectFrom('tenant.leads')
    .selectAll()
    .where('account_id', '=', account)
    .where(sql<boolean>`unknown_click_id = any(${clickIds}::text[])`)
    .execute();

/** Points what is kept of one contact to another, after a merge by hand. */
export async function moveContact(tx: Tx, account: AccountId, from: ContactId, to: ContactId): Promise<void> {
  await db(tx)
    .updateTable('tenant.touches')
    .set({ contact_id: to })
    .where('account_id', '=', account)
    .where('contact_id', '=', from)
    .execute();
  await db(tx)
    .updateTable('tenant.leads')
    .set({ contact_id: to })
    .where('account_id', '=', account)
    .where('contact_id', '=', from)
    .execute();
}
