import { newRefund } from '../modules/orders/contract.ts';
import {
  findRefundByNumber,
  fitRefund,
  listLines,
  listRefunds,
  lockOrder,
  lockWaitingRefunds,
  markReversed,
  settleWaitingRefund,
  spreadOf,
  type WaitingRefundRow,
} from '../modules/orders/index.ts';
import type { Context } from '../platform/http/route.ts';
import type { RefundId } from '../values/id.ts';
import { announceRefund } from './announce-order.ts';
import { addRefund, requestOf, settleReversals, standing } from './record-refund.ts';

/**
 * Refunds that arrived before their order are applied as far as the order goes; the rest is listed for the owner (rules.md
 * 26). Those that were undone before it came are recorded, and take nothing.
 */
export async function applyWaitingRefunds(context: Context, orderId: string, number: string): Promise<void> {
  const { tx, accountId } = context;
  for (const waiting of await lockWaitingRefunds(tx, accountId, number)) await applyOne(context, orderId, waiting);
}

async function applyOne(context: Context, orderId: string, waiting: WaitingRefundRow): Promise<void> {
  const { tx, accountId } = context;
  const order = (await lockOrder(tx, accountId, orderId))!;
  // The shop told it again once the order was there: it is recorded, and must not be twice.
  if (await findRefundByNumber(tx, accountId, order.id, waiting.refund_id)) {
    await settleWaitingRefund(tx, accountId, waiting.id, 'applied', null);
    return;
  }
  const lines = await listLines(tx, accountId, [order.id]);
  const earlier = standing(await listRefunds(tx, accountId, [order.id]));
  const request = newRefund.parse(waiting.request);
  const { refund, rest } = fitRefund(spreadOf(order, lines), earlier, requestOf(request, waiting.occurred_at));
  const note =
    rest === null ? null : JSON.stringify(rest, (_key, value) => (typeof value === 'bigint' ? Number(value) : value));
  const undoneAt = waiting.state === 'undone' ? new Date(waiting.note!) : null;
  const isDone = rest === null || undoneAt !== null;
  await settleWaitingRefund(tx, accountId, waiting.id, isDone ? 'applied' : 'refused', undoneAt ? null : note);
  if (refund.amount === 0n && refund.parts.lines.length === 0) return;
  // The id that was answered when it came stays its id: whoever undoes it knows no other.
  const { id, refund_id: number, content_hash: hash } = waiting;
  await addRefund(context, order, { id: id as RefundId, number, reason: request.reason, hash, facts: refund });
  if (undoneAt) return void (await markReversed(tx, accountId, id, context.now, undoneAt));
  await announceRefund(context, order, { id, number, reason: request.reason, amount: refund.amount });
  await settleReversals(context, order, lines, [...earlier, refund], {
    refundId: id as RefundId,
    occurredAt: waiting.occurred_at,
    cause: 'refund',
    told: request.reason,
  });
}
