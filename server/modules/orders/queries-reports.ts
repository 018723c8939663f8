import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, OrderId, RefundId } from '../../values/id.ts';
import type { OrderRow } from './queries.ts';
import type { RefundPartsJson } from './rules/refund-facts.ts';

/** A snapshot of the database, as `pg_current_snapshot()` writes it. */
type Snapshot = string;

/** An order, and whether its customer had ordered before: an earlier recorded order of the same contact. */
export type OrderFact = OrderRow & {
  readonly is_returning: boolean;
  /** It counts, as far as `upto` sees; it did, as far as `seen` saw: a page's word does not, nor what was replaced. */
  readonly is_counted: boolean;
  readonly was_counted: boolean;
};

/** As an order was reported: what a page said counts if it was signed. The same before and after it was settled. */
const countedAtFirst = (order: string) =>
  sql.raw(`(${order}.verified and (${order}.settled_written_by is null or ${order}.replaced_by is not null))`);

export const listOrderFacts = async (
  tx: Tx,
  account: AccountId,
  ids: readonly string[],
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<OrderFact[]> =>
  (
    await sql<OrderFact>`
      select o.*, exists (
        select from tenant.orders e where e.account_id = o.account_id and e.contact_id = o.contact_id and e.id < o.id
          and ${countedAtFirst('e')} and e.replaced_by is distinct from o.id
      ) as is_returning,
        case when o.settled_written_by is not null
            and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(o.settled_written_by, ${upto}::pg_snapshot))
          then o.verified and o.replaced_by is null else ${countedAtFirst('o')} end as is_counted,
        case when o.settled_written_by is not null and pg_visible_in_snapshot(o.settled_written_by, ${seen}::pg_snapshot)
          then o.verified and o.replaced_by is null else ${countedAtFirst('o')} end as was_counted
      from tenant.orders o where o.account_id = ${account} and o.id = any(${ids}::text[]) order by o.id`.execute(tx)
  ).rows;

export interface RefundFact {
  readonly id: RefundId;
  readonly order_id: OrderId;
  readonly reason: 'refund' | 'chargeback';
  readonly occurred_at: Date;
  readonly amount: bigint;
  readonly parts: RefundPartsJson;
  /** When it was undone, as far as `upto` sees it. */
  readonly reversal_occurred_at: Date | null;
  /** `seen` saw the refund, and its being undone. */
  readonly was_seen: boolean;
  readonly reversal_was_seen: boolean;
}

/** The refunds of these orders that `upto` sees. */
export const listRefundFacts = async (
  tx: Tx,
  account: AccountId,
  orders: readonly string[],
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<RefundFact[]> =>
  (
    await sql<RefundFact>`
      select r.id, r.order_id, r.reason, r.occurred_at, r.amount, r.parts,
        case when ${upto}::pg_snapshot is null or pg_visible_in_snapshot(r.reversal_written_by, ${upto}::pg_snapshot)
          then r.reversal_occurred_at end as reversal_occurred_at,
        pg_visible_in_snapshot(r.written_by, ${seen}::pg_snapshot) as was_seen,
        coalesce(pg_visible_in_snapshot(r.reversal_written_by, ${seen}::pg_snapshot), false) as reversal_was_seen
      from tenant.refunds r
      where r.account_id = ${account} and r.order_id = any(${orders}::text[])
        and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(r.written_by, ${upto}::pg_snapshot))
      order by r.occurred_at, r.id`.execute(tx)
  ).rows;

/** Orders of which a refund was recorded or undone, or which were settled, since `seen`. */
export const listOrdersRefundedSince = async (
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<OrderId[]> =>
  (
    await sql<{ order_id: OrderId }>`
      select r.order_id from tenant.refunds r
      where r.account_id = ${account} and r.written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(r.written_by, ${seen}::pg_snapshot)
        and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(r.written_by, ${upto}::pg_snapshot))
      union
      select r.order_id from tenant.refunds r
      where r.account_id = ${account} and r.reversal_written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(r.reversal_written_by, ${seen}::pg_snapshot)
        and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(r.reversal_written_by, ${upto}::pg_snapshot))
      union
      select o.id from tenant.orders o
      where o.account_id = ${account} and o.settled_written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(o.settled_written_by, ${seen}::pg_snapshot)
        and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(o.settled_written_by, ${upto}::pg_snapshot))`.execute(
      tx,
    )
  ).rows.map((row) => row.order_id);

/** Orders that happened, or were refunded, or whose refund was undone, in a stretch of time. */
export const listOrdersBetween = async (tx: Tx, account: AccountId, from: Date, to: Date): Promise<OrderId[]> =>
  (
    await sql<{ id: OrderId }>`
      select o.id from tenant.orders o
      where o.account_id = ${account} and o.occurred_at >= ${from} and o.occurred_at < ${to}
      union
      select r.order_id from tenant.refunds r
      where r.account_id = ${account} and r.occurred_at >= ${from} and r.occurred_at < ${to}
      union
      select r.order_id from tenant.refunds r
      where r.account_id = ${account} and r.reversal_occurred_at >= ${from} and r.reversal_occurred_at < ${to}`.execute(
      tx,
    )
  ).rows.map((row) => row.id);
