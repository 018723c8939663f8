import { idParams, listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { couponChange, couponImport, couponImported, couponsQuery, couponView, newCoupon } from './contract.ts';
import { changeCoupon, createCoupon } from './create-coupon.ts';
import { importCoupons, showImport } from './import-coupons.ts';
import { findCoupon, listCoupons } from './queries-coupons.ts';
import { showCoupons } from './views.ts';

const tag = 'Links and coupons';
const described = { tag, who: 'secret', scope: 'read' } as const;

export function couponRoutes(): Route[] {
  return [createRoute, listRoute, readRoute, changeRoute, importRoute];
}

async function showCoupon(context: Context, id: string) {
  const row = await findCoupon(context.tx, context.accountId, id);
  return row ? (await showCoupons(context, [row])).get(id)! : refuse('not_found', 'There is no such coupon.');
}

const createRoute = post({
  ...described,
  method: 'POST',
  path: '/v1/coupons',
  summary: "Gives a coupon's code to a partner",
  scope: 'write',
  body: newCoupon,
  answer: couponView,
  act: async (context, { body: { partner_id, ...given } }) => {
    const made = await createCoupon(context, partner_id, given);
    return isRefusal(made) ? made : { subject: made.id };
  },
  show: showCoupon,
});

const listRoute = plain({
  ...described,
  method: 'GET',
  path: '/v1/coupons',
  summary: 'The coupons of all partners or of one, newest first',
  query: couponsQuery,
  answer: listOf(couponView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const rows = await listCoupons(context.tx, context.accountId, query, page.after, page.limit + 1);
    const views = await showCoupons(context, rows);
    return toList(rows, page, (row) => views.get(row.id));
  },
});

const readRoute = plain({
  ...described,
  method: 'GET',
  path: '/v1/coupons/{id}',
  summary: 'A coupon',
  params: idParams,
  answer: couponView,
  handle: (context, { params }) => showCoupon(context, params.id),
});

const changeRoute = plain({
  ...described,
  method: 'PATCH',
  path: '/v1/coupons/{id}',
  summary: 'Changes when and how often a coupon counts, or ends it; orders that are recorded stay as they are',
  scope: 'write',
  params: idParams,
  body: couponChange,
  answer: couponView,
  handle: async (context, { params, body }) => {
    const row = await changeCoupon(context, params.id, body);
    return isRefusal(row) ? row : showCoupon(context, row.id);
  },
});

const importRoute = post({
  ...described,
  method: 'POST',
  path: '/v1/coupons/import',
  summary: 'Gives many coupons to partners, from CSV; says what became of each row',
  scope: 'write',
  statuses: [200],
  body: couponImport,
  answer: couponImported,
  act: async (context, { body }) => {
    const id = newId('importRun', context.now);
    const wrong = await importCoupons(context, id, body);
    return wrong ?? { subject: id, status: 200 };
  },
  show: (context, id, { body }) => showImport(context, id, body.csv),
});
