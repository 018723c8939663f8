import type { Context } from '../../platform/http/route.ts';
import { type Day, dayOf, shiftDay } from '../../values/instant.ts';
import { findLinks } from '../promo/index.ts';
import { answerQuestion, readerOf } from './answer-question.ts';
import { heardIn, sitesOf } from './hear-of.ts';
import { loadNews } from './load-news.ts';
import { findMark } from './queries.ts';
import { type HeardRow, listHeard } from './queries-heard.ts';
import { rowsAddress } from './rows-address.ts';
import { type Health, type HealthDay, judgeHealth } from './rules/judge-health.ts';
import type { Heard } from './rules/latest-heard.ts';
import type { Period } from './rules/periods.ts';
import { sawNothing } from './rules/snapshots.ts';
import type { Figures, Question } from './rules/sum-figures.ts';
import { accountOf } from './run-report.ts';

/** So many links and sites are watched: those clicked most recently. */
const WATCHED_AT_MOST = 2000;
const DAYS = 49;
const UNKNOWN_CLICK_DAYS = 30;

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
  const mark = await findMark(context.tx, account.id, account.timeZone);
  const news = await loadNews(reader, { seen: mark?.seen ?? sawNothing, upto: null });
  const heard = mergeHeard(await listHeard(context.tx, account.id, WATCHED_AT_MOST), await heardIn(reader, news));
  const today = dayOf(context.now, account.timeZone);
  const period = { from: shiftDay(today, 1 - DAYS), to: shiftDay(today, 1) };
  const question: Question = {
    subject: 'facts',
    by: ['link_id'],
    measures: ['clicks', 'unique_clicks', 'orders'],
    byDay: true,
    filters: {},
    period,
    before: null,
  };
  const figures = await answerQuestion(context.tx, account, question);
  const links = [...new Set(figures.map((row) => row.place.link_id ?? ''))].filter((id) => id !== '');
  const sites = await sitesOf(reader, links);
  const days = daysOf(period);
  const pulses = new Map<string, OpenDay[]>();
  for (const row of figures) {
    const link = row.place.link_id ?? '';
    addDay(pulses, `link ${link}`, days, row);
    addDay(pulses, `site ${sites.get(link) ?? ''}`, days, row);
  }
  return heard.map((one): Watched => {
    const own = pulses.get(`${one.kind} ${one.subject}`) ?? blankDays(days.size);
    const health = judgeHealth({ days: own, last_click_at: one.click_at }, context.now);
    const { kind, subject, click_at, lead_at, order_at } = one;
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

/** The days of a period with their places in it. */
function daysOf({ from, to }: Period): ReadonlyMap<Day, number> {
  const days = new Map<Day, number>();
  for (let day: Day = from; day < to; day = shiftDay(day, 1)) days.set(day, days.size);
  return days;
}

type OpenDay = { -readonly [K in keyof HealthDay]: number };

const blankDays = (count: number): OpenDay[] =>
  Array.from({ length: count }, () => ({ clicks: 0, unique_clicks: 0, orders: 0 }));

function addDay(pulses: Map<string, OpenDay[]>, key: string, days: ReadonlyMap<Day, number>, row: Figures): void {
  const pulse = pulses.get(key) ?? blankDays(days.size);
  pulses.set(key, pulse);
  const day = pulse[days.get(row.day) ?? -1];
  if (!day) return;
  day.clicks += Number(row.now.clicks);
  day.unique_clicks += Number(row.now.unique_clicks);
  day.orders += Number(row.now.orders);
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

async function countUnknownClicks(context: Context) {
  const account = accountOf(context);
  const today = dayOf(context.now, account.timeZone);
  const period = { from: shiftDay(today, 1 - UNKNOWN_CLICK_DAYS), to: shiftDay(today, 1) };
  const filters = { split: 'unknown_click' };
  const question = { subject: 'uncredited' as const, by: [], byDay: false, filters, period, before: null };
  const figures = await answerQuestion(context.tx, account, question);
  const orders = figures.reduce((sum, row) => sum + row.now.orders, 0n);
  return { orders: Number(orders), rows: rowsAddress(period, filters, 'uncredited') };
}
