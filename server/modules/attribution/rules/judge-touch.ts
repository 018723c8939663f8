import type { PartnerId } from '../../../values/id.ts';
import { MINUTE } from '../../../values/instant.ts';
import { isWithinDays } from './within-days.ts';

export const touchKinds = ['click', 'via', 'coupon'] as const;
export type TouchKind = (typeof touchKinds)[number];

/** A touch of an order or lead, with what its partner was when it was made (rules.md 3, 5). */
export interface Touch {
  /** The click's id, or that of the touch recorded for a `via` or a coupon. */
  readonly id: string;
  readonly kind: TouchKind;
  readonly partner_id: PartnerId;
  /** A `via` or coupon that an order names is a touch at the order's `occurred_at`. */
  readonly at: Date;
  /** Named by the order or lead itself, not found by the visitor's cookie. */
  readonly named: boolean;
  readonly approved_then: boolean;
  /** The window of the program that the partner was in then; null where they were in none. */
  readonly click_window_days: number | null;
}

/** What stands against a touch or a stored referrer; `valid` where nothing does. */
export const verdicts = ['valid', 'not_yet', 'partner_not_active', 'window_passed'] as const;
export type Verdict = (typeof verdicts)[number];

/** How much later than its order a click may be that the order itself names: shops' clocks differ (rules.md 5). */
export const CLOCKS_DIFFER_MS = 10 * MINUTE;

/**
 * Whether a touch counts at `occurred_at`, of which `approved_now` speaks too (rules.md 5). A touch with several faults
 * shows the most telling one, in the order of rules.md 9.
 */
export function judgeTouch(touch: Touch, occurred_at: Date, approved_now: boolean): Verdict {
  const grace = touch.kind === 'click' && touch.named ? CLOCKS_DIFFER_MS : 0;
  if (touch.at.getTime() > occurred_at.getTime() + grace) return 'not_yet';
  if (!touch.approved_then || !approved_now || touch.click_window_days === null) return 'partner_not_active';
  return isWithinDays(occurred_at, touch.at, touch.click_window_days) ? 'valid' : 'window_passed';
}
