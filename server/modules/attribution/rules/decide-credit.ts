import type { PartnerId } from '../../../values/id.ts';
import {
  type Credit,
  type CreditQuestion,
  type CreditReason,
  type NobodyReason,
  nobodyReasons,
} from './credit-question.ts';
import type { CandidateOutcome, CreditStep } from './credit-steps.ts';
import type { Touch } from './judge-touch.ts';
import { type Candidate, rankCandidates, subscriptionCandidate } from './rank-candidates.ts';

export interface CreditDecision {
  readonly partner_id: PartnerId | null;
  readonly reason: CreditReason | NobodyReason;
  /** Both tiers wait for a person: the customer is the partner, and the account holds such orders (rules.md 10). */
  readonly held: 'self_referral' | null;
  /** The own touch that won: one of the question's. Null where a referrer or a subscription won, or nobody. */
  readonly via_touch: Touch | null;
  /** The own touch whose partner becomes the customer's referrer, whoever is credited (rules.md 7): for `applyOrder`. */
  readonly store_touch: Touch | null;
  readonly steps: readonly CreditStep[];
}

/** How the search ended: with a candidate, won or refused, or with nobody left to ask (null). */
interface Ending {
  readonly candidate: Candidate | null;
  readonly credit: Credit;
  readonly held: 'self_referral' | null;
}

/** One partner, or nobody and why (rules.md 8 to 10). */
export function decideCredit(question: CreditQuestion): CreditDecision {
  const subscription = subscriptionCandidate(question);
  const bound = subscription !== null && subscription.facts.finding !== 'first_unknown';
  const ranked = rankCandidates(question).map((candidate) => (bound ? { ...candidate, asked: false } : candidate));
  const candidates = subscription === null ? ranked : [subscription, ...ranked];
  const ending = bound ? endBySubscription(question, subscription) : search(question, ranked);
  const won = ending.credit.partner_id !== null;
  const via_touch = won ? (ending.candidate?.touch ?? null) : null;
  // The own touch that won is by its rank always the first valid one.
  const store_touch = ranked.find(({ touch, facts }) => touch && facts.finding === 'valid')?.touch ?? null;
  return { ...ending.credit, held: ending.held, via_touch, store_touch, steps: explain(question, candidates, ending) };
}

function search(question: CreditQuestion, ranked: readonly Candidate[]): Ending {
  const asked = ranked.filter((candidate) => candidate.asked);
  const found = asked.find(({ facts }) => facts.finding === 'valid');
  if (found !== undefined) return endWith(question, found);
  const passed = new Set<string>(asked.map(({ facts }) => facts.finding));
  const reason = nobodyReasons.find((telling) => passed.has(telling)) ?? 'no_touch';
  return { candidate: null, credit: { partner_id: null, reason }, held: null };
}

function endBySubscription(question: CreditQuestion, candidate: Candidate): Ending {
  const { finding, subscription } = candidate.facts;
  if (finding === 'valid') return endWith(question, candidate);
  const reason = finding === 'first_to_nobody' ? subscription!.first!.reason : 'partner_not_active';
  return { candidate, credit: { partner_id: null, reason }, held: null };
}

/** The first valid candidate decides; if that is the customer, by the account's setting (rules.md 10). */
function endWith(question: CreditQuestion, candidate: Candidate): Ending {
  const { self_referral } = question.settings;
  const { partner_id, is_customer } = candidate.facts;
  if (is_customer && self_referral === 'refuse') {
    return { candidate, credit: { partner_id: null, reason: 'self_referral' }, held: null };
  }
  const held = is_customer && self_referral === 'hold' ? 'self_referral' : null;
  return { candidate, credit: { partner_id, reason: candidate.reason }, held };
}

function explain(question: CreditQuestion, candidates: readonly Candidate[], ending: Ending): CreditStep[] {
  const { occurred_at, settings } = question;
  const { credit, coupon_credit, self_referral } = settings;
  const first: CreditStep = {
    position: 1,
    step: 'settings',
    outcome: 'applied',
    occurred_at: occurred_at.toISOString(),
    credit,
    coupon_credit,
    self_referral,
  };
  const steps = candidates.map(
    (candidate, index): CreditStep => ({
      position: index + 2,
      ...candidate.facts,
      outcome: outcomeOf(candidate, ending),
    }),
  );
  const { partner_id, reason } = ending.credit;
  const position = candidates.length + 2;
  return [first, ...steps, { position, step: 'decision', outcome: reason, partner_id, held: ending.held }];
}

/** A fault is shown also where the search had ended before: it tells more than `not_needed`. */
function outcomeOf(candidate: Candidate, ending: Ending): CandidateOutcome {
  const { finding } = candidate.facts;
  if (!candidate.asked) return 'not_asked';
  if (finding !== 'valid') return finding;
  if (candidate !== ending.candidate) return 'not_needed';
  return ending.credit.partner_id === null ? 'self_referral' : 'won';
}
