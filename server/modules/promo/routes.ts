import { idParams, listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { linkView, newLink, promoQuery } from './contract.ts';
import { createLink } from './create-link.ts';
import { findLink, listLinks } from './queries.ts';
import { couponRoutes } from './routes-coupons.ts';
import { promoToolRoutes } from './routes-tools.ts';
import { uploadRoutes } from './routes-uploads.ts';
import type { UploadParts } from './uploads.ts';
import { showLinks } from './views.ts';

const tag = 'Links and coupons';

export function promoRoutes(parts: UploadParts): Route[] {
  return [
    ...[createLinkRoute, listLinksRoute, readLinkRoute],
    ...couponRoutes(),
    ...promoToolRoutes(),
    ...uploadRoutes(parts),
  ];
}

async function showLink(context: Context, id: string) {
  const row = await findLink(context.tx, context.accountId, id);
  return row ? (await showLinks(context, [row])).get(id) : refuse('not_found', 'There is no such link.');
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
