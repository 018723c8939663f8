import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findAccount } from '../modules/accounts/index.ts';
import { readPixel } from '../modules/orders/index.ts';
import { findVisitorsClick } from '../modules/tracking/index.ts';
import { Problem } from '../platform/http/problems.ts';
import { type OpenRoute, post, type Route } from '../platform/http/route.ts';
import type { Caller } from '../platform/http/server.ts';
import { contextFor, type Parts } from './context.ts';
import { pageOrder, recordPageOrder } from './page-order.ts';

const tag = 'Tracking';

const create = post({
  method: 'POST',
  statuses: [202],
  path: '/v1/track/orders',
  tag,
  summary:
    "Reports an order from a page; it earns once the owner's server reports the same, or at once where it is signed",
  who: 'page',
  scope: 'write',
  body: pageOrder,
  answer: z.object({}),
  act: async (context, { body }) => {
    await recordPageOrder(context, body);
    return { subject: body.order_id, status: 202 };
  },
  show: async () => ({}),
});

/** 1 x 1, transparent. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** For thank-you pages that run no script. Whatever it is asked, it answers with its picture. */
const pixel = (parts: Parts, authenticate: Authenticate): OpenRoute => ({
  method: 'GET',
  path: '/v1/track/pixel.gif',
  tag,
  summary: 'Reports an order by a picture on a thank-you page; prices are decimal',
  open: 'anyone',
  serve: async (request, reply) => {
    await record(parts, authenticate, request).catch((error) => {
      if (!(error instanceof Problem)) parts.log.error({ err: error, request_id: request.id }, 'a pixel was lost');
    });
    return reply
      .type('image/gif')
      .headers({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'cross-origin' })
      .send(GIF);
  },
});

type Authenticate = (request: FastifyRequest) => Promise<Caller>;

async function record(parts: Parts, authenticate: Authenticate, request: FastifyRequest): Promise<void> {
  const caller = await authenticate(request);
  if (caller.kind !== 'publishable') return;
  const said = readPixel(new URLSearchParams(request.url.split('?')[1]), caller.account.currency);
  const order = pageOrder.safeParse(said);
  if (!order.success) return;
  await parts.database.inAccount(caller.account.id, async (tx) => {
    const account = (await findAccount(tx, caller.account.id))!;
    const context = contextFor(parts, tx, account, caller.actor);
    // On a domain that shares its site with the shop's the visitor's cookie comes along.
    const { click_id, via } = order.data;
    const known =
      click_id || via ? click_id : await findVisitorsClick(tx, account.id, request.headers.cookie, context.now);
    await recordPageOrder(context, { ...order.data, click_id: known });
  });
}

export function trackOrderRoutes(parts: Parts, authenticate: Authenticate): Route[] {
  return [create, pixel(parts, authenticate)];
}
