import { type Currency, type Minor, toDecimalText } from '../../../values/money.ts';

/** "$12.50": an amount as people of a language read it; exact, however large. */
export function sayMoney(amount: Minor, currency: Currency, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  // As text, since a number would lose digits; the runtime formats decimal text exactly.
  return format.format(toDecimalText(amount, currency) as unknown as number);
}

/** "January 31, 2026", as the day stands in a time zone. */
export function sayDay(at: Date, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(at);
}

/** "January 31, 2026 at 10:00 AM UTC". */
export function sayInstant(at: Date, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
}

/** "3 mugs, a book and 2 more": a list that stays short, however long it is. */
export function sayList(names: readonly string[], language: string, most = 5): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(rest > 0 ? [...shown, `+${rest}`] : shown);
}
