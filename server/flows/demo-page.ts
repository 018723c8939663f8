import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Html, html } from '../platform/http/html.ts';
import { decimalsOf, toDecimalText } from '../values/money.ts';

/** Our own script and style, calls and forms to ourselves, nothing else. */
export const SHOP_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cache-control': 'no-store',
} as const;

const style = new Html(readFileSync(join(import.meta.dirname, '../../demo/shop.css'), 'utf8'));

export interface Shop {
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  /** Publishable; null on pages that run no script. */
  readonly key: string | null;
}

function page(shop: Shop, title: string, body: Html): string {
  const script = shop.key === null ? html`` : html`<script src="/t.js" data-key="${shop.key}" async></script>`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Demo shop of ${shop.name}</title><style>${style}</style>${script}</head>
<body><main>${body}</main></body></html>`.text;
}

/** Fifteen of the currency, in minor units; of one without decimals, fifteen hundred. */
export function mugPrice(currency: string): number {
  const decimals = decimalsOf(currency);
  return 1500 * 10 ** Math.max(decimals - 2, 0);
}

const money = (amount: bigint | number, currency: string): string =>
  `${toDecimalText(BigInt(amount), currency)} ${currency}`;

/** What is known of the visitor before they do anything. */
export interface Visit {
  readonly clickId: string | null;
  /** The partner's code. */
  readonly partner: string | null;
  /** Codes by which a visitor can come in. */
  readonly partners: readonly string[];
}

export function shopPage(shop: Shop, visit: Visit): string {
  const price = money(mugPrice(shop.currency), shop.currency);
  return page(
    shop,
    'A good mug',
    html`<h1>A good mug</h1><p>The demo shop of ${shop.name}. Nothing is sold here, and nobody pays.</p>
${aboutVisit(visit)}
<form method="post" action="/demo/${shop.slug}/orders"><h2>One mug, ${price}</h2>
<label>Your e-mail address<input name="email" type="email" required maxlength="254" autocomplete="email"></label>
<label>Your name<input name="name" maxlength="200" autocomplete="name"></label>
<label>How many<input name="quantity" type="number" min="1" max="99" value="1" required></label>
<label>Coupon, if you have one<input name="coupon" maxlength="200"></label>
<input type="hidden" name="tributary_click"><button>Buy</button></form>
<form method="post" action="/demo/${shop.slug}/leads" data-tributary-lead><h2>Or hear from us first</h2>
<p>Whoever leaves an address and buys later, on another device even, is still the partner’s customer.</p>
<label>Your e-mail address<input name="email" type="email" required maxlength="254" autocomplete="email"></label>
<label>Your name<input name="name" maxlength="200" autocomplete="name"></label><button>Keep me posted</button></form>
${waysIn(shop, visit)}`,
  );
}

function aboutVisit({ clickId, partner }: Visit): Html {
  const who = partner
    ? html`<p>A partner did: <strong>${partner}</strong>.</p>`
    : html`<p>No partner brought you, as far as we know. Come in by one of the codes below.</p>`;
  const click = clickId === null ? html`` : html`<p>Your click: <code>${clickId}</code></p>`;
  return html`<section aria-labelledby="visit"><h2 id="visit">Who brought you</h2>${who}${click}</section>`;
}

function waysIn(shop: Shop, { partners }: Visit): Html {
  const links = partners.map(
    (code) => html`<li><a href="/demo/${shop.slug}?via=${encodeURIComponent(code)}">by ${code}</a></li>`,
  );
  const said =
    links.length > 0
      ? html`<ul>${links}</ul>`
      : html`<p>There is no approved partner yet. Make a program, then a partner: <code>POST /v1/programs</code>, <code>POST /v1/partners</code>.</p>`;
  return html`<section aria-labelledby="ways"><h2 id="ways">Come in again</h2>${said}
<p>A partner’s own link leads to the <code>default_url</code> of the program; set that to this page, and their links lead here.</p></section>`;
}

/** The order as the thank-you page hands it to the tracker: the body of `POST /v1/track/orders`. */
export interface SoldOrder {
  readonly order_id: string;
  readonly [field: string]: unknown;
}

export function thanksPage(shop: Shop, order: SoldOrder): string {
  return page(
    shop,
    'Thank you',
    html`<h1>Thank you</h1><p>Your order is <code>${order.order_id}</code>.</p>
<section data-tributary-order="${JSON.stringify(order)}"><h2>What this page did</h2>
<p>It carries the order in an attribute, and the tracker script has sent it, with your click. The shop’s server signed its
number, so that it counts at once; unsigned, what it earns would be held until the shop’s server reports the order itself.</p>
<p><a href="/demo/${shop.slug}/orders/${order.order_id}">See what came of it</a></p></section>`,
  );
}

export function leadPage(shop: Shop): string {
  return page(
    shop,
    'Thank you',
    html`<h1>Thank you</h1><section><p>The tracker script has sent your address as a lead, while you left the page. Nobody vouched for it, so it
may make a contact, and changes nothing of one that was there.</p><p><a href="/demo/${shop.slug}">Back to the shop, to buy</a></p></section>`,
  );
}

/** What is recorded of an order, or null while it has not arrived. */
export interface Told {
  readonly id: string;
  readonly credited: string;
  readonly earned: readonly {
    readonly partner: string;
    readonly tier: number | null;
    readonly amount: bigint;
    readonly currency: string;
    readonly status: string;
    readonly payableOn: string | null;
  }[];
  readonly nothing: readonly string[];
}

export function toldPage(shop: Shop, number: string, told: Told | null): string {
  if (told === null)
    return page(
      shop,
      'Not there yet',
      html`<h1>Not there yet</h1><section><p>Order <code>${number}</code> has not been reported. Load this page again in a moment. If it stays away, the
tracker script was blocked: then the shop’s server would have to report the order.</p></section>`,
    );
  const earned = told.earned.map(
    (one) =>
      html`<li>${one.partner} earns <strong>${money(one.amount, one.currency)}</strong>${one.tier === 2 ? ' (second tier)' : ''}: ${one.status}${one.payableOn ? `, payable on ${one.payableOn}` : ''}</li>`,
  );
  const nothing = told.nothing.map((reason) => html`<li>${reason}</li>`);
  return page(
    shop,
    'What happened',
    html`<h1>What happened</h1><section><dl><dt>Order</dt><dd><code>${number}</code></dd>
<dt>Who is credited</dt><dd>${told.credited}</dd><dt>What they earn</dt><dd><ul>${earned}${nothing}</ul></dd></dl></section>
<section><p>Every step: <code>GET /v1/orders/${told.id}/explanation</code></p><p><a href="/demo/${shop.slug}">Back to the shop</a></p></section>`,
  );
}

export function noShopPage(): string {
  const nobody = { slug: '', name: 'Tributary', currency: 'USD', key: null };
  return page(nobody, 'No shop', html`<h1>There is no demo shop here</h1><p>Only sandbox accounts have one.</p>`);
}
