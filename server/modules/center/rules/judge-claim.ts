export const claimOutcomes = [
  'already_theirs',
  'credited_to_other',
  'credited_to_nobody',
  'order_unknown',
  'contact_unknown',
  'no_order_that_day',
  'nothing_to_look_for',
] as const;
export type ClaimOutcome = (typeof claimOutcomes)[number];

/** What was found of a claim. */
export interface Found {
  readonly partnerId: string;
  readonly named: 'order' | 'email' | 'nothing';
  /** False where an address was named that is nobody's. */
  readonly contactKnown: boolean;
  readonly order: { readonly id: string; readonly creditedTo: string | null; readonly reason: string } | null;
}

/** What a check says of a claim, for the owner: the order, who is credited, and why if nobody. */
export function judgeClaim({ partnerId, named, contactKnown, order }: Found): {
  readonly outcome: ClaimOutcome;
  readonly reason: string | null;
} {
  if (order) {
    if (order.creditedTo === partnerId) return { outcome: 'already_theirs', reason: order.reason };
    if (order.creditedTo !== null) return { outcome: 'credited_to_other', reason: order.reason };
    return { outcome: 'credited_to_nobody', reason: order.reason };
  }
  if (named === 'nothing') return { outcome: 'nothing_to_look_for', reason: null };
  if (named === 'order') return { outcome: 'order_unknown', reason: null };
  return { outcome: contactKnown ? 'no_order_that_day' : 'contact_unknown', reason: null };
}

/**
 * What a partner is told at once: only of an order that is theirs and that they named by its number. Anything else reads the
 * same, or a claim would tell whose addresses are known and who was credited.
 */
export function findingFor(outcome: ClaimOutcome, named: Found['named']): 'already_yours' | 'being_checked' {
  return named === 'order' && outcome === 'already_theirs' ? 'already_yours' : 'being_checked';
}
