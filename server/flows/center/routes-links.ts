import { encode } from 'uqr';
import { z } from 'zod';
import { codeShape } from '../../modules/partners/index.ts';
import {
  createLink,
  findLink,
  type LinkRow,
  listAllowedHosts,
  listCoupons,
  listLinks,
} from '../../modules/promo/index.ts';
import { readAskedDays, reports, runReport } from '../../modules/reporting/index.ts';
import { idParams, listOf, pageQuery, text } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, RawAnswer, type Route } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { asPartner, findOwn, notYours, ownId } from './own.ts';
import { writeQrSvg } from './write-qr-svg.ts';

const sub = text(200);
const linkView = z.object({
  id: z.string(),
  code: z.string(),
  url: z.string(),
  short_url: z.string(),
  /** With the label that was asked for, `?sub=`. */
  share_url: z.string(),
  promo_tool_id: z.string().nullable(),
  /** The partner's own link, whose code also serves as ?via=. */
  is_own: z.boolean(),
  created_at: z.string(),
  /** Of the last 30 days, in the program's currency. */
  figures: z.object({
    clicks: z.int(),
    unique_clicks: z.int(),
    leads: z.int(),
    orders: z.int(),
    commission: z.int(),
    currency: z.string(),
  }),
});
type LinkView = z.input<typeof linkView>;

export function linkRoutes(): Route[] {
  return [listRoute, createRoute, hostsRoute, readRoute, qrRoute, tryRoute, couponsRoute];
}

async function showOwn(context: Context, rows: readonly LinkRow[], label: string | undefined): Promise<LinkView[]> {
  const { partner, program } = await findOwn(context);
  const figures = await countLinks(context, program.currency, rows.length === 1 ? rows[0]!.id : undefined);
  return rows.map((row) => {
    const short_url = context.linkBase + encodeURIComponent(row.code);
    return {
      ...{ id: row.id, code: row.code, url: row.url ?? program.defaultUrl, short_url },
      share_url: label === undefined ? short_url : `${short_url}?sub=${encodeURIComponent(label)}`,
      promo_tool_id: row.promo_tool_id,
      is_own: row.url === null && row.code === partner.code,
      created_at: row.created_at.toISOString(),
      figures: { ...none, ...figures.get(row.id), currency: program.currency },
    };
  });
}

const none = { clicks: 0, unique_clicks: 0, leads: 0, orders: 0, commission: 0 };
const linksReport = reports.find((report) => report.name === 'links')!;

/** From the counters, of all links or of one. */
async function countLinks(context: Context, currency: string, only?: string): Promise<Map<string, typeof none>> {
  const asked = await readAskedDays(context, {});
  if (isRefusal(asked)) return new Map();
  const which = { partner_id: ownId(context), currency, ...(only === undefined ? {} : { link_id: only }) };
  const { data } = await runReport(context, linksReport, { ...asked, ...which });
  return new Map(
    data.map((row) => {
      const pairs = Object.keys(none).map((name) => [name, Number(row[name] ?? 0)]);
      return [String(row['link_id']), Object.fromEntries(pairs)];
    }),
  );
}

/** A link of theirs. Another partner's is not there, like one that never was. */
async function findOwnLink(context: Context, id: string): Promise<LinkRow | Refusal> {
  const row = await findLink(context.tx, context.accountId, id);
  return row && row.partner_id === ownId(context) ? row : notYours('link');
}

async function showOne(context: Context, id: string, label: string | undefined): Promise<LinkView | Refusal> {
  const row = await findOwnLink(context, id);
  return isRefusal(row) ? row : (await showOwn(context, [row], label))[0]!;
}

const listRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/links',
  summary: 'Their links, newest first, with figures of the last 30 days',
  scope: 'read',
  query: pageQuery.extend({ sub: sub.optional() }),
  answer: listOf(linkView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const filter = { partner_id: ownId(context) };
    const rows = await listLinks(context.tx, context.accountId, filter, page.after, page.limit + 1);
    const views = new Map((await showOwn(context, rows, query.sub)).map((view) => [view.id, view]));
    return toList(rows, page, (row) => views.get(row.id)!);
  },
});

const createRoute = post({
  ...asPartner,
  method: 'POST',
  path: '/v1/center/links',
  summary: 'Makes a link to a page on an allowed host, with a code of their wish if it is free',
  scope: 'write',
  body: z.strictObject({ url: text(2000).nullish(), code: codeShape.nullish(), sub: sub.nullish() }),
  answer: linkView,
  act: async (context, { body }) => {
    const { partner, program } = await findOwn(context);
    if (partner.status !== 'approved')
      return refuse('wrong_status', `Links are made by approved partners; you are ${partner.status}.`);
    const url = body.url ?? program.defaultUrl;
    const made = await createLink(context, { partnerId: partner.id, url, code: body.code });
    return isRefusal(made) ? made : { subject: made.id };
  },
  show: (context, id, { body }) => showOne(context, id, body.sub ?? undefined),
});

const hostsRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/links/hosts',
  summary: 'Where their links may lead',
  scope: 'read',
  answer: z.object({ data: z.array(z.string()) }),
  handle: async (context) => ({ data: [...(await listAllowedHosts(context))].sort() }),
});

const subQuery = z.strictObject({ sub: sub.optional() });

const readRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/links/{id}',
  summary: 'One of their links',
  scope: 'read',
  params: idParams,
  query: subQuery,
  answer: linkView,
  handle: (context, { params, query }) => showOne(context, params.id, query.sub),
});

const qrRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/links/{id}/qr',
  summary: 'The link as a QR code, an SVG picture',
  scope: 'read',
  params: idParams,
  query: subQuery,
  answer: z.unknown(),
  handle: async (context, { params, query }) => {
    const link = await showOne(context, params.id, query.sub);
    if (isRefusal(link)) return link;
    const svg = writeQrSvg(encode(link.share_url, { ecc: 'M', border: 4 }).data);
    return new RawAnswer('image/svg+xml; charset=utf-8', svg, {
      // It holds rectangles only; should it ever hold more, nothing in it runs.
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `inline; filename="link.svg"`,
      'cache-control': 'private, max-age=3600',
    });
  },
});

const tryRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/links/{id}/try',
  summary: 'Where a visitor arrives; no click is recorded',
  scope: 'read',
  params: idParams,
  answer: z.object({ short_url: z.string(), leads_to: z.string(), works: z.boolean(), counts: z.boolean() }),
  handle: async (context, { params }) => {
    const link = await showOne(context, params.id, undefined);
    if (isRefusal(link)) return link;
    const { partner } = await findOwn(context);
    const hosts = await listAllowedHosts(context);
    return {
      ...{ short_url: link.short_url, leads_to: link.url, works: hosts.has(new URL(link.url).host) },
      counts: partner.status === 'approved',
    };
  },
});

const couponView = z.object({ id: z.string(), code: z.string(), created_at: z.string() });

const couponsRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/coupons',
  summary: 'Their coupons, newest first',
  scope: 'read',
  query: pageQuery,
  answer: listOf(couponView),
  handle: async (context, { query }) => {
    const page = readPage(query);
    const filter = { partner_id: ownId(context) };
    const rows = await listCoupons(context.tx, context.accountId, filter, page.after, page.limit + 1);
    return toList(rows, page, ({ id, code, created_at }) => ({ id, code, created_at: created_at.toISOString() }));
  },
});
