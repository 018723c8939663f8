/** Amounts by currency, in the order of the currencies. */
export function sumsOf(rows: readonly { readonly currency: string; readonly amount: number }[]) {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of rows) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ currency, amount }));
}
