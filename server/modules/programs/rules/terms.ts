import type { Bps } from '../../../values/rate.ts';

/** What a flat amount is paid for: each unit, each line, or once for the whole order (rules.md 16). */
export type FlatPer = 'unit' | 'line' | 'order';

/** Terms as they stand in the API and in the table: plain JSON. Rates are basis points, 0 to 10,000. */
export interface PercentTerms {
  readonly kind: 'percent';
  readonly tier1_bps: Bps;
  /** Absent or null says nothing of tier 2; 0 says that it earns nothing. */
  readonly tier2_bps?: Bps | null;
  /** How many payments of a subscription earn; absent or null: all. */
  readonly max_payments?: number | null;
  /** From the second payment on. What it leaves open of tier 2 stays as it is for the first. */
  readonly later_payments?: { readonly tier1_bps: Bps; readonly tier2_bps?: Bps | null } | null;
}

/** Amounts are minor units of the program's currency. */
export interface FlatTerms {
  readonly kind: 'flat';
  readonly per: FlatPer;
  readonly tier1_amount: number;
  readonly tier2_amount?: number | null;
  readonly max_payments?: number | null;
  readonly later_payments?: { readonly tier1_amount: number; readonly tier2_amount?: number | null } | null;
}

export type Terms = PercentTerms | FlatTerms;

/** One version of somebody's terms, as the table has it; `terms` null: from then on there are none. */
export interface TermsVersion {
  readonly id: string;
  readonly from_at: Date;
  readonly terms: Terms | null;
}

/** What one tier is paid: a share of its base in basis points, or a flat amount in the program's currency. */
export type TierRate =
  | { readonly kind: 'percent'; readonly bps: Bps }
  | { readonly kind: 'flat'; readonly per: FlatPer; readonly amount: number };

/** The rates of both tiers for the n-th payment; tier 2 null where the terms say nothing of it. */
export interface TierRates {
  readonly tier1: TierRate;
  readonly tier2: TierRate | null;
}

/**
 * The rates that terms give for payment n (1 for what is no subscription). From the second payment on `later_payments`
 * count; where those say nothing of tier 2, tier 2 stays as the terms have it for the first payment (rules.md 20).
 */
export function ratesOf(terms: Terms, payment: number): TierRates {
  const later = payment >= 2;
  if (terms.kind === 'percent') {
    const tier1 = later ? (terms.later_payments?.tier1_bps ?? terms.tier1_bps) : terms.tier1_bps;
    const tier2 = (later ? terms.later_payments?.tier2_bps : null) ?? terms.tier2_bps ?? null;
    return { tier1: { kind: 'percent', bps: tier1 }, tier2: tier2 === null ? null : { kind: 'percent', bps: tier2 } };
  }
  const { per } = terms;
  const tier1 = later ? (terms.later_payments?.tier1_amount ?? terms.tier1_amount) : terms.tier1_amount;
  const tier2 = (later ? terms.later_payments?.tier2_amount : null) ?? terms.tier2_amount ?? null;
  return {
    tier1: { kind: 'flat', per, amount: tier1 },
    tier2: tier2 === null ? null : { kind: 'flat', per, amount: tier2 },
  };
}
