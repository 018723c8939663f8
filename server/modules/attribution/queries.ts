import { type Selectable, sql } from 'kysely';
import { addRowsTo } from '../../platform/add-rows.ts';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { AttributionTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AttributionTables>();
const add = addRowsTo<AttributionTables>();

export type ReferrerRow = Selectable<AttributionTables['tenant.referrer_history']>;
export type CreditRow = Selectable<AttributionTables['tenant.credits']>;

export const listReferrerHistory = (tx: Tx, account: AccountId, contacts: readonly string[]): Promise<ReferrerRow[]> =>
  db(tx)
    .selectFrom('tenant.referrer_history')
    .selectAll()
    .where('account_id', '=', account)
    .where(sql<boolean>`contact_id = any(${contacts})`)
    .orderBy('contact_id')
    .orderBy('seq')
    .execute();

export const insertReferrer = (tx: Tx, row: ReferrerRow) => add(tx, 'tenant.referrer_history', [row]);

export const insertCredit = (tx: Tx, row: Omit<CreditRow, 'steps'> & { steps: string }) =>
  add(tx, 'tenant.credits', [row]);

/** Every version of the credits of these orders, oldest first. */
export const listCredits = (tx: Tx, account: AccountId, orders: readonly string[]): Promise<CreditRow[]> =>
  db(tx)
    .selectFrom('tenant.credits')
    .selectAll()
    .where('account_id', '=', account)
    .where(sql<boolean>`order_id = any(${orders})`)
    .orderBy('order_id')
    .orderBy('version')
    .execute();

/** The credit that holds now. */
export const findCredit = (tx: Tx, account: AccountId, order: string): Promise<CreditRow | undefined> =>
  db(tx)
    .selectFrom('tenant.credits')
    .selectAll()
    .where('account_id', '=', account)
    .where('order_id', '=', order)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Credited to this partner; credited at all, or to nobody. */
export interface CreditFilter {
  readonly partnerId?: string | undefined;
  readonly credited?: boolean | undefined;
}

/** Orders whose present credit is of this kind, newest first; `limit` null: all of them. */
export const listCreditedOrders = async (
  tx: Tx,
  account: AccountId,
  filter: CreditFilter,
  after: string | null,
  limit: number | null,
): Promise<string[]> =>
  (
    await (filter.partnerId === undefined
      ? creditedOrNot(account, filter, after, limit)
      : creditedTo(account, filter.partnerId, filter.credited, after, limit)
    ).execute(tx)
  ).rows.map((row) => row.order_id);

/** Newest order first; what has a newer version is past. */
const creditedTo = (
  account: AccountId,
  partner: string,
  credited: boolean | undefined,
  after: string | null,
  limit: number | null,
) =>
  sql<{ order_id: string }>`
    select c.order_id from tenant.credits c
    where c.account_id = ${account} and c.partner_id = ${partner} and ${credited ?? true}
      and (${after}::text is null or c.order_id < ${after})
      and not exists (select from tenant.credits n
        where n.account_id = ${account} and n.order_id = c.order_id and n.version > c.version)
    order by c.order_id desc limit ${limit}`;

const creditedOrNot = (account: AccountId, filter: CreditFilter, after: string | null, limit: number | null) =>
  sql<{ order_id: string }>`
      select order_id from (
        select distinct on (order_id) order_id, partner_id from tenant.credits
        where account_id = ${account} and (${after}::text is null or order_id < ${after})
        order by order_id desc, version desc) as present
      where ${filter.credited ?? null}::boolean is null or (partner_id is not null) = ${filter.credited ?? null}
      order by order_id desc limit ${limit}`;

/** Contacts for whom this partner was ever stored as a referrer, newest first, and since when. */
export const listReferred = async (
  tx: Tx,
  account: AccountId,
  partner: string,
  after: string | null,
  limit: number,
): Promise<{ readonly id: string; readonly since: Date }[]> =>
  (
    await sql<{ id: string; since: Date }>`
      select contact_id as id, min(at) as since from tenant.referrer_history
      where account_id = ${account} and partner_id = ${partner} and (${after}::text is null or contact_id < ${after})
      group by contact_id order by contact_id desc limit ${limit}`.execute(tx)
  ).rows;
