import type { Context } from '../../platform/http/route.ts';
import type { CommissionId } from '../../values/id.ts';
import type { Minor } from '../../values/money.ts';
import { isRefusal, type Refusal } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { reverseTo, wasReassigned } from './apply-reversals.ts';
import { lockToDecide } from './decide-commissions.ts';
import { type Move, moveCommissions } from './move-commissions.ts';
import { type CommissionRow, findCommission, listReversals } from './queries.ts';
import { restoreAction } from './rules/commission-transitions.ts';
import { suspendedAmong } from './settle-holds.ts';

/**
 * Brings a cancelled commission back, with its reversals, as what it was: payable where it was so before or its hold is over
 * meanwhile, else pending. It takes on the refunds since: `reversalsDue` says the whole that is to be reversed of it by
 * now, zero or more. What a reassignment took back meanwhile stays back. Refuses `not_found`, `wrong_status`.
 */
export async function restoreCommission(
  context: Context,
  id: CommissionId,
  reversalsDue: (commission: CommissionRow) => Promise<Minor>,
): Promise<null | Refusal> {
  const { tx, accountId, now } = context;
  const locked = await lockToDecide(context, [id], 'restore_pending');
  if (isRefusal(locked)) return locked;
  const [row] = locked;
  if (!row) throw new Error('a locked commission is gone');
  const held_reason = await heldNow(context, row);
  const status = restoreAction({ ...row, held_reason }, now) === 'restore_payable' ? 'payable' : 'pending';
  const countsFrom = status === 'payable' ? (row.counts_from ?? now) : null;
  const heldReason = status === 'payable' ? null : held_reason;
  const reversals = (await listReversals(tx, accountId, locked)).filter((reversal) => reversal.status === 'cancelled');
  await moveCommissions(context, [
    { row, status, heldReason, countsFrom, act: 'restored' },
    ...reversals.map((reversal): Move => ({ row: reversal, status, heldReason: null, countsFrom, act: 'restored' })),
  ]);
  await recordAct(context, 'commission_restored', id);
  const restored = (await findCommission(tx, accountId, id))!;
  if (row.kind !== 'sale') return null;
  const since = await listReversals(tx, accountId, [restored]);
  if (wasReassigned(restored, since)) return null;
  const due = await reversalsDue(restored);
  await reverseTo(context, [restored], since, () => due, { cause: 'restored', occurredAt: now });
  return null;
}

/** A suspension may have come or gone while it was cancelled; other reasons stay until a person lifts them. */
async function heldNow(context: Context, row: CommissionRow): Promise<CommissionRow['held_reason']> {
  if (row.held_reason !== null && row.held_reason !== 'partner_suspended') return row.held_reason;
  return (await suspendedAmong(context, [row])).size > 0 ? 'partner_suspended' : null;
}
