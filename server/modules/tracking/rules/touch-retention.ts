import { addDays, SECOND } from '../../../values/instant.ts';

/**
 * The instant before which raw clicks may go (rules.md 3): the account's retention setting in days (null: never, and null
 * is the answer), but never within the longest click window of its programs, whose last second counts as a whole. Touches
 * that a lead or an order named are kept for good and are not asked for here.
 */
export function clicksMayGoBefore(now: Date, retention_days: number | null, longest_window_days: number): Date | null {
  if (retention_days === null) return null;
  const whole = new Date(Math.floor(now.getTime() / SECOND) * SECOND);
  return addDays(whole, -Math.max(retention_days, longest_window_days));
}
