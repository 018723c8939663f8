import type { Tx } from '../../platform/db.ts';
import { Problem } from '../../platform/http/problems.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountId, CommissionId, PayoutId, ProgramId } from '../../values/id.ts';
import { insertTransfers } from './queries.ts';
import { type Movement, sumTransfers } from './rules/sum-transfers.ts';

/** Why money moved: the closed list of causes. */
export type Cause =
  | 'commission_recorded'
  | 'hold_over'
  | 'approved'
  | 'cancelled'
  | 'restored'
  | 'reversed'
  | 'adjusted'
  | 'run_created'
  | 'run_cancelled'
  | 'paid'
  | 'failed'
  | 'returned';

/** One entry of the ledger. The amount is positive, in minor units of the currency. */
export interface Transfer extends Movement {
  readonly cause: Cause;
  readonly programId?: ProgramId | null;
  readonly commissionId?: CommissionId | null;
  readonly payoutId?: PayoutId | null;
}

/**
 * Writes transfers down and changes the balances with them, in one statement each however many there are. Balances are
 * taken in the order of their ids; whoever decides by a balance has locked it before (`lockBalances`). Throws on amounts
 * that are not positive, and the problem `amount_too_large` where a balance would come to more than JSON can carry: one
 * such balance would spoil every answer that shows it, and every run.
 */
export async function post(tx: Tx, account: AccountId, transfers: readonly Transfer[], at: Date): Promise<void> {
  if (transfers.length === 0) return;
  const changes = sumTransfers(transfers);
  const rows = transfers.map((transfer) => ({
    id: newId('transfer', at),
    partner_id: transfer.partnerId,
    currency: transfer.currency,
    debit: transfer.debit,
    credit: transfer.credit,
    amount: transfer.amount.toString(),
    cause: transfer.cause,
    program_id: transfer.programId ?? null,
    commission_id: transfer.commissionId ?? null,
    payout_id: transfer.payoutId ?? null,
  }));
  const beyond = await insertTransfers(tx, account, rows, changes, at);
  if (beyond.length > 0)
    throw new Problem('amount_too_large', `What ${beyond[0]} is owed and paid would come to more than can be shown.`);
}
