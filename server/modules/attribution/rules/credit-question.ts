import type { PartnerId } from '../../../values/id.ts';
import type { Touch } from './judge-touch.ts';
import type { Referrers } from './stored-referrer.ts';

export const creditModes = ['first', 'last', 'last_touch_only'] as const;
export const couponCredits = ['over_click', 'under_click'] as const;
export const selfReferrals = ['refuse', 'hold', 'allow'] as const;

/** The account's settings when the order is recorded. */
export interface CreditSettings {
  readonly credit: (typeof creditModes)[number];
  readonly coupon_credit: (typeof couponCredits)[number];
  readonly self_referral: (typeof selfReferrals)[number];
}

export const creditReasons = ['click', 'coupon', 'first_referrer', 'last_referrer', 'subscription', 'manual'] as const;
export type CreditReason = (typeof creditReasons)[number];

/** From the most telling to the least (rules.md 9). */
export const nobodyReasons = [
  'self_referral',
  'partner_not_active',
  'window_passed',
  'unknown_click',
  'no_touch',
] as const;
export type NobodyReason = (typeof nobodyReasons)[number];

/** Who has the credit of an order and why. `manual` also stands beside nobody: the owner took the credit away. */
export interface Credit {
  readonly partner_id: PartnerId | null;
  readonly reason: CreditReason | NobodyReason;
}

/** What a partner is at the order's `occurred_at`, and to its customer. */
export interface PartnerNow {
  readonly approved: boolean;
  /** The customer is this partner (rules.md 10); false for an order without a customer. */
  readonly is_customer: boolean;
}

/** A payment of a subscription; `first` is the credit of its first payment that is known, null where none is. */
export interface SubscriptionPayment {
  readonly payment_number: number;
  readonly first: Credit | null;
}

/** All that decides the credit of an order. */
export interface CreditQuestion {
  readonly occurred_at: Date;
  readonly settings: CreditSettings;
  /** From `orderTouches`. */
  readonly touches: readonly Touch[];
  /** What the order names, and we do not know. */
  readonly unknown: { readonly click: boolean; readonly via: boolean; readonly coupon: boolean };
  /** Those of the customer as they were before this order, from `referrersAt`; `noReferrers` without a customer. */
  readonly referrers: Referrers;
  readonly subscription: SubscriptionPayment | null;
  /** Every partner named above. */
  readonly partners: Readonly<Record<PartnerId, PartnerNow>>;
}
