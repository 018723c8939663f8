import type { RefundId } from '../../values/id.ts';
import type { Minor } from '../../values/money.ts';
import type { ReversalCause } from './contract.ts';
import type { RowToInsert } from './insert-rows.ts';
import type { CommissionRow } from './queries.ts';

/** A row that takes a commission back, in part or whole (negative), or makes up for that (positive). */
export function reversalRow(
  of: CommissionRow,
  what: {
    readonly amount: Minor;
    readonly status: 'pending' | 'payable' | 'cancelled';
    readonly counts_from: Date | null;
    readonly occurred_at: Date;
    readonly cause: ReversalCause;
    readonly refund_id?: RefundId | null;
    readonly note?: string | null;
  },
): RowToInsert {
  const { partner_id, program_id, tier, order_id, line_id, sku, credit_version, rate_bps, flat, terms_id } = of;
  return {
    ...{ partner_id, program_id, tier, order_id, line_id, sku, credit_version, rate_bps, flat, terms_id },
    kind: 'reversal',
    reversal_of: of.id,
    refund_id: null,
    note: null,
    currency: of.currency,
    payable_on: of.payable_on,
    ...what,
  };
}
