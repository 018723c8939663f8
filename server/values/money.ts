/** Whole minor units (cents, pence, yen) of one currency. Never a float. */
export type Minor = bigint;

/** ISO 4217, three upper-case letters. */
export type Currency = string;

/** The largest amount that JSON carries without loss: 2^53 − 1 minor units. */
export const LARGEST_AMOUNT: Minor = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * How many decimals a currency has (0, 2 or 3; 4 for a few units of account), from the runtime's ICU data.
 * Unknown but well-formed codes have 2, as ICU says.
 */
export function decimalsOf(currency: Currency): number {
  const known = decimalsKnown.get(currency);
  if (known !== undefined) return known;
  const found =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  decimalsKnown.set(currency, found);
  return found;
}
const decimalsKnown = new Map<Currency, number>();

const inUse = new Set(Intl.supportedValuesOf('currency'));

/** True for an ISO 4217 code that the runtime knows. */
export function isCurrency(text: string): boolean {
  return /^[A-Z]{3}$/.test(text) && inUse.has(text);
}

/**
 * numerator / denominator, rounded half up on the magnitude, then the sign put back: the one rounding of this project.
 * 2.5 is 3 and −2.5 is −3. Throws on a zero denominator.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('divideHalfUp by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (n * 2n + d) / (d * 2n);
  return negative ? -rounded : rounded;
}

/** The smaller of two amounts: Math.min takes no bigint. */
export function least(a: Minor, b: Minor): Minor {
  return a > b ? b : a;
}

/** Minor units as an integer for JSON. Throws past 2^53 − 1, which intake has refused before. */
export function toJsonAmount(amount: Minor): number {
  if (amount > LARGEST_AMOUNT || amount < -LARGEST_AMOUNT) throw new RangeError(`amount ${amount} does not fit JSON`);
  return Number(amount);
}

/** 600 USD is "6.00", 600 JPY "600", −5 USD "-0.05": a point, no grouping, for files that machines read. */
export function toDecimalText(amount: Minor, currency: Currency): string {
  const decimals = decimalsOf(currency);
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  return `${amount < 0n ? '-' : ''}${whole}${decimals === 0 ? '' : `.${fraction}`}`;
}

/**
 * "2.55" with 2 decimals is 255n; more digits than the currency has are rounded half up ("0.125" is 13n).
 * Returns null for anything that is not a plain decimal number.
 */
export function fromDecimalText(text: string, currency: Currency): Minor | null {
  const match = /^(-?)(\d{1,18})(?:\.(\d{1,18}))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const amount = divideHalfUp(
    BigInt(whole + fraction) * 10n ** BigInt(decimalsOf(currency)),
    10n ** BigInt(fraction.length),
  );
  return sign === '-' ? -amount : amount;
}
