import { idParams, listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { couponView, linkView, newCoupon, newLink, promoQuery } from './contract.ts';
import { createCoupon } from './create-coupon.ts';
import { createLink } from './create-link.ts';
import { findCoupon, findLink, listCoupons, listLinks } from './queries.ts';
import { showLinks, toCouponView } from './views.ts';

const tag = 'Links and coupons';

export function promoRoutes(): Route[] {
  return [createLinkRoute, listLinksRoute, readLinkRoute, createCouponRoute, listCouponsRoute, readCouponRoute];
}

async function showLink(context: Context, id: string) {
  const row = await findLink(context.tx, context.accountId, id);
  return row ? (await showLinks(context, [row])).get(id) : refuse('not_found', 'There is no such link.');
}

async function showCoupon({ tx, accountId }: Context, id: string) {
  const row = await findCoupon(tx, accountId, id);
  return row ? toCouponView(row) : refuse('not_found', 'There is no such coupon.');
}

const createLinkRoute = post({
  method: 'POST',
  path: '/v1/links',
  tag,
  summary: 'Makes a short link of a partner to a page on an allowed host',
  who: 'secret',
  scope: 'write',
  body: newLink,
  answer: linkView,
  act: async (context, { body }) => {
    const { partner_id, url, code, promo_tool_id } = body;
    const made = await createLink(context, { partnerId: partner_id, url, code, promoToolId: promo_tool_id });
    return isRefusal(made) ? made : { subject: made.id };
  },
  show: showLink,
});

const listLinksRoute = plain({
  method: 'GET',
  path: '/v1/links',
  tag,
  summary: 'The links of all partners or of one, newest first',
  who: 'secret',
  scope: 'read',
  query: promoQuery,
  answer: listOf(linkView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const rows = await listLinks(context.tx, context.accountId, query, page.after, page.limit + 1);
    const views = await showLinks(context, rows);
    return toList(rows, page, (row) => views.get(row.id));
  },
});

const readLinkRoute = plain({
  method: 'GET',
  path: '/v1/links/{id}',
  tag,
  summary: 'A link',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: linkView,
  handle: (context, { params }) => showLink(context, params.id),
});

const createCouponRoute = post({
  method: 'POST',
  path: '/v1/coupons',
  tag,
  summary: "Gives a coupon's code to a partner",
  who: 'secret',
  scope: 'write',
  body: newCoupon,
  answer: couponView,
  act: async (context, { body }) => {
    const made = await createCoupon(context, body.partner_id, body.code);
    return isRefusal(made) ? made : { subject: made.id };
  },
  show: showCoupon,
});

const listCouponsRoute = plain({
  method: 'GET',
  path: '/v1/coupons',
  tag,
  summary: 'The coupons of all partners or of one, newest first',
  who: 'secret',
  scope: 'read',
  query: promoQuery,
  answer: listOf(couponView),
  handle: async ({ tx, accountId }, { query }) => {
    const page = readPage(query);
    return toList(await listCoupons(tx, accountId, query, page.after, page.limit + 1), page, toCouponView);
  },
});

const readCouponRoute = plain({
  method: 'GET',
  path: '/v1/coupons/{id}',
  tag,
  summary: 'A coupon',
  who: 'secret',
  scope: 'read',
  params: idParams,
  answer: couponView,
  handle: (context, { params }) => showCoupon(context, params.id),
});
