import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { type BalanceRow, listAllBalances, sumAllTransfers } from './queries.ts';

/** A balance that is not what its transfers add up to; null where there is none at all. */
export interface BalanceBreach {
  readonly partner_id: string;
  readonly currency: string;
  readonly balance: BalanceRow | null;
  readonly transfers: BalanceRow | null;
}

/** For the doctor: every balance against the sum of its transfers. An empty list is what should come out. */
export async function compareBalances(tx: Tx, account: AccountId): Promise<BalanceBreach[]> {
  const key = (row: BalanceRow): string => `${row.partner_id} ${row.currency}`;
  const kept = new Map((await listAllBalances(tx, account)).map((row) => [key(row), row]));
  const summed = new Map((await sumAllTransfers(tx, account)).map((row) => [key(row), row]));
  const breaches: BalanceBreach[] = [];
  for (const name of [...new Set([...kept.keys(), ...summed.keys()])].sort()) {
    const [balance = null, transfers = null] = [kept.get(name), summed.get(name)];
    if (balance && transfers && isSame(balance, transfers)) continue;
    const [partner_id = '', currency = ''] = name.split(' ');
    breaches.push({ partner_id, currency, balance, transfers });
  }
  return breaches;
}

function isSame(a: BalanceRow, b: BalanceRow): boolean {
  return a.pending === b.pending && a.payable === b.payable && a.in_flight === b.in_flight && a.paid === b.paid;
}
