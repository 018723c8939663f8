import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { type Cause, post } from '../ledger/index.ts';
import { authorOf } from './insert-rows.ts';
import { transferBetween } from './ledger-moves.ts';
import { type CommissionRow, changeStates, insertHistory } from './queries.ts';
import type { CommissionStatus, HeldReason } from './rules/commission-transitions.ts';

/** What was done to a commission, as its history says it. */
export type Act =
  | 'hold_over'
  | 'approved'
  | 'held'
  | 'hold_lifted'
  | 'cancelled'
  | 'restored'
  | 'claimed'
  | 'paid'
  | 'failed'
  | 'returned'
  | 'run_cancelled';

export interface Move {
  readonly row: CommissionRow;
  readonly status: CommissionStatus;
  readonly heldReason: HeldReason | null;
  readonly countsFrom: Date | null;
  readonly act: Act;
  readonly note?: string | null;
}

/** The ledger's word for acts that move money; a hold that is lifted too late has been over since. */
const causes: Partial<Record<Act, Cause>> = {
  hold_over: 'hold_over',
  hold_lifted: 'hold_over',
  approved: 'approved',
  cancelled: 'cancelled',
  restored: 'restored',
};

/**
 * Changes the state of commissions, writes their history and posts to the ledger. The caller holds the balances of their
 * partners (`lockBalances`) and has decided by what it read after.
 */
export async function moveCommissions(context: Context, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const { tx, accountId, now } = context;
  const changes = moves.map(({ row, status, heldReason, countsFrom }) => ({
    id: row.id,
    status,
    held_reason: heldReason,
    counts_from: countsFrom,
  }));
  await changeStates(tx, accountId, changes);
  const author = authorOf(context);
  const history = moves.map(({ row, status, heldReason, act, note }) => ({
    id: newId('event', now),
    commission_id: row.id,
    act,
    status,
    held_reason: heldReason,
    payout_id: null,
    author,
    note: note ?? null,
  }));
  await insertHistory(tx, accountId, history, now);
  const transfers = moves.flatMap(({ row, status, act }) => {
    const cause = causes[act];
    return (cause && transferBetween(row, row.status, status, cause)) ?? [];
  });
  await post(tx, accountId, transfers, now);
}
