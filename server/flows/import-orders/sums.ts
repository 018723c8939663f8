import type { CommissionRow } from '../../modules/commissions/index.ts';
import { toJsonAmount } from '../../values/money.ts';

/** Minor units by currency. */
export type Sums = Map<string, bigint>;

export function addTo(sums: Sums, rows: Iterable<Pick<CommissionRow, 'currency' | 'amount'>>): void {
  for (const { currency, amount } of rows) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
}

export function sumsToJson(sums: Sums): { currency: string; amount: number }[] {
  return [...sums].sort().map(([currency, amount]) => ({ currency, amount: toJsonAmount(amount) }));
}
