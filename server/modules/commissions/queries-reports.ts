import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, CommissionId, OrderId, PartnerId, ProgramId } from '../../values/id.ts';

/** A snapshot of the database, as `pg_current_snapshot()` writes it. */
type Snapshot = string;

/** What a report counts of a commission: what was earned, not what came back from a payout (kind `return`). */
export interface CommissionFact {
  readonly id: CommissionId;
  readonly kind: string;
  readonly order_id: OrderId | null;
  readonly partner_id: PartnerId;
  readonly program_id: ProgramId | null;
  readonly tier: number | null;
  readonly sku: string | null;
  readonly credit_version: number | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly occurred_at: Date;
  /** `seen` saw the row. */
  readonly was_seen: boolean;
  /** Cancelled, as far as `seen` and `upto` see. */
  readonly was_cancelled: boolean;
  readonly is_cancelled: boolean;
}

/**
 * Whether it was cancelled when a snapshot was taken: as it stands now, less what happened since. Cancelling and restoring
 * take turns, so their numbers tell; instants and ids of two nodes may not, and a row may be born cancelled.
 */
const cancelledAt = (snapshot: Snapshot | null) =>
  snapshot === null
    ? sql`c.status = 'cancelled'`
    : sql`(c.status = 'cancelled')::int - (
        select coalesce(sum(case h.act when 'cancelled' then 1 else -1 end), 0) from tenant.commission_history h
        where h.account_id = c.account_id and h.commission_id = c.id and h.act in ('cancelled', 'restored')
          and not pg_visible_in_snapshot(h.written_by, ${snapshot}::pg_snapshot)) > 0`;

/** The commissions of these orders, and these commissions, as far as `upto` sees them. */
export const listCommissionFacts = async (
  tx: Tx,
  account: AccountId,
  of: { readonly orders: readonly string[]; readonly ids: readonly string[] },
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<CommissionFact[]> => {
  const facts = (which: ReturnType<typeof sql>) => sql`
    select c.id, c.kind, c.order_id, c.partner_id, c.program_id, c.tier, c.sku, c.credit_version, c.amount, c.currency,
      c.occurred_at, pg_visible_in_snapshot(c.written_by, ${seen}::pg_snapshot) as was_seen,
      ${cancelledAt(seen)} as was_cancelled, ${cancelledAt(upto)} as is_cancelled
    from tenant.commissions c
    where c.account_id = ${account} and c.kind <> 'return' and ${which}
      and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(c.written_by, ${upto}::pg_snapshot))`;
  const { rows } = await sql<CommissionFact>`
    ${facts(sql`c.order_id = any(${of.orders}::text[])`)}
    union
    ${facts(sql`c.id = any(${of.ids}::text[])`)}`.execute(tx);
  return rows;
};

export interface CommissionTouched {
  readonly id: CommissionId;
  readonly order_id: OrderId | null;
}

/** Commissions that were recorded, cancelled or restored since `seen`. */
export const listCommissionsSince = async (
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<CommissionTouched[]> =>
  (
    await sql<CommissionTouched>`
      select c.id, c.order_id from tenant.commissions c
      where c.account_id = ${account} and c.kind <> 'return'
        and c.written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(c.written_by, ${seen}::pg_snapshot)
        and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(c.written_by, ${upto}::pg_snapshot))
      union
      select c.id, c.order_id from tenant.commission_history h
      join tenant.commissions c on c.account_id = h.account_id and c.id = h.commission_id and c.kind <> 'return'
      where h.account_id = ${account} and h.act in ('cancelled', 'restored')
        and h.written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(h.written_by, ${seen}::pg_snapshot)
        and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(h.written_by, ${upto}::pg_snapshot))`.execute(tx)
  ).rows;

/** Commissions of a stretch of time. */
export const listCommissionsBetween = async (
  tx: Tx,
  account: AccountId,
  from: Date,
  to: Date,
): Promise<CommissionTouched[]> =>
  (
    await sql<CommissionTouched>`
      select c.id, c.order_id from tenant.commissions c
      where c.account_id = ${account} and c.kind <> 'return' and c.occurred_at >= ${from} and c.occurred_at < ${to}`.execute(
      tx,
    )
  ).rows;
