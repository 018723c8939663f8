/** Arithmetic of the simulation's own, so that a mistake in the server's is not made twice. Whole minor units throughout. */

/** a / b to the nearest whole, halves up; neither is negative. */
export const nearest = (a: bigint, b: bigint): bigint => (2n * a + b) / (2n * b);

export const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

export const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Parts in proportion to weights that sum to the whole: what is over goes to the largest fractions, the earlier first. */
export function share(whole: bigint, weights: readonly bigint[], otherwise?: readonly bigint[]): bigint[] {
  const weight = total(weights);
  if (weight === 0n) {
    if (otherwise && total(otherwise) > 0n) return share(whole, otherwise);
    return weights.map((_, index) => (index === 0 ? whole : 0n));
  }
  const exact = weights.map((one, index) => ({
    index,
    floor: (whole * one) / weight,
    fraction: (whole * one) % weight,
  }));
  const over = Number(whole - total(exact.map(({ floor }) => floor)));
  const lucky = new Set(
    [...exact]
      .sort((a, b) => (a.fraction === b.fraction ? a.index - b.index : b.fraction > a.fraction ? 1 : -1))
      .slice(0, over)
      .map(({ index }) => index),
  );
  return exact.map(({ index, floor }) => floor + (lucky.has(index) ? 1n : 0n));
}

const decimals: Record<string, number> = { USD: 2, EUR: 2, JPY: 0, KWD: 3 };

/** What one unit of a currency is worth in dollars, the same each day; exact. */
export const worth: Record<string, readonly [bigint, bigint]> = {
  USD: [1n, 1n],
  EUR: [10_837n, 10_000n],
  JPY: [67n, 10_000n],
  KWD: [32_511n, 10_000n],
};

/** Minor units of one currency in those of another, rounded once. */
export function exchange(amount: bigint, from: string, to: string): bigint {
  if (from === to) return amount;
  const [[a, b], [c, d]] = [worth[from]!, worth[to]!];
  return nearest(amount * a * d * 10n ** BigInt(decimals[to]!), b * c * 10n ** BigInt(decimals[from]!));
}
