/**
 * Splits `total` in proportion to `weights` by largest remainder, so that the parts sum to the whole exactly.
 * Ties go to the earlier part. All weights zero: everything goes by `fallback` weights where given, else to the first.
 * Throws on a negative total, a negative weight, or a total with nothing to split over.
 */
export function splitByLargestRemainder(
  total: bigint,
  weights: readonly bigint[],
  fallback?: readonly bigint[],
): bigint[] {
  if (total < 0n) throw new RangeError('cannot split a negative total');
  if (weights.some((w) => w < 0n)) throw new RangeError('cannot split by a negative weight');
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) {
    if (total === 0n) return weights.map(() => 0n);
    if (weights.length === 0) throw new RangeError('nothing to split over');
    return fallback?.some((w) => w > 0n)
      ? splitByLargestRemainder(total, fallback)
      : weights.map((_, i) => (i === 0 ? total : 0n));
  }
  const parts = weights.map((weight) => (total * weight) / sum);
  let left = total - parts.reduce((a, b) => a + b, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    parts[index] = parts[index]! + 1n;
    left -= 1n;
  }
  return parts;
}
