import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import { type BalanceRow, lockBalancesOf, lockBalancesWithPayable } from './queries.ts';

/**
 * Locks every balance of these partners, sorted by partner and currency: the mutex of a partner's money, taken before
 * any commission is. A partner without a row has no money yet; the first transfer makes the row.
 */
export async function lockBalances(tx: Tx, account: AccountId, partners: readonly PartnerId[]): Promise<BalanceRow[]> {
  return partners.length === 0 ? [] : lockBalancesOf(tx, account, [...new Set(partners)]);
}

/** Locks every balance of the account that has anything payable, above or below zero, in the same order. */
export const lockPayableBalances = (tx: Tx, account: AccountId): Promise<BalanceRow[]> =>
  lockBalancesWithPayable(tx, account);
