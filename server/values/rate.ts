import { divideHalfUp, type Minor } from './money.ts';

/** Basis points: 2,000 is 20 %. 0 to 10,000. */
export type Bps = number;

/** base x bps / 10,000, rounded half up to the minor unit (rules.md 15). */
export function shareOf(base: Minor, bps: Bps): Minor {
  return divideHalfUp(base * BigInt(bps), 10_000n);
}

/** An exact fraction: exchange rates are decimal text, kept exactly until the one rounding (rules.md 21). */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** "1.0837" is 10837/10000. Returns null unless the text is a positive plain decimal. */
export function ratioFromDecimal(text: string): Ratio | null {
  const match = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text);
  if (!match) return null;
  const [, whole = '0', fraction = ''] = match;
  const numerator = BigInt(whole + fraction);
  return numerator === 0n ? null : { numerator, denominator: 10n ** BigInt(fraction.length) };
}

/** The inverse: 2/3 is 3/2. */
export function inverse(ratio: Ratio): Ratio {
  return { numerator: ratio.denominator, denominator: ratio.numerator };
}

/** One after the other, still exact. */
export function compound(a: Ratio, b: Ratio): Ratio {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** Minor units of one currency into minor units of another; decimals of both count; one rounding, half up. */
export function convert(amount: Minor, rate: Ratio, fromDecimals: number, toDecimals: number): Minor {
  return divideHalfUp(
    amount * rate.numerator * 10n ** BigInt(toDecimals),
    rate.denominator * 10n ** BigInt(fromDecimals),
  );
}
