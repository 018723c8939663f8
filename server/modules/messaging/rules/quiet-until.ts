import { Temporal } from 'temporal-polyfill';

/**
 * The end of the quiet hours that an instant lies in, or null where it lies in none. `from` is inclusive, `to` exclusive, both
 * as "22:00" in the time zone; hours over midnight are understood, and equal ones are none.
 */
export function quietUntil(
  at: Date,
  quiet: { readonly from: string; readonly to: string } | null,
  timeZone: string,
): Date | null {
  if (quiet === null || quiet.from === quiet.to) return null;
  const now = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const time = now.toPlainTime();
  const [from, to] = [Temporal.PlainTime.from(quiet.from), Temporal.PlainTime.from(quiet.to)];
  const isLate = Temporal.PlainTime.compare(time, from) >= 0;
  const isEarly = Temporal.PlainTime.compare(time, to) < 0;
  const overMidnight = Temporal.PlainTime.compare(from, to) > 0;
  if (overMidnight ? !isLate && !isEarly : !isLate || !isEarly) return null;
  const day = overMidnight && isLate ? now.toPlainDate().add({ days: 1 }) : now.toPlainDate();
  return new Date(day.toZonedDateTime({ timeZone, plainTime: to }).epochMilliseconds);
}
