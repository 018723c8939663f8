import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, OrderId, PartnerId } from '../../values/id.ts';

/** A snapshot of the database, as `pg_current_snapshot()` writes it. */
type Snapshot = string;

export interface CreditFact {
  readonly order_id: OrderId;
  readonly version: number;
  readonly partner_id: PartnerId | null;
  readonly reason: string;
  readonly touch_id: string | null;
  /** The order named a click that was not known then. */
  readonly named_unknown: boolean;
  /** `seen` saw it. */
  readonly was_seen: boolean;
}

/** Orders whose credit was stored since `seen`: every order has a credit from the transaction that recorded it. */
export const listOrdersCreditedSince = async (
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<OrderId[]> =>
  (
    await sql<{ order_id: OrderId }>`
      select distinct c.order_id from tenant.credits c
      where c.account_id = ${account} and c.written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(c.written_by, ${seen}::pg_snapshot)
        and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(c.written_by, ${upto}::pg_snapshot))`.execute(tx)
  ).rows.map((row) => row.order_id);

/** The transaction that stored the `count`-th credit that `seen` did not see; null where there are fewer. */
export const findWriterOfCredit = async (
  tx: Tx,
  account: AccountId,
  seen: Snapshot,
  count: number,
): Promise<string | null> =>
  (
    await sql<{ written_by: string }>`
      select c.written_by from tenant.credits c
      where c.account_id = ${account} and c.written_by >= pg_snapshot_xmin(${seen}::pg_snapshot)
        and not pg_visible_in_snapshot(c.written_by, ${seen}::pg_snapshot)
      order by c.written_by offset ${count - 1} limit 1`.execute(tx)
  ).rows[0]?.written_by ?? null;

/** Every version of the credits of these orders that `upto` sees, oldest first. */
export const listCreditFacts = async (
  tx: Tx,
  account: AccountId,
  orders: readonly string[],
  seen: Snapshot,
  upto: Snapshot | null,
): Promise<CreditFact[]> =>
  (
    await sql<CreditFact>`
      select c.order_id, c.version, c.partner_id, c.reason, c.touch_id,
        c.steps @> '[{"step": "named_click", "outcome": "unknown_click"}]' as named_unknown,
        pg_visible_in_snapshot(c.written_by, ${seen}::pg_snapshot) as was_seen
      from tenant.credits c
      where c.account_id = ${account} and c.order_id = any(${orders}::text[])
        and (${upto}::pg_snapshot is null or pg_visible_in_snapshot(c.written_by, ${upto}::pg_snapshot))
      order by c.order_id, c.version`.execute(tx)
  ).rows;
