import type { PartnerId } from '../../../values/id.ts';
import { addDays } from '../../../values/instant.ts';
import type { Credit, CreditQuestion, CreditReason, PartnerNow } from './credit-question.ts';
import type { CandidateStep, CandidateStepName, Finding } from './credit-steps.ts';
import { judgeTouch, type Touch } from './judge-touch.ts';
import { judgeReferrer, type StoredReferrer } from './stored-referrer.ts';

/** Somebody who may get the credit: what is known of them, whether the rules ask for them at all, and the touch behind. */
export interface Candidate {
  readonly facts: Omit<CandidateStep, 'position' | 'outcome'>;
  readonly reason: CreditReason;
  readonly asked: boolean;
  readonly touch: Touch | null;
}

/**
 * All candidates in the order of rules.md 8.2 and 8.3, each judged by itself. A coupon stands before all of them with
 * `over_click`; with `under_click` after the click (or `via`) that the order names and before the visitor's other clicks,
 * which is the order of rules.md 3.
 */
export function rankCandidates(question: CreditQuestion): Candidate[] {
  const { credit, coupon_credit } = question.settings;
  const { named, coupons, others } = ownTouches(question);
  const over = coupon_credit === 'over_click';
  const own = over ? [...named, ...others] : [...named, ...coupons, ...others];
  const referrer = (slot: 'first' | 'last'): Candidate =>
    referrerCandidate(question, slot, credit !== 'last_touch_only');
  const [first, last] = [referrer('first'), referrer('last')];
  const rest = credit === 'first' ? [first, ...own, last] : [...own, last, first];
  return over ? [...coupons, ...rest] : rest;
}

function ownTouches(question: CreditQuestion): { named: Candidate[]; coupons: Candidate[]; others: Candidate[] } {
  const { touches, unknown } = question;
  const all = touches.map((touch) => touchCandidate(question, touch));
  const pick = (...steps: CandidateStepName[]): Candidate[] => all.filter(({ facts }) => steps.includes(facts.step));
  return {
    named: [
      ...(unknown.click ? [absent('named_click', 'unknown_click', 'click')] : []),
      ...pick('named_click', 'via'),
      ...(unknown.via ? [absent('via', 'unknown_via', 'click')] : []),
    ],
    coupons: [...(unknown.coupon ? [absent('coupon', 'unknown_coupon', 'coupon')] : []), ...pick('coupon')],
    others: pick('visitor_click'),
  };
}

function touchCandidate(question: CreditQuestion, touch: Touch): Candidate {
  const { id: touch_id, partner_id, at, click_window_days, approved_then } = touch;
  const now = partnerNow(question, partner_id);
  const counts_until = click_window_days === null ? null : addDays(at, click_window_days).toISOString();
  const facts = {
    step: touchStep(touch),
    finding: judgeTouch(touch, question.occurred_at, now.approved),
    partner_id,
    approved_now: now.approved,
    is_customer: now.is_customer,
    touch: { touch_id, at: at.toISOString(), click_window_days, counts_until, approved_then, ...limitsOf(touch) },
  };
  return { facts, reason: touch.kind === 'coupon' ? 'coupon' : 'click', asked: true, touch };
}

function limitsOf({ limits }: Touch): Pick<NonNullable<CandidateStep['touch']>, 'limits'> {
  if (!limits) return {};
  const { starts_at, ends_at, max_uses, uses_before } = limits;
  const text = (at: Date | null) => at?.toISOString() ?? null;
  return { limits: { starts_at: text(starts_at), ends_at: text(ends_at), max_uses, uses_before } };
}

function touchStep(touch: Touch): CandidateStepName {
  if (touch.kind === 'coupon') return 'coupon';
  if (!touch.named) return 'visitor_click';
  return touch.kind === 'via' ? 'via' : 'named_click';
}

function referrerCandidate(question: CreditQuestion, slot: 'first' | 'last', asked: boolean): Candidate {
  const step = `${slot}_referrer` as const;
  const referrer = question.referrers[slot];
  if (referrer === null) return { ...absent(step, 'none_stored', step), asked };
  const now = partnerNow(question, referrer.partner_id);
  const facts = {
    step,
    finding: judgeReferrer(referrer, question.occurred_at, now.approved),
    partner_id: referrer.partner_id,
    approved_now: now.approved,
    is_customer: now.is_customer,
    referrer: referrerFacts(referrer),
  };
  return { facts, reason: step, asked, touch: null };
}

function referrerFacts(referrer: StoredReferrer): CandidateStep['referrer'] {
  const { stored_at, renewed_at, serves_until, lead_window_days, cause, cause_id } = referrer;
  return {
    stored_at: stored_at.toISOString(),
    renewed_at: renewed_at?.toISOString() ?? null,
    lead_window_days,
    serves_until: serves_until?.toISOString() ?? null,
    cause,
    cause_id,
  };
}

function absent(step: CandidateStepName, finding: Finding, reason: CreditReason): Candidate {
  const facts = { step, finding, partner_id: null, approved_now: null, is_customer: null };
  return { facts, reason, asked: true, touch: null };
}

/**
 * The candidate of a payment after its subscription's first (rules.md 8.1), or null for any other order. Where it is
 * `first_unknown` the order is credited like any other.
 */
export function subscriptionCandidate(question: CreditQuestion): Candidate | null {
  const { subscription } = question;
  if (subscription === null || subscription.payment_number <= 1) return null;
  const { payment_number, first } = subscription;
  const partner_id = first?.partner_id ?? null;
  const now = partner_id === null ? null : partnerNow(question, partner_id);
  const finding = subscriptionFinding(first, now);
  const facts = {
    step: 'subscription' as const,
    finding,
    partner_id,
    approved_now: now?.approved ?? null,
    is_customer: now?.is_customer ?? null,
    subscription: { payment_number, first: first === null ? null : { partner_id, reason: first.reason } },
  };
  return { facts, reason: 'subscription', asked: true, touch: null };
}

function subscriptionFinding(first: Credit | null, now: PartnerNow | null): Finding {
  if (first === null) return 'first_unknown';
  if (now === null) return 'first_to_nobody';
  return now.approved ? 'valid' : 'partner_not_active';
}

function partnerNow(question: CreditQuestion, partner: PartnerId): PartnerNow {
  const now = question.partners[partner];
  if (now === undefined) throw new Error(`the credit question says nothing of ${partner}`);
  return now;
}
