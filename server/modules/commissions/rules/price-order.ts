import { LARGEST_AMOUNT, type Minor } from '../../../values/money.ts';
import { convert, type Ratio, shareOf } from '../../../values/rate.ts';
import { type Refusal, refuse } from '../../../values/refusal.ts';
import type { FlatPer, NoTerms, ResolvedTerms, ResolvedTier } from '../../programs/index.ts';

/** A line of the order with its base in the order's currency, and the terms that pay it or why none do. */
export interface LineToPrice {
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: bigint;
  readonly base: Minor;
  readonly terms: ResolvedTerms | NoTerms;
}

export interface Pricing {
  readonly tiers: number;
  readonly tier2_base: 'sale' | 'commission';
  /** True where somebody may earn tier 2: a sponsor who is approved and not the customer. */
  readonly has_sponsor: boolean;
  /** From the order's currency to the program's; null where they are the same. */
  readonly exchange: { readonly rate: Ratio; readonly from_decimals: number; readonly to_decimals: number } | null;
}

/** A commission to be recorded. Amounts are in the program's currency but for `original_base_amount`. */
export interface CommissionDraft {
  readonly line_id: string;
  readonly sku: string;
  readonly tier: 1 | 2;
  /** The line's base in the order's currency. */
  readonly original_base_amount: Minor;
  /** What the rate counts on: the line's base converted, or, for tier 2 on the commission, the first tier's amount. */
  readonly base_amount: Minor;
  readonly rate_bps: number | null;
  /**
   * The flat amount. Beside a rate only where tier 2 is a share of a first tier that is flat per order: then it is the first
   * tier's, since both are reversed as that is.
   */
  readonly flat: { readonly per: FlatPer; readonly amount: number } | null;
  readonly amount: Minor;
  /** The version of the terms that gave this tier's rate. */
  readonly terms_id: string;
}

export type UncommissionedReason =
  | 'product_not_in_program'
  | 'payments_used_up'
  | 'nothing_to_earn_on'
  | 'rounds_to_zero';

export interface Uncommissioned {
  readonly line_id: string;
  readonly sku: string;
  readonly tier: 1 | 2;
  readonly reason: UncommissionedReason;
}

export interface PricedOrder {
  /** By line, tier 1 before tier 2. */
  readonly commissions: readonly CommissionDraft[];
  readonly uncommissioned: readonly Uncommissioned[];
}

interface PayingLine extends LineToPrice {
  readonly terms: ResolvedTerms;
  readonly converted: Minor;
}

/**
 * What an order earns its partner and the partner's sponsor (rules.md 14 to 17, 19, 21).
 *
 * - A line's base is converted first and rounded once; the rate is taken of that. Flat amounts are in the program's
 *   currency already.
 * - A base of zero earns nothing, flat amounts too. A commission that rounds to zero leaves no row and is reported; so does
 *   a rate of zero in tier 1. A tier 2 of zero was meant so and is not reported.
 * - Flat per order: one commission for the order, the highest tier 1 among such lines (ties: the earlier), shown on that
 *   line. Its fellows are paid by it: they get no row and are not reported as without commission. Lines with other terms
 *   earn their own beside it. Tier 2 comes from the same terms.
 * - Where tier 2 has other terms than tier 1, each line's tier 2 goes by its own kind: a percentage on every line, a flat
 *   amount per order once, the highest.
 *
 * Refuses `amount_too_large` where an amount would not fit JSON.
 */
export function priceOrder(lines: readonly LineToPrice[], pricing: Pricing): PricedOrder | Refusal<'amount_too_large'> {
  const uncommissioned: Uncommissioned[] = [];
  const paying: PayingLine[] = [];
  for (const line of lines) {
    const { line_id, sku, terms } = line;
    if ('none' in terms) uncommissioned.push({ line_id, sku, tier: 1, reason: terms.none });
    else if (line.base <= 0n) uncommissioned.push({ line_id, sku, tier: 1, reason: 'nothing_to_earn_on' });
    else paying.push({ ...line, terms, converted: converted(line.base, pricing) });
  }
  const hasTier2 = pricing.tiers === 2 && pricing.has_sponsor;
  const best1 = bestOf(
    paying.filter((line) => isPerOrder(line.terms.tier1)),
    (line) => line.terms.tier1,
  );
  const best2 = hasTier2 ? bestTier2(paying, best1) : null;
  const commissions: CommissionDraft[] = [];
  for (const line of paying) {
    const first =
      isPerOrder(line.terms.tier1) && line !== best1 ? null : draftOf(line, 1, line.terms.tier1, line.converted);
    const second = hasTier2 ? draftTier2(line, first, pricing.tier2_base, best2) : null;
    for (const draft of [first, second]) {
      if (!draft) continue;
      const { line_id, sku, tier } = draft;
      if (draft.amount > 0n) commissions.push(draft);
      else if (tier === 1 || mayEarn(draft)) uncommissioned.push({ line_id, sku, tier, reason: 'rounds_to_zero' });
    }
  }
  const large = commissions.some((draft) => draft.amount > LARGEST_AMOUNT || draft.base_amount > LARGEST_AMOUNT);
  if (large) return refuse('amount_too_large', `A commission comes to more than ${LARGEST_AMOUNT} minor units.`);
  return { commissions, uncommissioned };
}

function converted(base: Minor, { exchange }: Pricing): Minor {
  return exchange ? convert(base, exchange.rate, exchange.from_decimals, exchange.to_decimals) : base;
}

function draftOf(line: PayingLine, tier: 1 | 2, { rate, terms_id }: ResolvedTier, base: Minor): CommissionDraft {
  const { line_id, sku, quantity, base: original_base_amount } = line;
  const shown = { line_id, sku, tier, original_base_amount, terms_id };
  if (rate.kind === 'percent') {
    return { ...shown, base_amount: base, rate_bps: rate.bps, flat: null, amount: shareOf(base, rate.bps) };
  }
  const { per, amount } = rate;
  const paid = BigInt(amount) * (per === 'unit' ? quantity : 1n);
  return { ...shown, base_amount: line.converted, rate_bps: null, flat: { per, amount }, amount: paid };
}

/** "On the commission" is for percentages; a first tier that has no row leaves them nothing to count on. */
function draftTier2(
  line: PayingLine,
  first: CommissionDraft | null,
  countsOn: 'sale' | 'commission',
  best2: PayingLine | null,
): CommissionDraft | null {
  const { tier2 } = line.terms;
  if (!tier2 || (isPerOrder(tier2) && line !== best2)) return null;
  if (tier2.rate.kind === 'flat' || countsOn === 'sale') return draftOf(line, 2, tier2, line.converted);
  if (!first || first.amount === 0n) return null;
  const draft = draftOf(line, 2, tier2, first.amount);
  return first.flat?.per === 'order' ? { ...draft, flat: first.flat } : draft;
}

/** The line that shows tier 2 per order: that of tier 1 per order, if there is one with such a tier 2, else the highest. */
function bestTier2(paying: readonly PayingLine[], best1: PayingLine | null): PayingLine | null {
  if (best1?.terms.tier2 && isPerOrder(best1.terms.tier2)) return best1;
  const others = paying.filter((line) => !isPerOrder(line.terms.tier1) && isPerOrder(line.terms.tier2));
  return bestOf(others, (line) => line.terms.tier2);
}

function bestOf(lines: readonly PayingLine[], tierOf: (line: PayingLine) => ResolvedTier | null): PayingLine | null {
  let best: PayingLine | null = null;
  let most = -1;
  for (const line of lines) {
    const rate = tierOf(line)?.rate;
    if (rate?.kind !== 'flat' || rate.amount <= most) continue;
    best = line;
    most = rate.amount;
  }
  return best;
}

function isPerOrder(tier: ResolvedTier | null): boolean {
  return tier?.rate.kind === 'flat' && tier.rate.per === 'order';
}

function mayEarn(draft: CommissionDraft): boolean {
  return (draft.rate_bps ?? draft.flat?.amount ?? 0) > 0;
}
