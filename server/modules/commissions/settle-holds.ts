import type { Context } from '../../platform/http/route.ts';
import { findPartners } from '../partners/index.ts';
import { type Act, type Move, moveCommissions } from './move-commissions.ts';
import { type CommissionRow, listReversals } from './queries.ts';

/** Which of these partners are suspended now: what they have pending stays pending. */
export async function suspendedAmong(context: Context, rows: readonly CommissionRow[]): Promise<Set<string>> {
  const ids = [...new Set(rows.map((row) => row.partner_id))];
  const partners = await findPartners(context.tx, context.accountId, ids);
  return new Set(partners.filter((partner) => partner.status === 'suspended').map((partner) => partner.id));
}

/**
 * Makes commissions payable together with their pending reversals, which count from the same instant (rules.md 24, 27).
 * The caller holds the balances.
 */
export async function makePayable(
  context: Context,
  rows: readonly CommissionRow[],
  act: Act,
  countsFrom: (row: CommissionRow) => Date,
): Promise<void> {
  const from = new Map(rows.map((row) => [row.id, countsFrom(row)]));
  const reversals = (await listReversals(context.tx, context.accountId, rows)).filter(
    (row) => row.status === 'pending',
  );
  const moves = [...rows, ...reversals].map((row): Move => {
    const counts = from.get(row.reversal_of ?? row.id);
    return { row, status: 'payable', heldReason: null, countsFrom: counts ?? context.now, act };
  });
  await moveCommissions(context, moves);
}

/** True where the hold is over, the last instant included. */
export const isOver = (row: CommissionRow, now: Date): boolean =>
  row.payable_on === null || row.payable_on.getTime() <= now.getTime();

/**
 * What becomes of pending commissions that nothing holds any more but perhaps their partner's suspension: payable where the
 * hold is over, else pending without a reason, else held for the suspension.
 */
export async function settleHolds(context: Context, rows: readonly CommissionRow[], act: Act): Promise<void> {
  const suspended = await suspendedAmong(context, rows);
  const isHeld = (row: CommissionRow): boolean => suspended.has(row.partner_id);
  const free = rows.filter((row) => !isHeld(row));
  const over = free.filter((row) => isOver(row, context.now));
  // The end of a hold is the instant itself; a hold that a person lifts later ends when that is done.
  await makePayable(context, over, act, (row) => (act === 'hold_over' ? (row.payable_on ?? context.now) : context.now));
  const waiting = free.filter((row) => !isOver(row, context.now) && row.held_reason !== null);
  const held = rows.filter((row) => isHeld(row) && row.held_reason !== 'partner_suspended');
  await moveCommissions(context, [
    ...waiting.map((row): Move => ({ row, status: 'pending', heldReason: null, countsFrom: null, act: 'hold_lifted' })),
    ...held.map(
      (row): Move => ({ row, status: 'pending', heldReason: 'partner_suspended', countsFrom: null, act: 'held' }),
    ),
  ]);
}
