/** What stands in a field of date and time, "2026-01-31T09:30", without a zone. */
const shape = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

/** The wall clock of a time zone at an instant, as a field of date and time shows it; empty for none. */
export function toLocalText(at: string | null, timeZone: string): string {
  if (!at) return '';
  return new Date(wallClock(new Date(at).getTime(), timeZone)).toISOString().slice(0, 16);
}

/**
 * The instant at which the wall clock of a time zone shows this; null for what is no time. An hour that is left out in spring
 * is read as the hour after it.
 */
export function fromLocalText(text: string, timeZone: string): string | null {
  const parts = shape.exec(text)?.slice(1).map(Number);
  if (!parts) return null;
  const [year, month, day, hour, minute] = parts as [number, number, number, number, number];
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  const near = wanted - (wallClock(wanted, timeZone) - wanted);
  const exact = wanted - (wallClock(near, timeZone) - near);
  const fitting = [exact, near].find((at) => wallClock(at, timeZone) === wanted);
  return new Date(fitting ?? Math.max(exact, near)).toISOString();
}

/** The wall clock as if it were UTC, to the minute. */
function wallClock(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  });
  const found = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => found.get(name) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
}
