import type { Context } from '../../platform/http/route.ts';
import { type Day, dayOf, shiftDay } from '../../values/instant.ts';
import { findLinks } from '../promo/index.ts';
import { sumConsents } from '../tracking/index.ts';
import { answerQuestion, readerOf } from './answer-question.ts';
import { heardIn, sitesOf } from './hear-of.ts';
import { loadNews } from './load-news.ts';
import { type HeardRow, listHeard, type PulseDay, readPulses } from './queries-heard.ts';
import { rowsAddress } from './rows-address.ts';
import type { Entry } from './rules/entries.ts';
import { type Health, type HealthDay, judgeHealth } from './rules/judge-health.ts';
import type { Heard } from './rules/latest-heard.ts';
import type { Period } from './rules/periods.ts';
import { sawNothing } from './rules/snapshots.ts';
import { accountOf } from './run-report.ts';

/** So many links and sites are watched: those clicked most recently. */
const WATCHED_AT_MOST = 2000;
const DAYS = 49;
const RECENT_DAYS = 30;

export interface Watched extends Health {
  readonly kind: 'link' | 'site';
  readonly subject: string;
  readonly click_at: Date | null;
  readonly lead_at: Date | null;
  readonly order_at: Date | null;
  /** Since when the silence was announced. */
  readonly announced: Date | null;
}

/** What was last heard of each link and site, and how that compares with its own past. */
export async function watchTracking(context: Context): Promise<Watched[]> {
  const account = accountOf(context);
  const reader = readerOf(context.tx, account);
  const today = dayOf(context.now, account.timeZone);
  const period = { from: shiftDay(today, 1 - DAYS), to: shiftDay(today, 1) };
  const counted = await readPulses(context.tx, account.id, account.timeZone, period);
  const news = await loadNews(reader, { seen: counted.seen ?? sawNothing, upto: null });
  const heard = mergeHeard(await listHeard(context.tx, account.id, WATCHED_AT_MOST), await heardIn(reader, news));
  const links = heard.flatMap((one) => (one.kind === 'link' ? [one.subject] : []));
  const pulses = new Pulses(period, await sitesOf(reader, links));
  for (const { link_id, days } of counted.rows) for (const day of days) pulses.add(link_id, day);
  for (const entry of news.added) pulses.addEntry(entry, 1);
  for (const entry of news.removed) pulses.addEntry(entry, -1);
  return heard.map((one): Watched => {
    const days = pulses.of(one.kind, one.subject);
    const { kind, subject, click_at, lead_at, order_at } = one;
    const health = judgeHealth({ days, last_click_at: click_at }, context.now);
    return { kind, subject, click_at, lead_at, order_at, announced: one.silent_since, ...health };
  });
}

/** Of what was kept and what is new the later. */
function mergeHeard(kept: readonly HeardRow[], news: readonly Heard[]): Omit<HeardRow, 'account_id'>[] {
  const rows = new Map<string, Omit<HeardRow, 'account_id'>>(kept.map((row) => [`${row.kind} ${row.subject}`, row]));
  for (const one of news) {
    const key = `${one.kind} ${one.subject}`;
    const known = rows.get(key) ?? { ...one, silent_since: null };
    rows.set(key, {
      ...known,
      click_at: later(known.click_at, one.click_at),
      lead_at: later(known.lead_at, one.lead_at),
      order_at: later(known.order_at, one.order_at),
    });
  }
  return [...rows.values()];
}

function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

type OpenDay = { -readonly [K in keyof HealthDay]: number };

/** Figures by day of each link, and of the sites that links lead to. */
class Pulses {
  readonly #places = new Map<Day, number>();
  readonly #pulses = new Map<string, OpenDay[]>();
  readonly #sites: ReadonlyMap<string, string>;

  constructor({ from, to }: Period, sites: ReadonlyMap<string, string>) {
    for (let day: Day = from; day < to; day = shiftDay(day, 1)) this.#places.set(day, this.#places.size);
    this.#sites = sites;
  }

  of(kind: 'link' | 'site', subject: string): readonly HealthDay[] {
    return this.#pulse(`${kind} ${subject}`);
  }

  add(link: string, [day, clicks, uniqueClicks, orders]: PulseDay): void {
    const place = this.#places.get(day);
    if (place === undefined || link === '') return;
    for (const key of [`link ${link}`, `site ${this.#sites.get(link) ?? ''}`]) {
      const open = this.#pulse(key)[place]!;
      open.clicks += clicks;
      open.unique_clicks += uniqueClicks;
      open.orders += orders;
    }
  }

  addEntry({ subject, place, day, amounts }: Entry, sign: 1 | -1): void {
    if (subject !== 'facts') return;
    const figure = (name: keyof HealthDay): number => sign * Number(amounts[name] ?? 0n);
    this.add(place.link_id, [day, figure('clicks'), figure('unique_clicks'), figure('orders')]);
  }

  #pulse(key: string): OpenDay[] {
    const known = this.#pulses.get(key);
    if (known) return known;
    const blank = Array.from(this.#places, () => ({ clicks: 0, unique_clicks: 0, orders: 0 }));
    this.#pulses.set(key, blank);
    return blank;
  }
}

/** The health of tracking as the API shows it. */
export async function showHealth(context: Context) {
  const watched = await watchTracking(context);
  const links = watched.filter((one) => one.kind === 'link');
  const rows = await findLinks(
    context.tx,
    context.accountId,
    links.map((one) => one.subject),
  );
  const linkRows = new Map(rows.map((row) => [row.id, row]));
  return {
    sites: watched.filter((one) => one.kind === 'site').map((one) => ({ site: one.subject, ...viewOf(one) })),
    links: links.flatMap((one) => {
      const link = linkRows.get(one.subject);
      return link ? [{ link_id: link.id, code: link.code, partner_id: link.partner_id, ...viewOf(one) }] : [];
    }),
    unknown_clicks: await countUnknownClicks(context),
    consent: await shareConsent(context),
  };
}

function viewOf(one: Watched) {
  const isSilent = one.state === 'silent' || one.state === 'orders_silent';
  const silentSince = one.state === 'silent' ? one.click_at : (one.order_at ?? one.click_at);
  return {
    state: one.state,
    last_click_at: one.click_at?.toISOString() ?? null,
    last_lead_at: one.lead_at?.toISOString() ?? null,
    last_order_at: one.order_at?.toISOString() ?? null,
    silent_since: isSilent ? (silentSince?.toISOString() ?? null) : null,
    clicks_per_day: one.clicks_per_day,
    conversion_rate: one.conversion_rate,
    conversion_rate_before: one.conversion_rate_before,
  };
}

async function shareConsent({ tx, accountId, now, account }: Context) {
  const from = shiftDay(dayOf(now, account.timeZone), 1 - RECENT_DAYS);
  return (await sumConsents(tx, accountId, from)).map(({ site, given, refused }) => ({
    ...{ site, given: Number(given), refused: Number(refused) },
    refused_share: Number(refused) / Number(given + refused),
  }));
}

async function countUnknownClicks(context: Context) {
  const account = accountOf(context);
  const today = dayOf(context.now, account.timeZone);
  const period = { from: shiftDay(today, 1 - RECENT_DAYS), to: shiftDay(today, 1) };
  const filters = { split: 'unknown_click' };
  const question = { subject: 'uncredited' as const, by: [], byDay: false, filters, period, before: null };
  const figures = await answerQuestion(context.tx, account, question);
  const orders = figures.reduce((sum, row) => sum + row.now.orders, 0n);
  return { orders: Number(orders), rows: rowsAddress(period, filters, 'uncredited') };
}
