import { DAY, type Day, dayOf, shiftDay, startOfDay } from '../../../values/instant.ts';

/** A day of an account's calendar with its first instant and that of the next day, in milliseconds. */
export interface DaySpan {
  readonly day: Day;
  readonly from: number;
  readonly to: number;
}

/** Finds the day of an instant. Keeps what it found, since a time zone's rules are slow to ask a million times. */
export type FindDay = (ms: number) => DaySpan;

export function daysIn(timeZone: string): FindDay {
  const known = new Map<number, DaySpan[]>();
  let last: DaySpan | null = null;
  return (ms) => {
    if (last !== null && ms >= last.from && ms < last.to) return last;
    const bucket = Math.floor(ms / DAY);
    const spans = known.get(bucket) ?? [];
    let found = spans.find((span) => ms >= span.from && ms < span.to);
    if (!found) {
      found = spanOf(dayOf(new Date(ms), timeZone), timeZone);
      known.set(bucket, [...spans, found]);
    }
    last = found;
    return found;
  };
}

/** The day with its limits; daylight saving makes some days longer or shorter than 24 hours. */
export function spanOf(day: Day, timeZone: string): DaySpan {
  const from = startOfDay(day, timeZone).getTime();
  return { day, from, to: startOfDay(shiftDay(day, 1), timeZone).getTime() };
}
