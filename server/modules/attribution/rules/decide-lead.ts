import type { CreditQuestion } from './credit-question.ts';
import { type CreditDecision, decideCredit } from './decide-credit.ts';
import { noReferrers } from './stored-referrer.ts';

export type LeadQuestion = Pick<CreditQuestion, 'occurred_at' | 'touches' | 'unknown' | 'partners'>;

/**
 * Whose a lead is: the partner of the first of its own touches that is valid (rules.md 3, 4), or nobody and why. Settings
 * and self-referral are matters of orders. `store_touch` is for `applyLead`.
 */
export function decideLead(question: LeadQuestion): CreditDecision {
  const { occurred_at, touches, unknown, partners } = question;
  return decideCredit({
    occurred_at,
    touches,
    unknown,
    partners,
    settings: { credit: 'last_touch_only', coupon_credit: 'under_click', self_referral: 'allow' },
    referrers: noReferrers,
    subscription: null,
  });
}
