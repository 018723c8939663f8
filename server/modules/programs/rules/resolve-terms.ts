import { ratesOf, type TermsVersion, type TierRate } from './terms.ts';

/** A rate and the version of the terms that gave it. */
export interface ResolvedTier {
  readonly rate: TierRate;
  readonly terms_id: string;
}

export interface ResolvedTerms {
  /** Whose terms pay tier 1. */
  readonly from: 'partner' | 'product' | 'default';
  readonly tier1: ResolvedTier;
  /** Null where nobody's terms speak of tier 2. */
  readonly tier2: ResolvedTier | null;
  /** The limit of the terms that pay tier 1; null: all payments earn. */
  readonly max_payments: number | null;
}

/** Why a line earns nothing, by its terms. */
export interface NoTerms {
  readonly none: 'product_not_in_program' | 'payments_used_up';
}

/** The versions in force for one product and one partner (`termsInForce`); null or ended: there are none. */
export interface TermsAtHand {
  readonly own: Pick<TermsVersion, 'id' | 'terms'> | null;
  readonly product: Pick<TermsVersion, 'id' | 'terms'> | null;
  readonly program_default: Pick<TermsVersion, 'id' | 'terms'> | null;
}

/**
 * Which terms pay a line (rules.md 18, 20). Own terms beat the product's, which beat the program's default; own terms
 * count only for a product that the program pays for. Where own terms say nothing of tier 2, the program's tier 2 for that
 * payment stays, with its own kind: flat under a percentage too. Product terms that say nothing of tier 2 pay none; the
 * default's tier 2 does not shine through, since the product has terms of its own.
 *
 * `payment` is n, counting only payments with something to pay, this one included; 1 for what is no subscription, 0 for a
 * free trial before the first. The limit is that of the terms that pay tier 1, and holds for both tiers: beyond it the line
 * earns nothing, and no other terms step in.
 */
export function resolveTerms(hand: TermsAtHand, payment: number): ResolvedTerms | NoTerms {
  const program = hand.product?.terms ? hand.product : hand.program_default;
  if (!program?.terms) return { none: 'product_not_in_program' };
  const paying = hand.own?.terms ? hand.own : program;
  const terms = paying.terms ?? program.terms;

  const maxPayments = terms.max_payments ?? null;
  if (maxPayments !== null && payment > maxPayments) return { none: 'payments_used_up' };

  const rates = ratesOf(terms, payment);
  const programTier2 = ratesOf(program.terms, payment).tier2;
  const tier2 = rates.tier2 ? { rate: rates.tier2, terms_id: paying.id } : null;
  return {
    from: paying === hand.own ? 'partner' : paying === hand.product ? 'product' : 'default',
    tier1: { rate: rates.tier1, terms_id: paying.id },
    tier2: tier2 ?? (programTier2 ? { rate: programTier2, terms_id: program.id } : null),
    max_payments: maxPayments,
  };
}

/** True where no terms pay the line. */
export function isWithoutTerms(found: ResolvedTerms | NoTerms): found is NoTerms {
  return 'none' in found;
}
