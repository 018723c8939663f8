import type { Context } from '../../platform/http/route.ts';
import type { CommissionId, OrderId, RefundId } from '../../values/id.ts';
import type { Minor } from '../../values/money.ts';
import { lockBalances } from '../ledger/index.ts';
import type { ReversalCause } from './contract.ts';
import { recordRows } from './insert-rows.ts';
import { type CommissionRow, listOfOrder } from './queries.ts';
import { reversalRow } from './reversal-row.ts';
import { reversalStatus } from './rules/commission-transitions.ts';

export interface Reversals {
  readonly orderId: OrderId;
  /** The refund that caused it; null where the refunds so far are carried over. */
  readonly refundId: RefundId | null;
  readonly occurredAt: Date;
  /** `refund_undone` where it did not stand; `carried_over` where another version of the credit takes the refunds on. */
  readonly cause: 'refund' | 'refund_undone' | 'carried_over';
  /** For each commission the whole of what is to be reversed by now, zero or more, in minor units (`reversedOf`). */
  readonly targets: readonly { readonly commissionId: CommissionId; readonly reversedTotal: Minor }[];
}

/**
 * Brings what is reversed of an order's commissions to these totals (rules.md 23 to 25): a negative row takes more back, a
 * positive one makes up for a refund that was undone. Rows have the status of rule 24; a cancelled commission gets none.
 * What a reassignment reversed stays reversed. The caller holds the order's row, so that no commission joins meanwhile.
 */
export async function applyReversals(context: Context, what: Reversals): Promise<CommissionRow[]> {
  const rows = await lockCommissionsOfOrder(context, what.orderId);
  const totals = new Map(what.targets.map((target) => [target.commissionId as string, target.reversedTotal]));
  const named = rows.filter((row) => totals.has(row.id));
  if (named.length < totals.size) throw new Error(`order ${what.orderId} has not all of the commissions to reverse`);
  const wanted = named.filter((row) => !wasReassigned(row, rows));
  return reverseTo(context, wanted, rows, (row) => totals.get(row.id) ?? 0n, what);
}

/**
 * Takes back whatever is left of the commissions that one version of an order's credit gave: for a reassignment. What is
 * cancelled gets a cancelled row, so that nothing is left of it if it is restored. New rows of the same partners come after.
 */
export async function reverseAll(
  context: Context,
  orderId: OrderId,
  creditVersion: number,
  note: string,
): Promise<CommissionRow[]> {
  const rows = await lockCommissionsOfOrder(context, orderId);
  const wanted = rows.filter((row) => row.kind === 'sale' && row.credit_version === creditVersion);
  return reverseTo(context, wanted, rows, (row) => row.amount, { cause: 'reassigned', occurredAt: context.now, note });
}

/** True where a reassignment took a commission back: no refund bears on it any more. */
export const wasReassigned = (commission: CommissionRow, reversals: readonly CommissionRow[]): boolean =>
  reversals.some((row) => row.reversal_of === commission.id && row.cause === 'reassigned');

/** All rows of an order, reversals too, under the balances of all their partners. */
export async function lockCommissionsOfOrder(context: Context, orderId: OrderId): Promise<CommissionRow[]> {
  const { tx, accountId } = context;
  const partners = (await listOfOrder(tx, accountId, orderId)).map((row) => row.partner_id);
  await lockBalances(tx, accountId, partners);
  return listOfOrder(tx, accountId, orderId);
}

/** The rows that bring each commission's reversals to a total. `rows` holds its reversals so far. */
export async function reverseTo(
  context: Context,
  commissions: readonly CommissionRow[],
  rows: readonly CommissionRow[],
  total: (row: CommissionRow) => Minor,
  why: { cause: ReversalCause; occurredAt: Date; refundId?: RefundId | null; note?: string | null },
): Promise<CommissionRow[]> {
  const recorded = sumReversals(rows);
  const added = commissions.flatMap((row) => {
    const amount = -total(row) - (recorded.get(row.id) ?? 0n);
    const status = reversalStatus(row.status) ?? (why.cause === 'reassigned' ? 'cancelled' : null);
    if (amount === 0n || status === null) return [];
    // It counts when its commission does; if a run took that already, at once (rules.md 27).
    const counts_from = row.status === 'payable' ? row.counts_from : null;
    const { cause, refundId: refund_id = null, occurredAt: occurred_at, note = null } = why;
    return [reversalRow(row, { amount, status, counts_from, occurred_at, cause, refund_id, note })];
  });
  return recordRows(context, added, 'reversed');
}

/** What is reversed of each commission so far: zero or less. */
export function sumReversals(rows: readonly CommissionRow[]): Map<CommissionId, Minor> {
  const sums = new Map<CommissionId, Minor>();
  for (const { kind, reversal_of, amount } of rows) {
    if (kind === 'reversal' && reversal_of !== null) sums.set(reversal_of, (sums.get(reversal_of) ?? 0n) + amount);
  }
  return sums;
}
