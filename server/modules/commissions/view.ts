import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { toJsonAmount } from '../../values/money.ts';
import type { CommissionView } from './contract.ts';
import { type CommissionRow, listHistory } from './queries.ts';

/** A commission as the API shows it. Why it was held is said while it is pending; a cancelled row keeps it for a restore. */
export function toCommissionView(row: CommissionRow): CommissionView {
  return {
    id: row.id,
    kind: row.kind,
    partner_id: row.partner_id,
    program_id: row.program_id,
    tier: row.tier,
    order_id: row.order_id,
    line_id: row.line_id,
    sku: row.sku,
    refund_id: row.refund_id,
    reversal_of: row.reversal_of,
    cause: row.cause,
    payout_of: row.payout_of,
    payout_id: row.payout_id,
    base_amount: row.base_amount === null ? null : toJsonAmount(row.base_amount),
    rate_bps: row.rate_bps,
    flat: row.flat,
    amount: toJsonAmount(row.amount),
    currency: row.currency,
    status: row.status,
    held_reason: row.status === 'pending' ? row.held_reason : null,
    occurred_at: row.occurred_at.toISOString(),
    recorded_at: row.recorded_at.toISOString(),
    payable_on: row.payable_on?.toISOString() ?? null,
    note: row.note,
  };
}

/** One commission with its history, oldest first. */
export async function showDetail(tx: Tx, account: AccountId, row: CommissionRow) {
  const history = await listHistory(tx, account, [row.id]);
  return {
    ...toCommissionView(row),
    author: row.author,
    history: history.map(({ at, act, status, held_reason, payout_id, author, note }) => ({
      ...{ act, status, held_reason, payout_id, author, note },
      at: at.toISOString(),
    })),
  };
}
