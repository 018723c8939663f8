import type { PartnerId } from '../../../values/id.ts';
import type { Currency, Minor } from '../../../values/money.ts';

/** The accounts of the ledger. `expense` is a program's commission expense; the others belong to a partner. */
export const ledgerAccounts = ['expense', 'pending', 'payable', 'in_flight', 'paid_out'] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

/** What a transfer moves: a positive amount out of the account it debits, into the one it credits. */
export interface Movement {
  readonly partnerId: PartnerId;
  readonly currency: Currency;
  readonly debit: LedgerAccount;
  readonly credit: LedgerAccount;
  readonly amount: Minor;
}

/** How one balance changes; amounts in minor units of the currency, of either sign. */
export interface BalanceChange {
  readonly partner_id: PartnerId;
  readonly currency: Currency;
  pending: Minor;
  payable: Minor;
  in_flight: Minor;
  paid: Minor;
}

/** Expense is kept as transfers only: a balance of it would be one hot row for a whole program. */
const columns = { pending: 'pending', payable: 'payable', in_flight: 'in_flight', paid_out: 'paid' } as const;

/**
 * What transfers add up to, per partner and currency, in the order in which balances are locked. Throws on an amount that
 * is not positive or an account moved to itself: those are bugs, and the ledger must not take them.
 */
export function sumTransfers(transfers: readonly Movement[]): BalanceChange[] {
  const sums = new Map<string, BalanceChange>();
  for (const { partnerId, currency, debit, credit, amount } of transfers) {
    if (amount <= 0n) throw new RangeError(`a transfer of ${amount} is not positive`);
    if (debit === credit) throw new RangeError(`a transfer from ${debit} to itself`);
    const key = `${partnerId} ${currency}`;
    const sum = sums.get(key) ?? { partner_id: partnerId, currency, pending: 0n, payable: 0n, in_flight: 0n, paid: 0n };
    if (debit !== 'expense') sum[columns[debit]] -= amount;
    if (credit !== 'expense') sum[columns[credit]] += amount;
    sums.set(key, sum);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
