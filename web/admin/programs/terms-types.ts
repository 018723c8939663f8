import type { Body } from '../../api/types.ts';

/** What is paid for a product, as the API takes it. */
export type Terms = Body<'/v1/programs/{id}/products/{sku}', 'put'>;

/** Terms as they stand in a form: both kinds side by side, so that changing the kind loses nothing that was typed. */
export interface TermsDraft {
  readonly kind: 'none' | 'percent' | 'flat';
  readonly per: 'unit' | 'line' | 'order';
  readonly tier1_bps: number | null;
  readonly tier2_bps: number | null;
  readonly tier1_amount: number | null;
  readonly tier2_amount: number | null;
  readonly max_payments: number | null;
  readonly has_later: boolean;
  readonly later1_bps: number | null;
  readonly later2_bps: number | null;
  readonly later1_amount: number | null;
  readonly later2_amount: number | null;
}

export const emptyDraft: TermsDraft = {
  kind: 'percent',
  per: 'order',
  tier1_bps: 2000,
  tier2_bps: null,
  tier1_amount: null,
  tier2_amount: null,
  max_payments: null,
  has_later: false,
  later1_bps: null,
  later2_bps: null,
  later1_amount: null,
  later2_amount: null,
};

export function toDraft(terms: Terms | null | undefined): TermsDraft {
  if (!terms) return { ...emptyDraft, kind: 'none' };
  const later = terms.later_payments ?? null;
  const some = { ...emptyDraft, max_payments: terms.max_payments ?? null, has_later: later !== null };
  if (terms.kind === 'percent') {
    const now = { kind: 'percent' as const, tier1_bps: terms.tier1_bps, tier2_bps: terms.tier2_bps ?? null };
    return {
      ...some,
      ...now,
      later1_bps: terms.later_payments?.tier1_bps ?? null,
      later2_bps: terms.later_payments?.tier2_bps ?? null,
    };
  }
  const now = {
    kind: 'flat' as const,
    per: terms.per,
    tier1_amount: terms.tier1_amount,
    tier2_amount: terms.tier2_amount ?? null,
  };
  return {
    ...some,
    ...now,
    later1_amount: terms.later_payments?.tier1_amount ?? null,
    later2_amount: terms.later_payments?.tier2_amount ?? null,
  };
}

/** Null: no terms. Fields that are empty count as nothing paid; the form marks them before it gets here. */
export function toTerms(draft: TermsDraft): Terms | null {
  if (draft.kind === 'none') return null;
  if (draft.kind === 'percent')
    return {
      kind: 'percent',
      tier1_bps: draft.tier1_bps ?? 0,
      tier2_bps: draft.tier2_bps,
      max_payments: draft.max_payments,
      later_payments: draft.has_later ? { tier1_bps: draft.later1_bps ?? 0, tier2_bps: draft.later2_bps } : null,
    };
  return {
    kind: 'flat',
    per: draft.per,
    tier1_amount: draft.tier1_amount ?? 0,
    tier2_amount: draft.tier2_amount,
    max_payments: draft.max_payments,
    later_payments: draft.has_later
      ? { tier1_amount: draft.later1_amount ?? 0, tier2_amount: draft.later2_amount }
      : null,
  };
}
