import { idParams, listOf, nothing } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { isId } from '../../values/id.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { findOrderByNumber } from '../orders/index.ts';
import { adjustBalance } from './adjust-balance.ts';
import {
  cancellation,
  commissionDetail,
  commissionQuery,
  commissionView,
  manyApprovals,
  manyCancellations,
  manyCommissions,
  newAdjustment,
} from './contract.ts';
import { approveCommissions, cancelCommissions } from './decide-commissions.ts';
import { findCommission, findCommissions, listCommissions } from './queries.ts';
import { showDetail, toCommissionView } from './view.ts';

const tag = 'Commissions';

/** `restore` is a route of the flows, since it asks the orders what was refunded meanwhile. */
export function commissionRoutes(): Route[] {
  return [listRoute, readRoute, approveManyRoute, cancelManyRoute, adjustRoute, approveRoute, cancelRoute];
}

const listRoute = plain({
  method: 'GET',
  path: '/v1/commissions',
  tag,
  summary: 'Commissions, reversals and adjustments, newest first',
  who: 'secret',
  scope: 'read',
  query: commissionQuery,
  answer: listOf(commissionView),
  handle: async (context, { query }) => {
    const { tx, accountId } = context;
    const page = readPage(query);
    const filter = { ...query, order_id: await orderIdOf(context, query.order_id) };
    return toList(await listCommissions(tx, accountId, filter, page.after, page.limit + 1), page, toCommissionView);
  },
});

/** An order may be named by our id, or by the shop's own number, as everywhere else; a number that is not there finds nothing. */
async function orderIdOf({ tx, accountId }: Context, named: string | undefined): Promise<string | undefined> {
  if (named === undefined || isId('order', named)) return named;
  return (await findOrderByNumber(tx, accountId, named))?.id ?? '';
}

const readRoute = plain({
  method: 'GET',
  path: '/v1/commissions/{id}',
  tag,
  summary: 'One commission, with what became of it',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: commissionDetail,
  handle: async ({ tx, accountId }, { params }) => {
    const row = await findCommission(tx, accountId, params.id);
    return row ? showDetail(tx, accountId, row) : refuse('not_found', 'There is no such commission.');
  },
});

/** Shows one commission as it stands: the answer of everything that is done to one. */
export async function showCommission({ tx, accountId }: Context, id: string) {
  const row = await findCommission(tx, accountId, id);
  return row ? toCommissionView(row) : refuse('not_found', 'There is no such commission.');
}

/** Those named in the request, in its order; a repeat of it names the same. */
async function showMany({ tx, accountId }: Context, ids: readonly string[]) {
  const rows = new Map((await findCommissions(tx, accountId, ids)).map((row) => [row.id, row]));
  return { data: [...new Set(ids)].flatMap((id) => rows.get(id) ?? []).map(toCommissionView) };
}

const approveRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/commissions/{id}/approve',
  tag,
  summary: 'Makes a pending commission payable at once, whatever held it',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: nothing,
  answer: commissionView,
  act: async (context, { params }) =>
    (await approveCommissions(context, [params.id])) ?? { subject: params.id, status: 200 },
  show: showCommission,
});

const cancelRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/commissions/{id}/cancel',
  tag,
  summary: 'Takes a pending or payable commission off, with its reversals; it can be restored',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: cancellation,
  answer: commissionView,
  act: async (context, { params, body }) =>
    (await cancelCommissions(context, [params.id], body.note ?? null)) ?? { subject: params.id, status: 200 },
  show: showCommission,
});

const approveManyRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/commissions/approve',
  tag,
  summary: 'Approves all of these commissions, or none',
  who: 'secret',
  scope: 'write',
  body: manyApprovals,
  answer: manyCommissions,
  act: async (context, { body }) =>
    (await approveCommissions(context, body.ids)) ?? { subject: body.ids[0] ?? '', status: 200 },
  show: (context, _subject, { body }) => showMany(context, body.ids),
});

const cancelManyRoute = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/commissions/cancel',
  tag,
  summary: 'Cancels all of these commissions, or none',
  who: 'secret',
  scope: 'write',
  body: manyCancellations,
  answer: manyCommissions,
  act: async (context, { body }) =>
    (await cancelCommissions(context, body.ids, body.note ?? null)) ?? { subject: body.ids[0] ?? '', status: 200 },
  show: (context, _subject, { body }) => showMany(context, body.ids),
});

const adjustRoute = post({
  method: 'POST',
  path: '/v1/commissions/adjustments',
  tag,
  summary: 'Gives or takes an amount by hand, with a note; payable at once',
  who: 'secret',
  scope: 'write',
  body: newAdjustment,
  answer: commissionView,
  act: async (context, { body }) => {
    const id = await adjustBalance(context, body);
    return isRefusal(id) ? id : { subject: id };
  },
  show: showCommission,
});
