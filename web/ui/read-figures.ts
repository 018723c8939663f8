import { decimalsOf, fromDecimalText, LARGEST_AMOUNT } from '../../server/values/money.ts';

/** What was read from a field: the amount, or why there is none. */
export type Reading = { readonly value: number } | { readonly wrong: 'no_number' | 'too_exact' | 'too_large' };

/**
 * Reads an amount as people type it ("1,234.50", "1.234,50", "1 234,5") into minor units, without a float. `mark` is the
 * decimal mark of the locale; the other one groups thousands. Digits beyond those of the currency are no amount: rounding
 * what somebody typed would pay something else.
 */
export function readAmount(typed: string, currency: string, mark: string): Reading {
  const plain = plainDecimal(typed, mark);
  if (plain === null) return { wrong: 'no_number' };
  if ((plain.split('.')[1] ?? '').length > decimalsOf(currency)) return { wrong: 'too_exact' };
  const amount = fromDecimalText(plain, currency);
  if (amount === null) return { wrong: 'no_number' };
  if (amount > LARGEST_AMOUNT || amount < -LARGEST_AMOUNT) return { wrong: 'too_large' };
  return { value: Number(amount) };
}

/** Reads a percentage ("12.5") into basis points; a hundredth of a percent is the smallest. */
export function readPercent(typed: string, mark: string): Reading {
  const plain = plainDecimal(typed.replace('%', ''), mark);
  if (plain === null) return { wrong: 'no_number' };
  const [whole = '0', fraction = ''] = plain.split('.');
  if (fraction.length > 2) return { wrong: 'too_exact' };
  const bps = BigInt(`${whole}${fraction.padEnd(2, '0')}`);
  return bps > 10_000n || bps < 0n ? { wrong: 'too_large' } : { value: Number(bps) };
}

function plainDecimal(typed: string, mark: string): string | null {
  const text = typed.trim().replace('−', '-');
  const groups = mark === ',' ? /[.\s'’]/g : /[,\s'’]/g;
  const sides = text.split(mark);
  if (sides.length > 2) return null;
  const [whole = '', fraction] = sides;
  // Groups stand in the whole part only, and each has three digits, or "1.5" typed with the wrong mark would be 15.
  if (!/^-?\d+$/.test(whole) && !/^-?\d{1,3}([.,\s'’]\d{3})+$/.test(whole)) return null;
  if (fraction !== undefined && !/^\d*$/.test(fraction)) return null;
  const digits = whole.replace(groups, '');
  if (!/^-?\d+$/.test(digits)) return null;
  return fraction ? `${digits}.${fraction}` : digits;
}
