import type { Context } from '../platform/http/route.ts';
import { type Minor, toJsonAmount } from '../values/money.ts';

/** Tells the feed of an order that counts, once: what it comes to, and whose it is or why nobody's. */
export function announceOrder(
  context: Context,
  order: { readonly id: string; readonly order_id: string; readonly total: Minor; readonly currency: string },
  credit: { readonly partner_id: string | null; readonly reason: string },
): Promise<void> {
  const data = {
    order_number: order.order_id,
    total_amount: toJsonAmount(order.total),
    currency: order.currency,
    reason: credit.reason,
  };
  return context.announce({ kind: 'order_recorded', subject: order.id, partnerId: credit.partner_id, data });
}

/** Tells the feed of a refund or chargeback of an order. */
export function announceRefund(
  context: Context,
  order: { readonly id: string; readonly order_id: string; readonly currency: string },
  refund: { readonly id: string; readonly number: string; readonly reason: string; readonly amount: Minor },
): Promise<void> {
  const data = {
    order_number: order.order_id,
    refund_id: refund.id,
    refund_number: refund.number,
    amount: toJsonAmount(refund.amount),
    currency: order.currency,
    reason: refund.reason,
  };
  return context.announce({ kind: 'order_refunded', subject: order.id, data });
}
