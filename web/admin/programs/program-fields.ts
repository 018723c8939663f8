import type { Answer, Body } from '../../api/types.ts';
import { emptyDraft, type TermsDraft, toDraft, toTerms } from './terms-types.ts';

export type Program = Answer<'/v1/programs/{id}'>;

/** A program as it stands in its form. */
export interface ProgramDraft {
  readonly [name: string]: unknown;
  readonly name: string;
  readonly default_url: string;
  readonly currency: string;
  readonly tiers: '1' | '2';
  readonly tier2_base: 'sale' | 'commission';
  readonly click_window_days: number;
  readonly lead_window_days: number | '';
  readonly hold_days: number;
  readonly approval: 'manual' | 'automatic';
  readonly commission_approval: 'manual' | 'automatic';
  readonly include_tax: boolean;
  readonly include_shipping: boolean;
  readonly default_terms: TermsDraft;
}

export const newDraft = (currency: string): ProgramDraft => ({
  name: '',
  default_url: '',
  currency,
  tiers: '1',
  tier2_base: 'sale',
  click_window_days: 60,
  lead_window_days: '',
  hold_days: 30,
  approval: 'manual',
  commission_approval: 'automatic',
  include_tax: false,
  include_shipping: false,
  default_terms: emptyDraft,
});

export const draftOf = (program: Program): ProgramDraft => ({
  name: program.name,
  default_url: program.default_url,
  currency: program.currency,
  tiers: program.tiers === 2 ? '2' : '1',
  tier2_base: program.tier2_base,
  click_window_days: program.click_window_days,
  lead_window_days: program.lead_window_days ?? '',
  hold_days: program.hold_days,
  approval: program.approval,
  commission_approval: program.commission_approval,
  include_tax: program.include_tax,
  include_shipping: program.include_shipping,
  default_terms: toDraft(program.default_terms),
});

export const bodyOf = (draft: ProgramDraft): Body<'/v1/programs', 'post'> => ({
  name: draft.name.trim(),
  default_url: draft.default_url.trim(),
  currency: draft.currency,
  tiers: draft.tiers === '2' ? 2 : 1,
  tier2_base: draft.tier2_base,
  click_window_days: draft.click_window_days,
  lead_window_days: draft.lead_window_days === '' ? null : draft.lead_window_days,
  hold_days: draft.hold_days,
  approval: draft.approval,
  commission_approval: draft.commission_approval,
  include_tax: draft.include_tax,
  include_shipping: draft.include_shipping,
  default_terms: toTerms(draft.default_terms),
});
