import { divideHalfUp, type Minor } from '../../../values/money.ts';
import type { RefundFacts } from './refund-facts.ts';
import { leftOf } from './replay-refunds.ts';
import { type BasePolicy, baseOf, type SpreadOrder } from './spread-order.ts';

/** How much of a line is refunded so far, of what the customer paid and of what commissions were computed on. */
export interface RefundedBase {
  readonly line_id: string;
  readonly base: Minor;
  /** Never more than the base, and all of it once the line (and tax and shipping, where they count) is refunded in full. */
  readonly refunded_base: Minor;
  readonly gross: Minor;
  readonly refunded_gross: Minor;
}

/**
 * What is refunded of each line's base (rules.md 23). Only what was in the base counts: the goods; the line's own tax and
 * its share of the order's tax where the program includes tax; its share of shipping where that is included. Of what stands
 * on the order a line's share is refunded as the whole is: share x refunded / whole, half up, so exact at the end.
 */
export function refundedBases(order: SpreadOrder, refunds: readonly RefundFacts[], policy: BasePolicy): RefundedBase[] {
  const left = leftOf(order, refunds);
  const taxBack = order.tax_amount - left.order_tax;
  const shippingBack = order.shipping_amount - left.shipping;
  return order.lines.map((line, index) => {
    const goods = line.goods - left.goods[index]!;
    const tax = line.tax - left.tax[index]!;
    const taxShare = policy.include_tax ? tax + part(line.tax_share, taxBack, order.tax_amount) : 0n;
    const shippingShare = policy.include_shipping ? part(line.shipping_share, shippingBack, order.shipping_amount) : 0n;
    return {
      line_id: line.line_id,
      base: baseOf(line, policy),
      refunded_base: goods + taxShare + shippingShare,
      gross: line.gross,
      refunded_gross: goods + tax,
    };
  });
}

function part(share: Minor, refunded: Minor, whole: Minor): Minor {
  return whole === 0n ? 0n : divideHalfUp(share * refunded, whole);
}
