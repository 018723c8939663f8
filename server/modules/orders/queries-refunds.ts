import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { OrderTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<OrderTables>();

export type RefundRow = Selectable<OrderTables['tenant.refunds']>;
export type WaitingRefundRow = Selectable<OrderTables['tenant.waiting_refunds']>;

export const insertRefund = (tx: Tx, row: Omit<RefundRow, 'parts'> & { parts: string }) =>
  db(tx).insertInto('tenant.refunds').values(row).execute();

export const findRefund = (tx: Tx, account: AccountId, id: string): Promise<RefundRow | undefined> =>
  db(tx)
    .selectFrom('tenant.refunds')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

export const findRefundByNumber = (
  tx: Tx,
  account: AccountId,
  order: string,
  refund: string,
): Promise<RefundRow | undefined> =>
  db(tx)
    .selectFrom('tenant.refunds')
    .selectAll()
    .where('account_id', '=', account)
    .where('order_id', '=', order)
    .where('refund_id', '=', refund)
    .executeTakeFirst();

/** The refunds of an order as they were recorded, reversed ones included. */
export const listRefunds = (tx: Tx, account: AccountId, orders: readonly string[]): Promise<RefundRow[]> =>
  db(tx)
    .selectFrom('tenant.refunds')
    .selectAll()
    .where('account_id', '=', account)
    .where(sql<boolean>`order_id = any(${orders})`)
    .orderBy('id')
    .execute();

export const markReversed = (tx: Tx, account: AccountId, id: string, at: Date, occurredAt: Date) =>
  db(tx)
    .updateTable('tenant.refunds')
    .set({
      reversed_at: at,
      reversal_occurred_at: occurredAt,
      reversal_written_by: sql<string>`pg_current_xact_id()`,
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();

/** True if the row is new; false where this refund of this order waits already. */
export const insertWaitingRefund = async (
  tx: Tx,
  row: Omit<WaitingRefundRow, 'request'> & { request: string },
): Promise<boolean> =>
  (
    await db(tx)
      .insertInto('tenant.waiting_refunds')
      .values(row)
      .onConflict((c) => c.columns(['account_id', 'order_id', 'refund_id']).doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n;

export const findWaitingRefund = (
  tx: Tx,
  account: AccountId,
  order: string,
  refund: string,
): Promise<WaitingRefundRow | undefined> =>
  db(tx)
    .selectFrom('tenant.waiting_refunds')
    .selectAll()
    .where('account_id', '=', account)
    .where('order_id', '=', order)
    .where('refund_id', '=', refund)
    .executeTakeFirst();

export const findWaitingRefundById = (tx: Tx, account: AccountId, id: string): Promise<WaitingRefundRow | undefined> =>
  db(tx)
    .selectFrom('tenant.waiting_refunds')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

/** Those that wait for this order number, undone ones too, by when they happened; held until the transaction ends. */
export const lockWaitingRefunds = (tx: Tx, account: AccountId, order: string): Promise<WaitingRefundRow[]> =>
  db(tx)
    .selectFrom('tenant.waiting_refunds')
    .selectAll()
    .where('account_id', '=', account)
    .where('order_id', '=', order)
    .where('state', 'in', ['waiting', 'undone'])
    .orderBy('occurred_at')
    .orderBy('id')
    .forUpdate()
    .execute();

/** Undoes a refund that waits for its order still. False: its order has come, or it was undone before. */
export const undoWaitingRefund = async (tx: Tx, account: AccountId, id: string, occurredAt: Date): Promise<boolean> =>
  (
    await db(tx)
      .updateTable('tenant.waiting_refunds')
      .set({ state: 'undone', note: occurredAt.toISOString() })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
  ).numUpdatedRows === 1n;

export const settleWaitingRefund = (
  tx: Tx,
  account: AccountId,
  id: string,
  state: 'applied' | 'refused',
  note: string | null,
) =>
  db(tx)
    .updateTable('tenant.waiting_refunds')
    .set({ state, note })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();

/** Refunds that wait for their order, or could not be applied: listed for the owner. */
export const listUnappliedRefunds = (
  tx: Tx,
  account: AccountId,
  after: string | null,
  limit: number,
): Promise<WaitingRefundRow[]> =>
  db(tx)
    .selectFrom('tenant.waiting_refunds')
    .selectAll()
    .where('account_id', '=', account)
    .where('state', 'in', ['waiting', 'refused'])
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
