import { addDays, SECOND } from '../../../values/instant.ts';

/**
 * True where `at` is no later than `days` x 24 hours after `from`, to the second, inclusive (rules.md 5); null days: for
 * good. The last second belongs to the period as a whole, so both ends are compared without their milliseconds: a click at
 * 10:00:00.400 with 30 days serves through 10:00:00.999. Otherwise an order "10:00:00", which stands for the end of that
 * second, would lose a click made in the very second that its window ends. Nobody measures in less than seconds.
 */
export function isWithinDays(at: Date, from: Date, days: number | null): boolean {
  return days === null || isNoLater(at, addDays(from, days));
}

/** `at` is no later than `limit`, to the second, inclusive. */
export function isNoLater(at: Date, limit: Date): boolean {
  return wholeSeconds(at) <= wholeSeconds(limit);
}

function wholeSeconds(at: Date): number {
  return Math.floor(at.getTime() / SECOND);
}
