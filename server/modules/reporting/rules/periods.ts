import { Temporal } from 'temporal-polyfill';
import { type Day, shiftDay } from '../../../values/instant.ts';

/** Days of the account's calendar: the first, and the one after the last (rules.md 34). */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** A stretch that is answered from rows of days or of whole months. */
export interface Segment extends Period {
  readonly monthly: boolean;
}

export const lengthOf = ({ from, to }: Period): number => Temporal.PlainDate.from(from).until(to).days;

/** The period of the same length right before. */
export function periodBefore(period: Period): Period {
  return { from: shiftDay(period.from, -lengthOf(period)), to: period.from };
}

/** Whole months, and the days around them, so that a year costs twelve rows and not 365. */
export function segmentsOf({ from, to }: Period, monthly: boolean): Segment[] {
  const firstMonth = from.endsWith('-01') ? from : startOfNextMonth(from);
  const lastMonth = `${to.slice(0, 8)}01`;
  if (!monthly || firstMonth >= lastMonth) return [{ from, to, monthly: false }];
  return [
    { from, to: firstMonth, monthly: false },
    { from: firstMonth, to: lastMonth, monthly: true },
    { from: lastMonth, to, monthly: false },
  ].filter((segment) => segment.from < segment.to);
}

function startOfNextMonth(day: Day): Day {
  return Temporal.PlainDate.from(day).with({ day: 1 }).add({ months: 1 }).toString();
}

export const intervals = ['day', 'week', 'month'] as const;
export type Interval = (typeof intervals)[number];

/** The first day of the interval that a day lies in; weeks begin on Monday (ISO 8601). */
export function startOfInterval(day: Day, interval: Interval): Day {
  if (interval === 'day') return day;
  if (interval === 'month') return `${day.slice(0, 8)}01`;
  return shiftDay(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);
}

function nextInterval(start: Day, interval: Interval): Day {
  if (interval === 'month') return startOfNextMonth(start);
  return shiftDay(start, interval === 'week' ? 7 : 1);
}

/** The intervals of a period, cut to it at both ends. */
export function intervalsOf(period: Period, interval: Interval): Period[] {
  const list: Period[] = [];
  for (let start = startOfInterval(period.from, interval); start < period.to; ) {
    const next = nextInterval(start, interval);
    list.push({ from: later(start, period.from), to: earlier(next, period.to) });
    start = next;
  }
  return list;
}

// Days as text sort by time.
const earlier = (a: Day, b: Day): Day => [a, b].sort()[0]!;
const later = (a: Day, b: Day): Day => [a, b].sort()[1]!;
