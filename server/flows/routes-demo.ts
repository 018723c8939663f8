import type { FastifyReply, FastifyRequest } from 'fastify';
import { findAccountBySlug, readPageKey, readSigningSecret } from '../modules/accounts/index.ts';
import type { Context, OpenRoute } from '../platform/http/route.ts';
import { newSecret } from '../platform/ids.ts';
import { contextFor, type Parts } from './context.ts';
import {
  leadPage,
  mugPrice,
  noShopPage,
  SHOP_HEADERS,
  type Shop,
  shopPage,
  thanksPage,
  toldPage,
} from './demo-page.ts';
import { pageOrder } from './page-order.ts';
import { signFor } from './page-signature.ts';
import { describeVisit, tellOrder } from './tell-demo-order.ts';

const tag = 'Demo shop';

/** The demo shop of a sandbox account: one page where a newcomer can be a visitor, a lead and a customer. */
export function demoRoutes(parts: Parts): OpenRoute[] {
  const at = (method: 'GET' | 'POST', path: string, summary: string, answer: Answer): OpenRoute => ({
    ...{ method, path, tag, summary },
    open: 'anyone',
    serve: (request, reply) => serve(parts, request, reply, answer),
  });
  return [
    at('GET', '/demo/{slug}', 'The page', showShop),
    at('POST', '/demo/{slug}/leads', 'Thanks for an address, which the tracker has sent', async ({ shop }) =>
      leadPage(shop),
    ),
    at('POST', '/demo/{slug}/orders', 'Takes an order and thanks for it; the page reports it, signed', sell),
    at('GET', '/demo/{slug}/orders/{number}', 'What came of an order', async ({ context, shop, request }) => {
      const { number } = request.params as { number: string };
      return toldPage(shop, number, isNumber.test(number) ? await tellOrder(context, number) : null);
    }),
  ];
}

interface Visitor {
  readonly context: Context;
  readonly shop: Shop;
  readonly request: FastifyRequest;
}
type Answer = (visitor: Visitor) => Promise<string>;

const isNumber = /^demo-[\w-]{10,40}$/;

async function serve(parts: Parts, request: FastifyRequest, reply: FastifyReply, answer: Answer) {
  const { slug } = request.params as { slug: string };
  const isSlug = /^[a-z0-9-]{1,60}$/.test(slug);
  const account = isSlug ? await parts.database.inDirectory((tx) => findAccountBySlug(tx, slug)) : undefined;
  const show = (status: number, page: string) =>
    reply.code(status).headers(SHOP_HEADERS).type('text/html; charset=utf-8').send(page);
  if (!account?.sandbox) return show(404, noShopPage());
  const page = await parts.database.inAccount(account.id, async (tx) => {
    const context = contextFor(parts, tx, account, { kind: 'page', id: 'demo' });
    const shop = {
      slug: account.slug,
      name: account.name,
      currency: account.currency,
      key: await readPageKey(context),
    };
    return answer({ context, shop, request });
  });
  return show(200, page);
}

async function showShop({ context, shop, request }: Visitor): Promise<string> {
  const asked = new URLSearchParams(request.url.split('?')[1]);
  const cookie = /(?:^|;\s*)trb_click=(clk_\w{26})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1] ?? null;
  const visit = await describeVisit(context, { clickId: asked.get('tclid'), via: codeIn(asked.get('via')), cookie });
  return shopPage(shop, visit);
}

/** What nobody can be called is not looked for. */
const codeIn = (text: string | null): string | null =>
  text && text.length <= 200 && !text.includes('\u0000') ? text : null;

/** The shop's own server: it gives the order a number, and vouches for that number with the signing secret. */
async function sell({ context, shop, request }: Visitor): Promise<string> {
  const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
  const field = (name: string): string | null => form.get(name)?.trim() || null;
  const order_id = `demo-${newSecret().replace(/\W/g, '').slice(0, 16)}`;
  const timestamp = Math.floor(context.now.getTime() / 1000);
  const order = {
    order_id,
    email: field('email'),
    name: field('name'),
    click_id: field('tributary_click'),
    coupon: field('coupon'),
    currency: shop.currency,
    items: [
      {
        sku: 'mug',
        name: 'A good mug',
        quantity: Number(field('quantity') ?? 1),
        unit_amount: mugPrice(shop.currency),
      },
    ],
    timestamp,
    signature: signFor(await readSigningSecret(context), order_id, timestamp),
  };
  // What no shop would take: back to the page.
  if (!pageOrder.safeParse(order).success) return showShop({ context, shop, request });
  return thanksPage(shop, order);
}
