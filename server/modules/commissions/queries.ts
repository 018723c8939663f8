import { type Selectable, sql } from 'kysely';
import { addRowsTo } from '../../platform/add-rows.ts';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, CommissionId, OrderId, PartnerId, RefundId } from '../../values/id.ts';
import type { FlatPer } from '../programs/index.ts';
import type { CommissionKind, ReversalCause } from './contract.ts';
import type { CommissionStatus, HeldReason } from './rules/commission-transitions.ts';
import type { PricingRow } from './store-pricing.ts';
import type { CommissionTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<CommissionTables>();
const add = addRowsTo<CommissionTables>();

/** A commission as recorded. Amounts are minor units of its currency; a reversal's amount is negative. */
export interface CommissionRow
  extends Omit<
    Selectable<CommissionTables['tenant.commissions']>,
    'kind' | 'status' | 'held_reason' | 'flat' | 'cause'
  > {
  readonly kind: CommissionKind;
  readonly status: CommissionStatus;
  readonly held_reason: HeldReason | null;
  readonly cause: ReversalCause | null;
  readonly flat: { readonly per: FlatPer; readonly amount: number } | null;
}

const commissions = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.commissions').selectAll().where('account_id', '=', account).$castTo<CommissionRow>();

export const findCommission = (tx: Tx, account: AccountId, id: CommissionId): Promise<CommissionRow | undefined> =>
  commissions(tx, account).where('id', '=', id).executeTakeFirst();

export const findCommissions = (tx: Tx, account: AccountId, ids: readonly CommissionId[]): Promise<CommissionRow[]> =>
  commissions(tx, account).where(sql<boolean>`id = any(${ids}::text[])`).orderBy('id').execute();

/** All rows of an order, reversals too, oldest first. */
export const listOfOrder = (tx: Tx, account: AccountId, order: OrderId): Promise<CommissionRow[]> =>
  commissions(tx, account).where('order_id', '=', order).orderBy('id').execute();

export const listOfOrders = async (tx: Tx, account: AccountId, orders: readonly OrderId[]): Promise<CommissionRow[]> =>
  orders.length === 0
    ? []
    : commissions(tx, account).where(sql<boolean>`order_id = any(${orders}::text[])`).orderBy('id').execute();

/** The reversals that a refund caused when it was recorded, oldest first; not what undid them later. */
export const listOfRefund = (tx: Tx, account: AccountId, refund: RefundId): Promise<CommissionRow[]> =>
  commissions(tx, account).where('refund_id', '=', refund).where('cause', '=', 'refund').orderBy('id').execute();

/** The reversals of these commissions. Asked for by order, since that is what the index is on. */
export const listReversals = (tx: Tx, account: AccountId, of: readonly CommissionRow[]): Promise<CommissionRow[]> => {
  const orders = [...new Set(of.flatMap((row) => row.order_id ?? []))];
  if (orders.length === 0) return Promise.resolve([]);
  return commissions(tx, account)
    .where(sql<boolean>`order_id = any(${orders}::text[])`)
    .where('kind', '=', 'reversal')
    .where(sql<boolean>`reversal_of = any(${of.map((row) => row.id)}::text[])`)
    .orderBy('id')
    .execute();
};

/** What a partner has pending, reversals left out: they follow their commissions. */
export const listPendingOf = (tx: Tx, account: AccountId, partner: PartnerId): Promise<CommissionRow[]> =>
  commissions(tx, account)
    .where('partner_id', '=', partner)
    .where('status', '=', 'pending')
    .where('kind', '<>', 'reversal')
    .orderBy('id')
    .execute();

export interface CommissionFilter {
  readonly partner_id?: string | undefined;
  readonly status?: string | undefined;
  readonly order_id?: string | undefined;
  readonly kind?: string | undefined;
  readonly payout_id?: string | undefined;
  readonly held_reason?: string | undefined;
}

export const listCommissions = (
  tx: Tx,
  account: AccountId,
  filter: CommissionFilter,
  after: string | null,
  limit: number,
): Promise<CommissionRow[]> => {
  let query = commissions(tx, account);
  for (const column of ['partner_id', 'status', 'order_id', 'kind', 'payout_id', 'held_reason'] as const) {
    const value = filter[column];
    if (value !== undefined) query = query.where(column, '=', value);
  }
  return query
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
};

/** One row as JSON carries it: bigints as text, so that no digit is lost. */
export type CommissionToInsert = Omit<CommissionRow, 'account_id'>;

/** Bigints as text, since JSON would lose digits; instants as ISO text. */
const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));

export const insertCommissions = (tx: Tx, account: AccountId, rows: readonly CommissionToInsert[]) =>
  sql`
    insert into tenant.commissions (account_id, id, kind, partner_id, program_id, tier, order_id, line_id, sku, refund_id,
      reversal_of, cause, payout_of, credit_version, base_amount, rate_bps, flat, terms_id, amount, currency, status, held_reason,
      occurred_at, recorded_at, payable_on, counts_from, payout_id, author, note)
    select ${account}, id, kind, partner_id, program_id, tier, order_id, line_id, sku, refund_id,
      reversal_of, cause, payout_of, credit_version, base_amount, rate_bps, flat, terms_id, amount, currency, status, held_reason,
      occurred_at, recorded_at, payable_on, counts_from, payout_id, author, note
    from json_to_recordset(${asJson(rows)}::json) as r(id text, kind text, partner_id text, program_id text, tier smallint,
      order_id text, line_id text, sku text, refund_id text, reversal_of text, cause text, payout_of text, credit_version integer,
      base_amount bigint, rate_bps integer, flat jsonb, terms_id text, amount bigint, currency text, status text,
      held_reason text, occurred_at timestamptz, recorded_at timestamptz, payable_on timestamptz, counts_from timestamptz,
      payout_id text, author text, note text)`.execute(tx);

export interface StateChange {
  readonly id: CommissionId;
  readonly status: CommissionStatus;
  readonly held_reason: HeldReason | null;
  readonly counts_from: Date | null;
}

/** Changes the state of rows that the caller has decided on under the lock of their balances. */
export const changeStates = (tx: Tx, account: AccountId, changes: readonly StateChange[]) =>
  sql`
    update tenant.commissions c set status = r.status, held_reason = r.held_reason, counts_from = r.counts_from
    from json_to_recordset(${asJson(changes)}::json)
      as r(id text, status text, held_reason text, counts_from timestamptz)
    where c.account_id = ${account} and c.id = r.id`.execute(tx);

export interface HistoryRow {
  readonly id: string;
  readonly commission_id: CommissionId;
  readonly act: string;
  readonly status: CommissionStatus;
  readonly held_reason: HeldReason | null;
  readonly payout_id: string | null;
  readonly author: string;
  readonly note: string | null;
}

export const insertHistory = (tx: Tx, account: AccountId, rows: readonly HistoryRow[], at: Date) =>
  sql`
    insert into tenant.commission_history
      (account_id, id, commission_id, at, act, status, held_reason, payout_id, author, note)
    select ${account}, id, commission_id, ${at}::timestamptz, act, status, held_reason, payout_id, author, note
    from json_to_recordset(${asJson(rows)}::json) as r(id text, commission_id text, act text, status text,
      held_reason text, payout_id text, author text, note text)`.execute(tx);

/** What became of these commissions, oldest first. */
export const listHistory = (tx: Tx, account: AccountId, ids: readonly CommissionId[]) =>
  db(tx)
    .selectFrom('tenant.commission_history')
    .selectAll()
    .where('account_id', '=', account)
    .where(sql<boolean>`commission_id = any(${ids}::text[])`)
    .orderBy('id')
    .execute();

export const insertPricing = (
  tx: Tx,
  row: { account_id: AccountId; order_id: OrderId; credit_version: number; at: Date; detail: string },
) => add(tx, 'tenant.pricings', [row]);

/** How these orders were priced, by version of its credit, oldest first. A version that credited nobody has none. */
export const listPricings = (tx: Tx, account: AccountId, orders: readonly OrderId[]): Promise<PricingRow[]> =>
  db(tx)
    .selectFrom('tenant.pricings')
    .select(['order_id', 'credit_version', 'at', 'detail'])
    .$castTo<PricingRow>()
    .where('account_id', '=', account)
    .where(sql<boolean>`order_id = any(${orders}::text[])`)
    .orderBy('order_id')
    .orderBy('credit_version')
    .execute();
