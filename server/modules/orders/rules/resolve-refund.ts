import { type Refusal, refuse } from '../../../values/refusal.ts';
import { asksForAll, fitRefund, type RefundRequest } from './fit-refund.ts';
import { namesLine, type RefundItem } from './fit-refund-item.ts';
import type { RefundFacts } from './refund-facts.ts';
import type { SpreadOrder } from './spread-order.ts';

/**
 * Decides a refund: taken apart, or `refund_exceeds_order` where it asks for more than is left of anything (units, a line's
 * gross, tax, shipping, the order), or `unknown_sku` for an item that the order does not have. `earlier` are the refunds
 * that were accepted and not reversed, in any order.
 */
export function resolveRefund(
  order: SpreadOrder,
  earlier: readonly RefundFacts[],
  request: RefundRequest,
): RefundFacts | Refusal<'refund_exceeds_order' | 'unknown_sku'> {
  for (const item of request.items ?? []) {
    if (!namesLine(order, item)) return refuse('unknown_sku', `The order has no item ${nameOf(item)}.`);
  }
  const { refund, rest } = fitRefund(order, earlier, request);
  if (rest === null) return refund;
  const exceeds = (detail: string): Refusal<'refund_exceeds_order'> => refuse('refund_exceeds_order', detail);
  if (asksForAll(request)) return exceeds('Nothing is left of the order: all of it is refunded.');
  const [item] = rest.items;
  if (item) return exceeds(`Less than that is left of item ${nameOf(item)}.`);
  if (rest.tax_amount > 0n) return exceeds(`The tax refunded is ${rest.tax_amount} more than is left of it.`);
  if (rest.shipping_amount > 0n) return exceeds(`The shipping refunded is ${rest.shipping_amount} more than is left.`);
  return exceeds(`The amount is ${rest.amount} more than is left of the order.`);
}

function nameOf(item: RefundItem): string {
  return item.line_id ?? item.sku ?? '';
}
