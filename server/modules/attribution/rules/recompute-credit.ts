import { addDays, SECOND } from '../../../values/instant.ts';
import { type Credit, nobodyReasons } from './credit-question.ts';
import type { CandidateStep, CreditStep, SettingsStep } from './credit-steps.ts';
import { CLOCKS_DIFFER_MS } from './judge-touch.ts';

export interface RecomputedCredit extends Credit {
  readonly held: 'self_referral' | null;
}

/** Who is asked, in which order, spelt out (rules.md 8.2, 8.3): written apart from `rankCandidates`, to check it. */
const orders = {
  'last over_click': ['coupon', 'named_click', 'via', 'visitor_click', 'last_referrer', 'first_referrer'],
  'last under_click': ['named_click', 'via', 'coupon', 'visitor_click', 'last_referrer', 'first_referrer'],
  'first over_click': ['coupon', 'first_referrer', 'named_click', 'via', 'visitor_click', 'last_referrer'],
  'first under_click': ['first_referrer', 'named_click', 'via', 'coupon', 'visitor_click', 'last_referrer'],
  'last_touch_only over_click': ['coupon', 'named_click', 'via', 'visitor_click'],
  'last_touch_only under_click': ['named_click', 'via', 'coupon', 'visitor_click'],
} as const;

/**
 * The credit again, from the facts in the steps alone: not from their outcomes, nor from the order in which they stand,
 * nor by the code that decided it. For checks of what is recorded. Throws on steps without settings.
 */
export function recomputeCredit(steps: readonly CreditStep[]): RecomputedCredit {
  const settings = steps.find((step) => step.step === 'settings');
  if (settings === undefined) throw new Error('an explanation without its settings');
  const candidates = steps.filter((step) => step.step !== 'settings' && step.step !== 'decision') as CandidateStep[];
  const bound = candidates.find(({ subscription }) => (subscription?.first ?? null) !== null);
  if (bound !== undefined) return bySubscription(bound, settings);
  const asked = orders[`${settings.credit} ${settings.coupon_credit}`].flatMap((name) =>
    candidates.filter(({ step }) => step === name).sort(newestFirst),
  );
  const faults = asked.map((candidate) => faultOf(candidate, settings));
  const found = asked[faults.indexOf(null)];
  if (found !== undefined) return award(found, settings);
  const reason = nobodyReasons.find((telling) => faults.includes(telling)) ?? 'no_touch';
  return { partner_id: null, reason, held: null };
}

function bySubscription(step: CandidateStep, settings: SettingsStep): RecomputedCredit {
  const first = step.subscription!.first!;
  if (first.partner_id === null) return { ...first, held: null };
  if (!step.approved_now) return { partner_id: null, reason: 'partner_not_active', held: null };
  return award(step, settings);
}

function award(step: CandidateStep, settings: SettingsStep): RecomputedCredit {
  const own = step.is_customer ? settings.self_referral : 'allow';
  if (own === 'refuse') return { partner_id: null, reason: 'self_referral', held: null };
  const reason =
    step.step === 'named_click' || step.step === 'via' || step.step === 'visitor_click' ? 'click' : step.step;
  return { partner_id: step.partner_id, reason, held: own === 'hold' ? 'self_referral' : null };
}

/** Null where nothing stands against it. */
function faultOf(step: CandidateStep, settings: SettingsStep): string | null {
  const { touch, referrer } = step;
  const at = new Date(settings.occurred_at);
  if (touch !== undefined) {
    const grace = step.step === 'named_click' ? CLOCKS_DIFFER_MS : 0;
    if (new Date(touch.at).getTime() - at.getTime() > grace) return 'not_yet';
    if (!touch.approved_then || !step.approved_now) return 'partner_not_active';
    if (ended(at, touch.at, touch.click_window_days)) return 'window_passed';
    return faultOfCoupon(touch, new Date(touch.at).getTime());
  }
  if (referrer === undefined) return step.finding;
  if (second(new Date(referrer.stored_at)) > second(at)) return 'not_yet';
  if (!step.approved_now) return 'partner_not_active';
  return ended(at, referrer.renewed_at ?? referrer.stored_at, referrer.lead_window_days) ? 'window_passed' : null;
}

function faultOfCoupon({ limits }: NonNullable<CandidateStep['touch']>, at: number): string | null {
  if (limits?.starts_at && new Date(limits.starts_at).getTime() > at) return 'coupon_not_started';
  if (limits?.ends_at && new Date(limits.ends_at).getTime() <= at) return 'coupon_ended';
  return limits?.max_uses && limits.max_uses <= limits.uses_before ? 'coupon_used_up' : null;
}

function ended(at: Date, from: string, days: number | null): boolean {
  return days !== null && second(at) > second(addDays(new Date(from), days));
}

function second(at: Date): number {
  return Math.floor(at.getTime() / SECOND);
}

function newestFirst(a: CandidateStep, b: CandidateStep): number {
  const [x, y] = [a, b].map(({ touch }) => `${touch?.at} ${touch?.touch_id}`) as [string, string];
  return x < y ? 1 : x > y ? -1 : 0;
}
