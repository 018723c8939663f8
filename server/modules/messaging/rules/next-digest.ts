import { Temporal } from 'temporal-polyfill';

/** Digests go out when people begin to work, in the account's time zone. */
const HOUR_OF_DAY = 8;
const MONDAY = 1;

/** When the next digest goes out after an instant: the next 8 o'clock, or the next Monday's. */
export function nextDigest(after: Date, every: 'daily' | 'weekly', timeZone: string): Date {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(timeZone);
  for (let day = now.toPlainDate(), looks = 0; looks < 9; day = day.add({ days: 1 }), looks += 1) {
    if (every === 'weekly' && day.dayOfWeek !== MONDAY) continue;
    const at = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: HOUR_OF_DAY }) });
    if (at.epochMilliseconds > after.getTime()) return new Date(at.epochMilliseconds);
  }
  throw new Error('a week has a Monday');
}
