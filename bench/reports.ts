import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { DAY } from '../server/values/instant.ts';
import { type Measured, measured } from './measured.ts';
import { call, startOwnServer } from './own-server.ts';
import { fillShop, openReportShop, type ReportShop, waitUntilFolded } from './report-shop.ts';

const ASKED = 40;

/** What is asked of each size: the address of a report by its name. */
export function questions(shop: ReportShop): Record<string, string[]> {
  const day = (back: number): string => new Date(Date.now() - back * DAY).toISOString().slice(0, 10);
  const month = `from=${day(30)}&to=${day(-1)}`;
  const year = `from=${day(364)}&to=${day(-1)}`;
  const partner = `partner_id=${shop.partners[0]!.id}`;
  const report = (name: string, query: string): string => `/v1/reports/${name}?${query}`;
  return {
    partners_month: [report('partners', month)],
    partners_year: [report('partners', year)],
    partners_compared: [report('partners', `${month}&compare=true`)],
    partners_narrowed: [report('partners', `${month}&country=DE&device=phone`)],
    programs_year: [report('programs', year)],
    links_month: [report('links', month)],
    promo_tools_year: [report('promo_tools', year)],
    subs_of_partner: [report('subs', `${month}&${partner}`)],
    countries_year: [report('countries', year)],
    devices_year: [report('devices', year)],
    products_year: [report('products', year)],
    customers_year: [report('customers', year)],
    refunds_month: [report('refunds', month)],
    days_to_order_year: [report('days_to_order', year)],
    movers_month: [report('movers', month)],
    series_days_month: [report('timeseries', month)],
    series_days_year: [report('timeseries', year)],
    series_months_year: [report('timeseries', `${year}&interval=month`)],
    rows_of_partner: [report('rows', `from=${day(2)}&to=${day(1)}&${partner}`)],
    tracking_health: ['/v1/reports/tracking_health'],
    partner_home: [
      report('timeseries', `${month}&${partner}`),
      report('links', `${month}&${partner}`),
      `/v1/partners/${shop.partners[0]!.id}/balance`,
    ],
  };
}

interface Size {
  readonly fillSeconds: number;
  /** The 95th percentile of each report, in milliseconds. */
  readonly p95: Readonly<Record<string, number>>;
}

/**
 * Fills shops of growing size, each on a server of its own, and asks each report: over HTTP, all in turn. The yardstick of
 * the larger sizes is the smallest.
 */
export async function benchReports(options: { readonly full?: boolean } = {}): Promise<Measured[]> {
  const sizes = [100_000, 1_000_000, ...(options.full ? [10_000_000] : [])];
  const results: Measured[] = [];
  let smallest: Size | null = null;
  for (const clicks of sizes) {
    const size = await measureSize(clicks);
    const label = clicks >= 1_000_000 ? `${clicks / 1_000_000}m` : `${clicks / 1000}k`;
    results.push(measured(`reports_fill_${label}`, size.fillSeconds, 's'));
    for (const [name, p95] of Object.entries(size.p95))
      results.push(measured(`reports_${name}_${label}_p95`, p95, 'ms', smallest?.p95[name] ?? null));
    smallest ??= size;
  }
  return results;
}

async function measureSize(clicks: number): Promise<Size> {
  const server = await startOwnServer();
  try {
    const shop = await openReportShop(server);
    const began = performance.now();
    await fillShop(server.databaseUrl, shop, clicks);
    await waitUntilFolded(server.databaseUrl, shop.accountId);
    const fillSeconds = (performance.now() - began) / 1000;
    await tidyUp(server.databaseUrl);
    const times = new Map<string, number[]>();
    const asked = Object.entries(questions(shop));
    // The first round warms up.
    for (let round = 0; round <= ASKED; round += 1) {
      for (const [name, paths] of asked) {
        const start = performance.now();
        await Promise.all(paths.map((path) => call(server.base, shop.key, 'GET', path)));
        if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
      }
    }
    const p95 = (values: readonly number[]): number =>
      values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;
    return { fillSeconds, p95: Object.fromEntries([...times].map(([name, values]) => [name, p95(values)])) };
  } finally {
    await server.stop();
  }
}

/** What autovacuum does in the minutes after so much was written. */
async function tidyUp(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
}

if (import.meta.main) {
  for (const one of await benchReports({ full: process.argv.includes('--full') })) console.log(JSON.stringify(one));
}
