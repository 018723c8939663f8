import type { PartnerId } from '../../../values/id.ts';
import type { Credit, CreditQuestion } from './credit-question.ts';
import type { CreditStep } from './credit-steps.ts';
import { decideCredit } from './decide-credit.ts';

export interface SponsorChoice {
  readonly sponsor_id: PartnerId | null;
  readonly by: 'hand' | 'credit' | 'nobody';
  /** Why, where the rules of credit were asked. */
  readonly reason: Credit['reason'] | null;
  readonly steps: readonly CreditStep[];
}

/**
 * The sponsor of a new partner (rules.md 19): the one named by hand, else whom rule 8 would have credited for an order of
 * the new partner at the moment of joining. `question` is that order's: `occurred_at` is the moment of joining, the own
 * touch the click or `via` of the application. Nobody becomes their own sponsor, whatever the account makes of orders that
 * partners place themselves. The chain above a sponsor is `checkSponsorRing`'s to look at.
 */
export function chooseSponsor(
  partner: PartnerId,
  named: PartnerId | null,
  question: Omit<CreditQuestion, 'subscription'>,
): SponsorChoice {
  if (named !== null) return { sponsor_id: named, by: 'hand', reason: null, steps: [] };
  const settings = { ...question.settings, self_referral: 'refuse' as const };
  const { partner_id, reason, steps } = decideCredit({ ...question, settings, subscription: null });
  if (partner_id === null || partner_id === partner) return { sponsor_id: null, by: 'nobody', reason, steps };
  return { sponsor_id: partner_id, by: 'credit', reason, steps };
}
