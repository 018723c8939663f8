import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { copyRows } from '../server/platform/copy.ts';
import { newId } from '../server/platform/ids.ts';
import { DAY, HOUR } from '../server/values/instant.ts';
import { call, OPERATOR, type OwnServer } from './own-server.ts';

const PARTNERS = 100;
const DAYS = 365;
const ROWS_AT_ONCE = 5000;
/** Of so many clicks one becomes an order; every tenth order is refunded in part. */
const CLICKS_PER_ORDER = 100;
const COUNTRIES = ['US', 'DE', 'GB', 'FR', 'NL', 'ES', 'IT', 'CA', 'AU', 'SE', 'PL', 'JP'];
const DEVICES = ['phone', 'desktop', 'tablet'];
const SKUS = Array.from({ length: 50 }, (_, index) => `sku-${index}`);

/** A shop whose clicks and orders lie in the year up to now. */
export interface ReportShop {
  readonly key: string;
  readonly accountId: string;
  readonly partners: readonly { readonly id: string; readonly links: readonly string[] }[];
  readonly programId: string;
}

interface Made {
  readonly id: string;
  readonly secret_key: string;
}

/** An account with one program and a hundred partners, each with three links. */
export async function openReportShop(server: OwnServer): Promise<ReportShop> {
  const post = <T>(key: string, path: string, body: unknown): Promise<T> =>
    call<T>(server.base, key, 'POST', path, body);
  const account = await post<Made>(OPERATOR, '/v1/accounts', {
    name: 'Bench',
    owner_email: 'owner@bench.example',
    time_zone: 'Europe/Berlin',
  });
  const key = account.secret_key;
  const terms = { kind: 'percent', tier1_bps: 1000 };
  const program = await post<Made>(key, '/v1/programs', {
    name: 'Bench',
    default_url: 'https://shop.example/',
    default_terms: terms,
  });
  const partners: { id: string; links: string[] }[] = [];
  for (let n = 0; n < PARTNERS; n += 1) {
    const partner = await post<{ id: string; link: { id: string } }>(key, '/v1/partners', {
      email: `p${n}@bench.example`,
      name: `Partner ${n}`,
      program_id: program.id,
      code: `p${n}`,
      status: 'approved',
    });
    const links = [partner.link.id];
    for (const path of ['mugs', 'hats'])
      links.push(
        (await post<Made>(key, '/v1/links', { partner_id: partner.id, url: `https://shop.example/${path}` })).id,
      );
    partners.push({ id: partner.id, links });
  }
  return { key, accountId: account.id, partners, programId: program.id };
}

/** Fills in clicks, and orders in proportion, as the click writer and the flows leave them. In the order of time. */
export async function fillShop(databaseUrl: string, shop: ReportShop, clicks: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`set timezone = 'UTC'; select set_config('app.account_id', '${shop.accountId}', false)`);
    const end = Date.now() - HOUR;
    const begin = end - DAYS * DAY;
    const ready = new Set<string>();
    for (let from = 0; from < clicks; from += ROWS_AT_ONCE) {
      const count = Math.min(ROWS_AT_ONCE, clicks - from);
      const made = Array.from({ length: count }, (_, n) =>
        makeClick(shop, new Date(begin + Math.floor(((from + n) / clicks) * (end - begin)))),
      );
      await writeClicks(client, shop, made, ready);
      await writeOrders(
        client,
        shop,
        made.filter((_, n) => (from + n) % CLICKS_PER_ORDER === 0),
      );
    }
  } finally {
    await client.end();
  }
}

interface MadeClick {
  readonly at: Date;
  readonly id: string;
  readonly partner: string;
  readonly link: string;
  readonly sub: string | null;
  readonly line: string;
}

/** Some partners bring far more than others, and so do countries and labels. */
const skewed = (limit: number): number => Math.floor(limit * Math.random() ** 2.5);

const visitors: string[] = [];

function makeClick(shop: ReportShop, at: Date): MadeClick {
  const partner = shop.partners[skewed(shop.partners.length)]!;
  const link = partner.links[skewed(partner.links.length)]!;
  const id = newId('click', at);
  const known = Math.random() < 0.3 ? visitors[Math.floor(Math.random() * visitors.length)] : undefined;
  const visitor = known ?? randomBytes(16).toString('base64url');
  if (!known) visitors[visitors.length < 5000 ? visitors.length : skewed(5000)] = visitor;
  const sub = Math.random() < 0.4 ? null : `label-${skewed(20)}`;
  const country = COUNTRIES[skewed(COUNTRIES.length)]!;
  const device = DEVICES[skewed(DEVICES.length)]!;
  const kind = known ? 'cookie' : 'hash';
  const hash = randomBytes(16).toString('base64url');
  const line = `${shop.accountId}\t${at.toISOString()}\t${id}\t${link}\t${partner.id}\t\\N\t${sub ?? '\\N'}\t${visitor}\t${kind}\t${hash}\t\\N\t\\N\t${country}\t${device}\tt\t\\N\tf\n`;
  return { at, id, partner: partner.id, link, sub, line };
}

async function writeClicks(client: pg.Client, _shop: ReportShop, clicks: readonly MadeClick[], ready: Set<string>) {
  for (const [month, rows] of Map.groupBy(clicks, (click) => click.at.toISOString().slice(0, 7))) {
    if (!ready.has(month)) await client.query('select machinery.ensure_click_month($1::date)', [`${month}-01`]);
    ready.add(month);
    const columns =
      'account_id,at,id,link_id,partner_id,promo_tool_id,sub,visitor,visitor_kind,day_hash,referrer_host,landing,country,device,counted,reason,flood';
    const text = rows.map(({ line }) => line).join('');
    await copyRows(client, `copy tenant.clicks_${month.replace('-', '')} (${columns}) from stdin`, text);
  }
}

/** Orders of a quarter of an hour after their click, with a line, a touch, a credit and a commission each. */
async function writeOrders(client: pg.Client, shop: ReportShop, clicks: readonly MadeClick[]): Promise<void> {
  const orders = clicks.map((click) => {
    const at = new Date(click.at.getTime() + HOUR / 4);
    const unit = 100 * (1 + skewed(200));
    const sku = SKUS[skewed(SKUS.length)]!;
    return {
      ...{ account_id: shop.accountId, id: newId('order', at), line: newId('line', at), touch: newId('touch', at) },
      ...{ commission: newId('commission', at), refund: newId('refund', at), program: shop.programId },
      ...{
        at,
        clicked_at: click.at,
        click: click.id,
        partner: click.partner,
        link: click.link,
        sub: click.sub,
        unit,
        sku,
      },
      refunded: Math.random() < 0.1,
    };
  });
  await client.query('begin');
  for (const statement of orderStatements) await client.query(statement, [JSON.stringify(orders)]);
  await client.query('commit');
}

const rows = `from jsonb_to_recordset($1::jsonb) as r(account_id text, id text, line text, touch text, commission text,
  refund text, program text, at timestamptz, clicked_at timestamptz, click text, partner text, link text, sub text, unit bigint,
  sku text, refunded boolean)`;

const orderStatements = [
  `insert into tenant.orders (account_id, id, order_id, currency, occurred_at, recorded_at, click_id, discount_amount,
     shipping_amount, tax_amount, prices_include_tax, total_amount, content_hash, source, verified)
   select account_id, id, id, 'USD', at, at, click, 0, 0, 0, false, unit * 2, '', 'api', true ${rows}`,
  `insert into tenant.order_lines (account_id, order_id, position, id, sku, quantity, unit_amount, discount_amount, tax_amount)
   select account_id, id, 0, line, sku, 2, unit, 0, 0 ${rows}`,
  `insert into tenant.touches (account_id, id, kind, at, partner_id, click_id, link_id, sub, named_by)
   select account_id, touch, 'click', clicked_at, partner, click, link, sub, id ${rows}`,
  `insert into tenant.credits (account_id, order_id, version, at, partner_id, reason, touch_id, steps, author)
   select account_id, id, 1, at, partner, 'click', click, '[]', 'bench' ${rows}`,
  `insert into tenant.commissions (account_id, id, kind, partner_id, program_id, tier, order_id, line_id, sku, credit_version,
     base_amount, rate_bps, amount, currency, status, occurred_at, recorded_at, payable_on, author)
   select account_id, commission, 'sale', partner, program, 1, id, line, sku, 1, unit * 2, 1000, unit / 5, 'USD', 'pending', at, at,
     at + interval '30 days', 'bench' ${rows}`,
  `insert into tenant.refunds (account_id, id, order_id, refund_id, reason, occurred_at, recorded_at, amount, parts, content_hash)
   select account_id, refund, id, refund, 'refund', at, at, unit,
     jsonb_build_object('lines', '[]'::jsonb, 'tax', 0, 'shipping', 0, 'spread', unit), '' ${rows} where refunded`,
];

/** Resolves once the server has folded in everything. */
export async function waitUntilFolded(databaseUrl: string, accountId: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`select set_config('app.account_id', $1, false)`, [accountId]);
    for (;;) {
      const { rows: left } = await client.query(
        `select 1 from tenant.fold_marks m where m.account_id = $1 and not exists (
           select from tenant.clicks c where c.account_id = $1 and c.written_by >= pg_snapshot_xmin(m.seen)
             and not pg_visible_in_snapshot(c.written_by, m.seen))`,
        [accountId],
      );
      if (left.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    await client.end();
  }
}
