import { z } from 'zod';
import { listCreditedOrders } from '../modules/attribution/index.ts';
import { newOrder, orderQuery } from '../modules/orders/contract.ts';
import { findOrder, listOrders } from '../modules/orders/index.ts';
import { findBeginning } from '../modules/partners/index.ts';
import { idParams, listOf, text } from '../platform/http/contract.ts';
import { type Page, readPage, toList } from '../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../platform/http/route.ts';
import { isRefusal, refuse } from '../values/refusal.ts';
import { explainOrder, explanation } from './explain-order.ts';
import { orderView, toOrderView, viewOrders } from './order-view.ts';
import { reassignOrder } from './reassign-order.ts';
import { recordOrder } from './record-order.ts';

const tag = 'Orders';
const noOrder = refuse('not_found', 'There is no such order.');

const showOrder = async (context: Context, id: string) => {
  const order = await findOrder(context.tx, context.accountId, id);
  return order ? (await viewOrders(context, [order]))[0] : noOrder;
};

const create = post({
  method: 'POST',
  statuses: [201, 200],
  path: '/v1/orders',
  tag,
  summary: 'Reports an order; the same order again is the same order',
  who: 'secret',
  scope: 'write',
  body: newOrder,
  answer: orderView,
  act: async (context, { body }) => {
    const recorded = await recordOrder(context, body, { source: 'api' });
    if (isRefusal(recorded)) return recorded;
    const view = recorded.recorded && toOrderView(recorded.recorded.order, recorded.recorded.around);
    return { subject: recorded.id, status: recorded.isNew ? 201 : 200, ...(view ? { body: view } : {}) };
  },
  show: showOrder,
});

const list = plain({
  method: 'GET',
  path: '/v1/orders',
  tag,
  summary: 'Orders, newest first',
  who: 'secret',
  scope: 'read',
  query: orderQuery,
  answer: listOf(orderView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const filter = {
      orderId: query.order_id,
      contactId: query.contact_id,
      search:
        query.q === undefined
          ? undefined
          : { number: query.q, found: await findBeginning(context.tx, context.accountId, query.q) },
      ids: await creditedOrders(context, query, page),
    };
    const rows = await listOrders(context.tx, context.accountId, filter, page.after, page.limit + 1);
    const views = new Map((await viewOrders(context, rows.slice(0, page.limit))).map((view) => [view.id, view]));
    return toList(rows, page, (row) => views.get(row.id));
  },
});

/** Those of a partner, or credited or not, as far as the page may need them; undefined: nothing of the kind was asked. */
async function creditedOrders({ tx, accountId }: Context, query: z.output<typeof orderQuery>, page: Page) {
  if (query.partner_id === undefined && query.credited === undefined) return query.order_ids;
  const isOnly = [query.order_id, query.contact_id, query.order_ids, query.q].every((one) => one === undefined);
  const filter = {
    partnerId: query.partner_id,
    credited: query.credited === undefined ? undefined : query.credited === 'true',
  };
  const ids = await listCreditedOrders(tx, accountId, filter, page.after, isOnly ? page.limit + 1 : null);
  return query.order_ids ? ids.filter((id) => query.order_ids!.includes(id)) : ids;
}

const show = plain({
  method: 'GET',
  path: '/v1/orders/{id}',
  tag,
  summary: 'One order as it stands',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: orderView,
  handle: (context, { params }) => showOrder(context, params.id),
});

const explain = plain({
  method: 'GET',
  path: '/v1/orders/{id}/explanation',
  tag,
  summary: 'Why the order was credited or not, step by step, and how each amount came about',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: explanation,
  handle: async (context, { params }) => {
    const order = await findOrder(context.tx, context.accountId, params.id);
    return order ? explainOrder(context, order) : noOrder;
  },
});

const reassign = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/orders/{id}/reassign',
  tag,
  summary: 'Gives the credit to another partner, or to nobody; old commissions are reversed, new ones recorded',
  who: 'secret',
  scope: 'write',
  params: idParams,
  /** The note is required, but its absence is understood and refused (`note_required`), not malformed. */
  body: z.strictObject({ partner_id: z.string().nullable(), note: text(1000, 0).nullish() }),
  answer: orderView,
  act: async (context, { params, body }) => {
    const done = await reassignOrder(context, params.id, body.partner_id, body.note ?? '');
    return isRefusal(done) ? done : { subject: params.id, status: 200 };
  },
  show: showOrder,
});

export function orderRoutes(): Route[] {
  return [create, list, show, explain, reassign];
}
