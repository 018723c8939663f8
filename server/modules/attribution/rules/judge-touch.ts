import type { PartnerId } from '../../../values/id.ts';
import { MINUTE } from '../../../values/instant.ts';
import { isWithinDays } from './within-days.ts';

export const touchKinds = ['click', 'via', 'coupon'] as const;
export type TouchKind = (typeof touchKinds)[number];

/** What limits a coupon, and how often others had used it before. */
export interface CouponLimits {
  readonly starts_at: Date | null;
  /** From then on it is over: its end, or when it was ended by hand. */
  readonly ends_at: Date | null;
  readonly max_uses: number | null;
  /** Other orders that used it; 0 where nothing limits their number. */
  readonly uses_before: number;
}

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
  /** Of a coupon that has dates or a number of uses. */
  readonly limits?: CouponLimits | undefined;
}

/** What stands against a touch or a stored referrer; `valid` where nothing does. */
export const verdicts = [
  ...(['valid', 'not_yet', 'partner_not_active', 'window_passed'] as const),
  ...(['coupon_not_started', 'coupon_ended', 'coupon_used_up'] as const),
] as const;
export type Verdict = (typeof verdicts)[number];
export type CouponVerdict = Extract<Verdict, 'valid' | `coupon_${string}`>;

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
  if (!isWithinDays(occurred_at, touch.at, touch.click_window_days)) return 'window_passed';
  return touch.limits ? judgeLimits(touch.limits, touch.at) : 'valid';
}

/** Whether a coupon could be used at an instant. Its start is in, its end is out. */
export function judgeLimits({ starts_at, ends_at, max_uses, uses_before }: CouponLimits, at: Date): CouponVerdict {
  if (starts_at !== null && at < starts_at) return 'coupon_not_started';
  if (ends_at !== null && at >= ends_at) return 'coupon_ended';
  return max_uses !== null && uses_before >= max_uses ? 'coupon_used_up' : 'valid';
}
