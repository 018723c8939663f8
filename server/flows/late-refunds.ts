import { findOrderByNumber } from '../modules/orders/index.ts';
import type { Context } from '../platform/http/route.ts';
import { applyWaitingRefunds } from './apply-waiting-refunds.ts';

/** The due row of a refund that was kept for an order not yet known; its subject is the shop's number of the order. */
export const WAITING_REFUND = 'waiting_refund';

/**
 * Order and refund may arrive at the same moment and not see each other: the one finds no refund, the other no order. A
 * minute later whoever came first is there, and the refund is applied.
 */
export async function applyLateRefunds(context: Context, number: string): Promise<void> {
  const order = await findOrderByNumber(context.tx, context.accountId, number);
  // A page's word takes no refunds: they wait for the owner's.
  if (order?.verified) await applyWaitingRefunds(context, order.id, number);
}
