import { z } from 'zod';
import { scheduleDue } from '../modules/accounts/index.ts';
import { commissionView, listCommissionsOfRefund, toCommissionView } from '../modules/commissions/index.ts';
import { newRefund, newRefundByNumber, refundReversal } from '../modules/orders/contract.ts';
import {
  contentHash,
  findOrder,
  findOrderByNumber,
  findRefund,
  findWaitingRefund,
  findWaitingRefundById,
  insertWaitingRefund,
  listRefunds,
  listUnappliedRefunds,
  type NewRefund,
  type RefundRow,
  undoWaitingRefund,
  type WaitingRefundRow,
} from '../modules/orders/index.ts';
import { idParams, listOf, pageQuery } from '../platform/http/contract.ts';
import { readPage, toList } from '../platform/http/page.ts';
import { type Context, type Done, plain, post, type Route } from '../platform/http/route.ts';
import { newId } from '../platform/ids.ts';
import { MINUTE } from '../values/instant.ts';
import { toJsonAmount } from '../values/money.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';
import { WAITING_REFUND } from './late-refunds.ts';
import { recordRefund, refuseFuture, reverseRefund } from './record-refund.ts';

const tag = 'Refunds';

const refundView = z.object({
  id: z.string(),
  refund_id: z.string(),
  order_id: z.string(),
  reason: z.string(),
  amount: z.int().nullable(),
  occurred_at: z.string(),
  status: z.enum(['applied', 'waiting', 'refused', 'reversed']),
  note: z.string().nullable(),
  commissions: z.array(commissionView),
});

async function viewRefund({ tx, accountId }: Context, row: RefundRow): Promise<z.input<typeof refundView>> {
  const reversals = await listCommissionsOfRefund(tx, accountId, row.id);
  const order = await findOrder(tx, accountId, row.order_id);
  return {
    id: row.id,
    refund_id: row.refund_id,
    order_id: order?.order_id ?? row.order_id,
    reason: row.reason,
    amount: toJsonAmount(row.amount),
    occurred_at: row.occurred_at.toISOString(),
    status: row.reversed_at === null ? 'applied' : 'reversed',
    note: null,
    commissions: reversals.map(toCommissionView),
  };
}

function viewWaiting(row: WaitingRefundRow): z.input<typeof refundView> {
  return {
    id: row.id,
    refund_id: row.refund_id,
    order_id: row.order_id,
    reason: String(row.request.reason ?? 'refund'),
    amount: null,
    occurred_at: row.occurred_at.toISOString(),
    status: row.state === 'undone' ? 'reversed' : row.state,
    note: row.state === 'undone' ? null : row.note,
    commissions: [],
  };
}

async function showRefund(context: Context, id: string) {
  const { tx, accountId } = context;
  const row = await findRefund(tx, accountId, id);
  if (row) return viewRefund(context, row);
  const waiting = await findWaitingRefundById(tx, accountId, id);
  return waiting ? viewWaiting(waiting) : refuse('not_found', 'There is no such refund.');
}

async function actRefund(context: Context, orderId: string, body: NewRefund): Promise<Done | Refusal> {
  const recorded = await recordRefund(context, orderId, body);
  return isRefusal(recorded) ? recorded : { subject: recorded.id, status: recorded.isNew ? 201 : 200 };
}

const create = post({
  method: 'POST',
  statuses: [201, 200],
  path: '/v1/orders/{id}/refunds',
  tag,
  summary: 'Refunds an order, in whole or in part; commissions are reversed in proportion',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: newRefund,
  answer: refundView,
  act: (context, { params, body }) => actRefund(context, params.id, body),
  show: showRefund,
});

const createByNumber = post({
  method: 'POST',
  statuses: [201, 200, 202],
  path: '/v1/refunds',
  tag,
  summary: "Refunds by the shop's order_id; kept until the order comes where it is not known yet (202)",
  who: 'secret',
  scope: 'write',
  body: newRefundByNumber,
  answer: refundView,
  act: async (context, { body }) => {
    const { order_id, ...refund } = body;
    const order = await findOrderByNumber(context.tx, context.accountId, order_id);
    // A page's word takes no refunds: they wait for the owner's.
    return order?.verified ? actRefund(context, order.id, refund) : keepWaiting(context, order_id, refund);
  },
  show: showRefund,
});

async function keepWaiting(context: Context, number: string, refund: NewRefund): Promise<Done | Refusal> {
  const { tx, accountId, now } = context;
  const future = refund.occurred_at && refuseFuture(context, refund.occurred_at);
  if (future) return future;
  const hash = contentHash(refund);
  const id = newId('refund', now);
  const isNew = await insertWaitingRefund(tx, {
    account_id: accountId,
    id,
    order_id: number,
    refund_id: refund.refund_id,
    request: JSON.stringify(refund),
    content_hash: hash,
    occurred_at: refund.occurred_at ?? now,
    recorded_at: now,
    state: 'waiting',
    note: null,
  });
  if (isNew) {
    await scheduleDue(tx, accountId, [
      { due_at: new Date(now.getTime() + MINUTE), kind: WAITING_REFUND, subject_id: number },
    ]);
    return { subject: id, status: 202 };
  }
  const before = (await findWaitingRefund(tx, accountId, number, refund.refund_id))!;
  if (before.content_hash === hash) return { subject: before.id, status: 202 };
  return refuse('refund_differs', `Refund ${refund.refund_id} waits for its order with other content.`);
}

/** A refund whose order is not known yet is undone where it waits. Null: it waits no more; its order may have come just now. */
async function undoWaiting(context: Context, id: string, occurredAt: Date): Promise<Done | Refusal | null> {
  const { tx, accountId } = context;
  const waiting = await findWaitingRefundById(tx, accountId, id);
  if (waiting?.state === 'undone') return { subject: id, status: 200 };
  if (waiting?.state !== 'waiting') return null;
  const future = refuseFuture(context, occurredAt);
  if (future) return future;
  return (await undoWaitingRefund(tx, accountId, id, occurredAt)) ? { subject: id, status: 200 } : null;
}

const reverse = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/refunds/{id}/reverse',
  tag,
  summary: 'Undoes, once, a refund or chargeback that did not stand',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: refundReversal,
  answer: refundView,
  act: async (context, { params, body }) => {
    const { tx, accountId, now } = context;
    const occurredAt = body.occurred_at ?? now;
    const waiting = await undoWaiting(context, params.id, occurredAt);
    if (waiting) return waiting;
    const row = await findRefund(tx, accountId, params.id);
    if (!row) return refuse('not_found', 'There is no such refund.');
    const done = await reverseRefund(context, row, occurredAt);
    return isRefusal(done) ? done : { subject: row.id, status: 200 };
  },
  show: showRefund,
});

const listOfOrder = plain({
  method: 'GET',
  path: '/v1/orders/{id}/refunds',
  tag,
  summary: 'The refunds of an order, as they were recorded',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: z.object({ data: z.array(refundView) }),
  handle: async (context, { params }) => {
    const { tx, accountId } = context;
    if (!(await findOrder(tx, accountId, params.id))) return refuse('not_found', 'There is no such order.');
    const rows = await listRefunds(tx, accountId, [params.id]);
    const data = [];
    for (const row of rows) data.push(await viewRefund(context, row));
    return { data };
  },
});

const listUnapplied = plain({
  method: 'GET',
  path: '/v1/refunds/unapplied',
  tag,
  summary: 'Refunds that wait for their order, or went further than it',
  who: 'secret',
  scope: 'read',
  query: pageQuery,
  answer: listOf(refundView),
  handle: async ({ tx, accountId }, { query }) => {
    const page = readPage(query);
    return toList(await listUnappliedRefunds(tx, accountId, page.after, page.limit + 1), page, viewWaiting);
  },
});

export function refundRoutes(): Route[] {
  return [create, createByNumber, reverse, listOfOrder, listUnapplied];
}
