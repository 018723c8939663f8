import { z } from 'zod';
import { listOf } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { Problem } from '../../platform/http/problems.ts';
import { type Context, type OpenRoute, plain, post, type Route } from '../../platform/http/route.ts';
import { isId } from '../../values/id.ts';
import { startOfDay } from '../../values/instant.ts';
import { isRefusal } from '../../values/refusal.ts';
import { findLink } from '../promo/index.ts';
import { clicksQuery, clickView, pageClick, pageClickMade, pageConsent } from './contract.ts';
import { type ClickRow, listClicks } from './queries.ts';
import { recordConsent } from './record-consent.ts';
import { recordPageClick } from './record-page-click.ts';
import type { RedirectParts } from './redirect.ts';

const tag = 'Tracking';

export function trackingRoutes(parts: RedirectParts): Route[] {
  return [recordClickRoute(parts), recordConsentRoute(parts), listClicksRoute, preflightRoute];
}

const recordClickRoute = (parts: RedirectParts) =>
  post({
    method: 'POST',
    path: '/v1/track/clicks',
    tag,
    summary: 'Records a visit to a page that carries ?via=',
    who: 'page',
    scope: 'write',
    body: pageClick,
    answer: pageClickMade,
    act: async (context, { body, headers, ip }) => {
      const id = await recordPageClick(parts, context, {
        ...body,
        ip,
        userAgent: headers['user-agent'],
        host: headers.host,
      });
      return isRefusal(id) ? id : { subject: id };
    },
    show: async (_context, id) => ({ click_id: id }),
  });

const recordConsentRoute = (parts: RedirectParts) =>
  post({
    method: 'POST',
    statuses: [202],
    path: '/v1/track/consent',
    tag,
    summary: 'Counts that a visitor gave or refused consent, by site and day; nothing of the visitor is kept',
    who: 'page',
    scope: 'write',
    body: pageConsent,
    answer: z.object({}),
    act: async (context, { body, headers }) => {
      const refused = await recordConsent(parts, context, { ...body, host: headers.host });
      return refused ?? { subject: context.accountId, status: 202 };
    },
    show: async () => ({}),
  });

const listClicksRoute = plain({
  method: 'GET',
  path: '/v1/clicks',
  tag,
  summary: 'Clicks, newest first, those included that are no visits',
  who: 'secret',
  scope: 'read',
  query: clicksQuery,
  answer: listOf(clickView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    if (page.after !== null && !isId('click', page.after))
      throw new Problem('bad_cursor', 'Use next_cursor of the page before, unchanged.');
    const { link_id } = query;
    // Clicks are found by their partner; a link's partner never changes.
    const partner_id =
      query.partner_id ?? (link_id && (await findLink(context.tx, context.accountId, link_id))?.partner_id);
    const counted = query.counted === undefined ? undefined : query.counted === 'true';
    const filter = {
      partner_id,
      link_id,
      counted,
      from: toInstant(context, query.from),
      to: toInstant(context, query.to),
    };
    return toList(
      await listClicks(context.tx, context.accountId, filter, page.after, page.limit + 1),
      page,
      toClickView,
    );
  },
});

/** A day means its first instant in the account's time zone. */
function toInstant({ account }: Context, moment: string | Date | undefined): Date | undefined {
  return typeof moment === 'string' ? startOfDay(moment, account.timeZone) : moment;
}

function toClickView(row: ClickRow): z.input<typeof clickView> {
  const { id, at, link_id, partner_id, promo_tool_id, sub, referrer_host, country, device, counted, reason, flood } =
    row;
  return {
    id,
    at: at.toISOString(),
    link_id,
    partner_id,
    promo_tool_id,
    sub,
    referrer_host,
    country,
    device,
    counted,
    reason,
    flood,
  };
}

/** Browsers ask before a page of another host may call; they do not say with which key, so the answer is the same for all. */
const preflightRoute: OpenRoute = {
  method: 'OPTIONS',
  path: '/v1/track/{what}',
  tag,
  summary: 'What pages may send',
  open: 'anyone',
  serve: async (request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-origin': request.headers.origin ?? '*',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization, content-type, idempotency-key',
        'access-control-max-age': '7200',
        vary: 'Origin',
      })
      .send(),
};
