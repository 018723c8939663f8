import type { Cause, LedgerAccount, Transfer } from '../ledger/index.ts';
import type { CommissionRow } from './queries.ts';
import type { CommissionStatus } from './rules/commission-transitions.ts';

/** The ledger account in which a commission of this status stands; null: it is not recorded yet. */
function accountOf(status: CommissionStatus | null): LedgerAccount {
  if (status === null || status === 'cancelled') return 'expense';
  return status === 'paid' ? 'paid_out' : status;
}

/**
 * The transfer that takes a commission from one status to another, `null` being before it was recorded. A negative amount
 * goes the other way, so that every transfer is positive. Null where no money moves.
 */
export function transferBetween(
  row: Pick<CommissionRow, 'id' | 'partner_id' | 'program_id' | 'currency' | 'amount'>,
  from: CommissionStatus | null,
  to: CommissionStatus,
  cause: Cause,
): Transfer | null {
  const [debit, credit] = row.amount > 0n ? [accountOf(from), accountOf(to)] : [accountOf(to), accountOf(from)];
  if (debit === credit) return null;
  return {
    partnerId: row.partner_id,
    currency: row.currency,
    debit,
    credit,
    amount: row.amount > 0n ? row.amount : -row.amount,
    cause,
    programId: row.program_id,
    commissionId: row.id,
  };
}
