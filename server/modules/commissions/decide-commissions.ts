import type { Context } from '../../platform/http/route.ts';
import type { CommissionId } from '../../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { lockBalances } from '../ledger/index.ts';
import { recordRows } from './insert-rows.ts';
import { type Move, moveCommissions } from './move-commissions.ts';
import { type CommissionRow, findCommissions, listReversals } from './queries.ts';
import { reversalRow } from './reversal-row.ts';
import { type CommissionAction, moveCommission } from './rules/commission-transitions.ts';
import { makePayable } from './settle-holds.ts';

/**
 * Approval by hand: payable at once, whatever held it (rules.md 22). All of them or none. Refuses `not_found` for an id that
 * is not there, `wrong_status` where one is not pending or is a reversal, which follows its commission.
 */
export async function approveCommissions(context: Context, ids: readonly CommissionId[]): Promise<null | Refusal> {
  const rows = await lockToDecide(context, ids, 'approve');
  if (isRefusal(rows)) return rows;
  await makePayable(context, rows, 'approved', () => context.now);
  for (const row of rows) await recordAct(context, 'commission_approved', row.id);
  return null;
}

/**
 * Takes pending and payable commissions off, with their reversals; in flight or paid: `wrong_status`. All of them or none.
 * A reversal that a run took before its commission came back is made up for, since paid rows never change.
 */
export async function cancelCommissions(
  context: Context,
  ids: readonly CommissionId[],
  note: string | null,
): Promise<null | Refusal> {
  const rows = await lockToDecide(context, ids, 'cancel');
  if (isRefusal(rows)) return rows;
  const reversals = await listReversals(context.tx, context.accountId, rows);
  const open = reversals.filter((row) => row.status === 'pending' || row.status === 'payable');
  await moveCommissions(
    context,
    [...rows, ...open].map(
      (row): Move => ({
        row,
        status: 'cancelled',
        heldReason: row.held_reason,
        countsFrom: row.counts_from,
        act: 'cancelled',
        note,
      }),
    ),
  );
  const madeUp = rows.flatMap((row) => {
    const taken = reversals.filter(({ reversal_of, status }) => reversal_of === row.id && isTaken(status));
    const sum = taken.reduce((total, { amount }) => total + amount, 0n);
    const what = { status: 'payable', counts_from: null, occurred_at: context.now, cause: 'made_up' } as const;
    return sum === 0n ? [] : [reversalRow(row, { ...what, amount: -sum })];
  });
  await recordRows(context, madeUp, 'cancelled');
  for (const row of rows) await recordAct(context, 'commission_cancelled', row.id, { note });
  return null;
}

const isTaken = (status: string): boolean => status === 'in_flight' || status === 'paid';

/** The commissions under the lock of their partners' balances, if this action may be done to all of them. */
export async function lockToDecide(
  context: Context,
  ids: readonly CommissionId[],
  action: CommissionAction,
): Promise<CommissionRow[] | Refusal> {
  const { tx, accountId } = context;
  const wanted = [...new Set(ids)];
  const before = await findCommissions(tx, accountId, wanted);
  if (before.length < wanted.length) return refuse('not_found', 'There is no such commission.');
  const partners = before.map((row) => row.partner_id);
  await lockBalances(tx, accountId, partners);
  const rows = await findCommissions(tx, accountId, wanted);
  for (const row of rows) {
    if (row.kind === 'reversal')
      return refuse('wrong_status', `${row.id} is a reversal; it follows its commission, ${row.reversal_of}.`);
    const to = moveCommission(row, action);
    if (isRefusal(to))
      return wanted.length === 1 ? to : refuse(to.refused, `${row.id}: ${to.detail} None was changed.`);
  }
  return rows;
}
