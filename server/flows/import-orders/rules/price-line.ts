import { type Currency, decimalsOf, divideHalfUp, LARGEST_AMOUNT, type Minor } from '../../../values/money.ts';

/** A price per unit, exactly: numerator / denominator minor units. */
export interface UnitPrice {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Reads "2.55" (or "2,55") as an exact price in minor units of the currency; null for anything that is no plain decimal. */
export function readPrice(text: string, decimalMark: '.' | ',', currency: Currency): UnitPrice | null {
  const match = (decimalMark === '.' ? /^(-?)(\d{1,15})(?:\.(\d{1,15}))?$/ : /^(-?)(\d{1,15})(?:,(\d{1,15}))?$/).exec(
    text,
  );
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const magnitude = BigInt(whole + fraction) * 10n ** BigInt(decimalsOf(currency));
  return { numerator: sign === '-' ? -magnitude : magnitude, denominator: 10n ** BigInt(fraction.length) };
}

export interface PricedLine {
  readonly unit_amount: Minor;
  readonly discount_amount: Minor;
}

/**
 * Quantity x price as an order line has it: a whole unit amount and a line discount. The line comes to quantity x price,
 * rounded half up once. A price with more decimals than the currency has is rounded up to a whole unit amount, and the
 * discount makes up the difference, so that the line keeps its units for later cancellations. 3 at 0.333 are 3 x 34 − 2.
 * Null where it is more than an amount can be.
 */
export function priceLine(quantity: number, price: UnitPrice): PricedLine | null {
  const units = BigInt(quantity);
  const unit = (price.numerator + price.denominator - 1n) / price.denominator;
  const total = divideHalfUp(units * price.numerator, price.denominator);
  const gross = units * unit;
  return gross > LARGEST_AMOUNT ? null : { unit_amount: unit, discount_amount: gross - total };
}
