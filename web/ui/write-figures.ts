import { decimalsOf, type Minor, toDecimalText } from '../../server/values/money.ts';

/**
 * Minor units as the reader writes money. The digits come from whole numbers: Intl is handed decimal text, which it
 * formats exactly, and never a float.
 */
export function amountText(amount: Minor, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  return format.format(toDecimalText(amount, currency) as `${number}`).replace('-', '−');
}

/** 2,050 basis points are "20.5 %" in the manner of the locale. */
export function percentText(bps: number, locale: string): string {
  const text = `${bps}E-4` as `${number}`;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(text);
}

const shapes = {
  day: { dateStyle: 'medium' },
  minute: { dateStyle: 'medium', timeStyle: 'short' },
  second: { dateStyle: 'medium', timeStyle: 'medium' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export function instantText(at: string, to: keyof typeof shapes, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { ...shapes[to], timeZone }).format(new Date(at));
}

/** A day has no time zone: it is read and written in UTC, so that it stays the same day. */
export function dayText(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** The point between whole and fraction as the locale writes it. */
export function decimalMark(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
}

/** An amount as it stands in a field: no currency, no grouping, the locale's decimal mark. */
export function fieldText(amount: Minor, currency: string, locale: string): string {
  const text = toDecimalText(amount, currency);
  return decimalsOf(currency) === 0 ? text : text.replace('.', decimalMark(locale));
}
