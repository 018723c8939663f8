import type { CreditReason, NobodyReason } from './credit-question.ts';
import type { CandidateOutcome, CandidateStepName, CreditStep } from './credit-steps.ts';

/**
 * The closed vocabulary of credit in plain words, for owners and for partners. What a partner reads names no customer and
 * no other partner (rules.md 36).
 */
export interface Words {
  readonly owner: string;
  readonly partner: string;
}

/** Why an order is credited, or to nobody. */
export const reasonWords: Readonly<Record<CreditReason | NobodyReason, Words>> = {
  click: {
    owner: "A click on this partner's link, or a visit that named the partner, led to the order.",
    partner: 'Your link led to this order.',
  },
  coupon: { owner: "The order used this partner's coupon.", partner: 'The order used your coupon.' },
  first_referrer: {
    owner: 'This partner was the first to bring this customer.',
    partner: 'You were the first to bring this customer.',
  },
  last_referrer: {
    owner: 'This partner was the last to bring this customer.',
    partner: 'You were the last to bring this customer.',
  },
  subscription: {
    owner: 'A later payment of a subscription follows the credit of its first payment.',
    partner: 'This is a later payment of a subscription that was credited to you.',
  },
  manual: {
    owner: 'The credit was decided by hand.',
    partner: 'The owner of the program decided this credit by hand.',
  },
  self_referral: {
    owner: 'The customer is the partner, and your settings refuse such orders.',
    partner: 'This is your own purchase, which earns nothing here.',
  },
  partner_not_active: {
    owner: 'The partner who brought this customer was not approved at that time, or is not any more.',
    partner: 'You were not approved when you brought this customer, or when the order was placed.',
  },
  window_passed: {
    owner: 'Somebody brought this customer, but too long before the order.',
    partner: 'You brought this customer too long before the order.',
  },
  unknown_click: {
    owner: 'The order names a click that is not known here. If it arrives within seven days, the order is judged anew.',
    partner: 'The order names a click that is not known here.',
  },
  no_touch: {
    owner: 'Nothing shows that a partner brought this customer.',
    partner: 'Nothing shows that you brought this customer.',
  },
};

/** What became of each candidate. */
export const outcomeWords: Readonly<Record<CandidateOutcome, Words>> = {
  won: { owner: 'It counts: this partner is credited.', partner: 'It counts: the order is credited to you.' },
  self_referral: reasonWords.self_referral,
  not_needed: {
    owner: 'It would count, but another came before it.',
    partner: 'It would count, but by the rules of the program something else came before it.',
  },
  not_asked: {
    owner: 'Your settings, or the subscription, leave it out of the question.',
    partner: 'By the rules of the program it was not considered for this order.',
  },
  not_yet: { owner: 'It came after the order.', partner: 'It came after the order.' },
  partner_not_active: {
    owner: 'The partner was not approved when it was made, or was not at the order.',
    partner: 'You were not approved when it was made, or were not at the order.',
  },
  window_passed: {
    owner: 'It was too long before the order: its time had run out.',
    partner: 'It was too long before the order: its time had run out.',
  },
  unknown_click: { owner: 'No such click is known here.', partner: 'No such click is known here.' },
  unknown_via: { owner: 'No partner has this code.', partner: 'No partner has this code.' },
  unknown_coupon: {
    owner: "The coupon is unknown, or no partner's. It changes nothing.",
    partner: 'The coupon is not yours. It changes nothing.',
  },
  coupon_not_started: {
    owner: 'The coupon could not be used yet: its first day had not come.',
    partner: 'Your coupon could not be used yet: its first day had not come.',
  },
  coupon_ended: {
    owner: 'The coupon was over: its last day had passed, or it had been ended.',
    partner: 'Your coupon was over: its last day had passed, or it had been ended.',
  },
  coupon_used_up: {
    owner: 'The coupon had been used as often as it may be.',
    partner: 'Your coupon had been used as often as it may be.',
  },
  none_stored: {
    owner: 'There was none at the time of the order.',
    partner: 'There was none at the time of the order.',
  },
  first_unknown: {
    owner: 'No earlier payment of this subscription is known, so this one is credited like any other order.',
    partner: 'No earlier payment of this subscription is known, so this one is credited like any other order.',
  },
  first_to_nobody: {
    owner: 'The first payment was credited to nobody, so this one is, too.',
    partner: 'The first payment was not credited to you, so this one is not either.',
  },
};

/** What each step looks at. */
export const stepWords: Readonly<Record<CandidateStepName | 'settings' | 'decision', Words>> = {
  settings: { owner: 'Your settings for credit', partner: 'The rules of the program' },
  subscription: { owner: "The subscription's first payment", partner: "The subscription's first payment" },
  named_click: { owner: 'The click that the order names', partner: 'Your click that the order names' },
  via: { owner: 'The partner code that the order names', partner: 'Your code that the order names' },
  coupon: { owner: "The order's coupon", partner: 'Your coupon' },
  visitor_click: { owner: 'Another click of the same visitor', partner: 'Another click on your link' },
  first_referrer: { owner: "The customer's first referrer", partner: 'The first to bring the customer' },
  last_referrer: { owner: "The customer's last referrer", partner: 'The last to bring the customer' },
  decision: { owner: 'The decision', partner: 'The decision' },
};

/** A step as one sentence for the owner: the `detail` of an explanation. Names and ids stand beside it. */
export function detailOf(step: CreditStep): string {
  const what = stepWords[step.step].owner;
  if (step.step === 'settings') {
    return `${what}: credit ${step.credit}, coupons ${step.coupon_credit}, self-referral ${step.self_referral}.`;
  }
  if (step.step !== 'decision') return `${what}: ${outcomeWords[step.outcome].owner}`;
  const held = step.held === null ? '' : ' It waits for a person, as the customer is the partner.';
  return `${what}: ${reasonWords[step.outcome].owner}${held}`;
}
