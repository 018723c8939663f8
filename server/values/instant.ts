import { Temporal } from 'temporal-polyfill';

/** A calendar day, "2026-01-31", in some time zone that stands beside it. */
export type Day = string;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Exactly days x 24 hours later: windows and holds are lengths of time, not calendar days (rules.md 5, 22). */
export function addDays(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY);
}

const withFraction = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * ISO 8601 with a zone. Kept to the millisecond; without a fraction it means the end of that second where `endOfSecond`
 * is set (rules.md 5). Null for anything else, a day that does not exist included.
 */
export function parseInstant(text: string, endOfSecond = false): Date | null {
  const match = withFraction.exec(text);
  if (!match) return null;
  try {
    const ms = Temporal.Instant.from(text).epochMilliseconds;
    return new Date(endOfSecond && match[1] === undefined ? ms + 999 : ms);
  } catch {
    return null;
  }
}

/** The day on which an instant falls in a time zone. */
export function dayOf(at: Date, timeZone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The first instant of a day in a time zone (daylight saving may make it other than 00:00). */
export function startOfDay(day: Day, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
}

/** True for a day of the calendar: 2026-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** Days added to (or, negative, taken from) a calendar day. */
export function shiftDay(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The same time of day (UTC) months later; the last day of the month where that day does not exist. */
export function shiftMonths(at: Date, months: number): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('UTC');
  return new Date(here.add({ months }).epochMilliseconds);
}

/** Months added to a month, "2026-01". */
export function shiftMonth(month: string, months: number): string {
  return Temporal.PlainYearMonth.from(month).add({ months }).toString();
}

/** True for an IANA time zone that the runtime knows. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** A local wall-clock time ("2010-12-01 08:26:00") of a time zone as an instant; null if it is none. */
export function fromLocal(text: string, timeZone: string): Date | null {
  try {
    const ms = Temporal.PlainDateTime.from(text.trim().replace(' ', 'T'), { overflow: 'reject' }).toZonedDateTime(
      timeZone,
    ).epochMilliseconds;
    return new Date(ms);
  } catch {
    return null;
  }
}
