import { divideHalfUp, type Minor } from '../../../values/money.ts';

/** How much of a line's base is refunded so far, in the order's currency (`refundedBases` of the orders). */
export interface LineBase {
  readonly line_id: string;
  readonly base: Minor;
  readonly refunded_base: Minor;
}

/** What of a commission its reversals depend on. */
export interface ReversibleCommission {
  readonly line_id: string | null;
  readonly amount: Minor;
  /** The flat amount as it was frozen; null for a percentage. */
  readonly flat: { readonly per: 'unit' | 'line' | 'order' } | null;
}

/**
 * The reversal row that a commission needs now (rules.md 23, 25): its total reversed must be half-up(amount x refunded base /
 * base) of its line, or of all lines for a flat amount per order, at whatever tier. `recorded` is the sum of its reversal
 * rows so far, zero or negative, in the commission's currency; cancelled ones count with it.
 *
 * Negative: a reversal. Positive: refunds were undone, or a pool moved a minor unit. Zero: no row. The rate is never asked:
 * the amount was earned at it. So a line refunded in full is reversed exactly, and never more on the way.
 */
export function reversalOf(commission: ReversibleCommission, lines: readonly LineBase[], recorded: Minor): Minor {
  return -reversedOf(commission, lines) - recorded;
}

/** The total to be reversed of a commission, zero or positive, by what is refunded so far. */
export function reversedOf(commission: ReversibleCommission, lines: readonly LineBase[]): Minor {
  const whole = commission.flat?.per === 'order';
  let base = 0n;
  let refunded = 0n;
  for (const line of lines) {
    if (!whole && line.line_id !== commission.line_id) continue;
    base += line.base;
    refunded += line.refunded_base;
  }
  // No base, no commission: what has none was never computed on this order, and no refund of it can touch it.
  return base === 0n ? 0n : divideHalfUp(commission.amount * refunded, base);
}
