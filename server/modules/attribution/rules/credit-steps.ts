import type { PartnerId } from '../../../values/id.ts';
import type { Credit, CreditReason, CreditSettings, NobodyReason } from './credit-question.ts';
import { verdicts } from './judge-touch.ts';

/** Where a credit may come from. */
export const candidateSteps = [
  'subscription',
  'named_click',
  'via',
  'coupon',
  'visitor_click',
  'first_referrer',
  'last_referrer',
] as const;
export type CandidateStepName = (typeof candidateSteps)[number];

/** What was found of a candidate, looked at alone. */
export const findings = [
  ...verdicts,
  'unknown_click',
  'unknown_via',
  'unknown_coupon',
  'none_stored',
  'first_unknown',
  'first_to_nobody',
] as const;
export type Finding = (typeof findings)[number];

/**
 * What became of it: its finding where that is why it was passed over; `won`; `self_referral`, which ended the search;
 * `not_needed`, as the search had ended; `not_asked`, as the settings or the subscription leave it out.
 */
export type CandidateOutcome = Exclude<Finding, 'valid'> | 'won' | 'self_referral' | 'not_needed' | 'not_asked';

/** Instants in steps are ISO 8601 text, so that steps are kept and sent as they are. */
export type InstantText = string;

export interface TouchFacts {
  readonly touch_id: string;
  readonly at: InstantText;
  readonly click_window_days: number | null;
  /** The window's last second, inclusive. */
  readonly counts_until: InstantText | null;
  readonly approved_then: boolean;
  /** Of a coupon that has dates or a number of uses. */
  readonly limits?: {
    readonly starts_at: InstantText | null;
    readonly ends_at: InstantText | null;
    readonly max_uses: number | null;
    readonly uses_before: number;
  };
}

export interface ReferrerFacts {
  readonly stored_at: InstantText;
  readonly renewed_at: InstantText | null;
  readonly lead_window_days: number | null;
  readonly serves_until: InstantText | null;
  readonly cause: 'lead' | 'order' | 'manual';
  readonly cause_id: string | null;
}

export interface SubscriptionFacts {
  readonly payment_number: number;
  readonly first: Credit | null;
}

export interface SettingsStep extends CreditSettings {
  readonly position: number;
  readonly step: 'settings';
  readonly outcome: 'applied';
  readonly occurred_at: InstantText;
}

/** Of touch, referrer and subscription the one is there that the step is about; none for what is unknown or absent. */
export interface CandidateStep {
  readonly position: number;
  readonly step: CandidateStepName;
  readonly outcome: CandidateOutcome;
  readonly finding: Finding;
  readonly partner_id: PartnerId | null;
  readonly approved_now: boolean | null;
  readonly is_customer: boolean | null;
  readonly touch?: TouchFacts;
  readonly referrer?: ReferrerFacts;
  readonly subscription?: SubscriptionFacts;
}

export interface DecisionStep {
  readonly position: number;
  readonly step: 'decision';
  readonly outcome: CreditReason | NobodyReason;
  readonly partner_id: PartnerId | null;
  readonly held: 'self_referral' | null;
}

/**
 * The explanation of a credit: the settings, every candidate in the order in which they were considered, the decision.
 * From the facts in it alone the decision can be computed again (`recomputeCredit`). It holds no customer's data.
 */
export type CreditStep = SettingsStep | CandidateStep | DecisionStep;
