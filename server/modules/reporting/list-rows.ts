import { Problem } from '../../platform/http/problems.ts';
import type { Context } from '../../platform/http/route.ts';
import { isDay } from '../../values/instant.ts';
import { toJsonAmount } from '../../values/money.ts';
import { readerOf } from './answer-question.ts';
import type { FilterName } from './contract.ts';
import type { Reader } from './load-clicks.ts';
import { loadNews } from './load-news.ts';
import { nameLabels } from './name-labels.ts';
import { findMark } from './queries.ts';
import { listDaysCounted } from './queries-figures.ts';
import { countDay } from './recount-day.ts';
import { type Dimension, type Entry, type Measure, measures, type Subject } from './rules/entries.ts';
import { spanOf } from './rules/find-days.ts';
import { chooseGrain, type Grain } from './rules/grains.ts';
import type { Period } from './rules/periods.ts';
import { sawNothing } from './rules/snapshots.ts';
import { answers, type Filters, isIn } from './rules/sum-figures.ts';
import { accountOf, filtersOf, periodOf } from './run-report.ts';

export interface RowsAsked extends Period, Partial<Record<FilterName, string | undefined>> {
  readonly about: Subject;
  readonly split?: string | undefined;
  readonly figure?: Measure | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * The rows behind figures: what each click, lead, order, refund or commission adds, newest day first. They sum to the figures
 * of the same question. Rows of clicks are there as long as raw clicks are kept.
 */
export async function listRows(context: Context, asked: RowsAsked) {
  const start = readCursor(asked.cursor);
  const account = accountOf(context);
  const reader = readerOf(context.tx, account);
  const question = { subject: asked.about, filters: filtersFor(asked), period: periodOf(asked) };
  const rows: Entry[] = [];
  for (const day of await daysOf(reader, context.account.timeZone, question)) {
    if (start && day > start.day) continue;
    const entries = await entriesOf(reader, spanOf(day, context.account.timeZone), question, asked.figure);
    const first = start?.day === day ? start.index : 0;
    const wanted = asked.limit - rows.length;
    rows.push(...entries.slice(first, first + wanted));
    if (rows.length === asked.limit) {
      const next = { day, index: first + wanted };
      return { data: rows.map(toRowView), next_cursor: cursorOf(next) };
    }
  }
  return { data: rows.map(toRowView), next_cursor: null };
}

function filtersFor(asked: RowsAsked): Filters {
  return { ...filtersOf(asked), ...(asked.split === undefined ? {} : { split: asked.split }) };
}

interface RowsQuestion {
  readonly subject: Subject;
  readonly filters: Filters;
  readonly period: Period;
}

/** Days on which there is anything, newest first: counted already, or new. */
async function daysOf(reader: Reader, timeZone: string, question: RowsQuestion): Promise<string[]> {
  const mark = await findMark(reader.tx, reader.account, timeZone);
  const { grain, filters } = grainOfRows(question);
  const counted = mark
    ? await listDaysCounted(reader.tx, reader.account, grain, { period: question.period, filters })
    : [];
  const news = await loadNews(reader, { seen: mark?.seen ?? sawNothing, upto: null });
  const fresh = news.added.filter((entry) => isIn(question.period, entry.day) && answers(question, entry));
  return [...new Set([...counted, ...fresh.map((entry) => entry.day)])].sort().reverse();
}

/** The grain that knows most of the filters: it may name days on which in the end there is nothing. */
function grainOfRows({ subject, filters }: RowsQuestion): { grain: Grain; filters: Filters } {
  const known = chooseGrain(subject, subject === 'facts' ? ['sub', 'country', 'device'] : ['partner_id', 'split'])!;
  const own = Object.entries(filters).filter(([name]) => known.dimensions.includes(name as Dimension));
  const grain = chooseGrain(
    subject,
    own.map(([name]) => name as Dimension),
  )!;
  return { grain, filters: Object.fromEntries(own) };
}

async function entriesOf(
  reader: Reader,
  span: ReturnType<typeof spanOf>,
  question: RowsQuestion,
  figure: Measure | undefined,
): Promise<Entry[]> {
  // Uniqueness is decided among all clicks of a link, so only these two narrow what is read.
  const narrowed = {
    partnerId: question.filters.partner_id || undefined,
    linkId: question.filters.link_id || undefined,
    only: kindsFor(question.subject, figure),
  };
  const entries = await countDay(reader, span, null, narrowed);
  const { added } = await nameLabels(reader, { added: entries, removed: [] });
  return added
    .filter((entry) => answers(question, entry))
    .filter((entry) => (figure === undefined ? true : (entry.amounts[figure] ?? 0n) !== 0n))
    .sort((a, b) => b.source.at.getTime() - a.source.at.getTime() || (a.source.id < b.source.id ? 1 : -1));
}

const ofClicks: readonly Measure[] = ['clicks', 'unique_clicks', 'uncounted'];

/** Days have many more clicks than all else together: they are read where they are asked for. */
function kindsFor(subject: Subject, figure: Measure | undefined): 'clicks' | 'others' | undefined {
  if (subject !== 'facts') return 'others';
  if (figure === undefined) return undefined;
  return ofClicks.includes(figure) ? 'clicks' : 'others';
}

function toRowView({ source, day, place, amounts }: Entry) {
  const named = (dimension: Dimension): string | null => place[dimension] || null;
  return {
    kind: source.kind,
    id: source.id,
    at: source.at.toISOString(),
    day,
    currency: place.currency,
    partner_id: named('partner_id'),
    program_id: named('program_id'),
    link_id: named('link_id'),
    promo_tool_id: named('promo_tool_id'),
    sub: named('sub'),
    country: named('country'),
    device: named('device'),
    split: named('split'),
    adds: Object.fromEntries(
      measures.flatMap((measure) => (amounts[measure] ? [[measure, toJsonAmount(amounts[measure])]] : [])),
    ),
  };
}

interface Cursor {
  readonly day: string;
  readonly index: number;
}

const cursorOf = ({ day, index }: Cursor): string => Buffer.from(`${day}.${index}`).toString('base64url');

function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const [day = '', index = ''] = Buffer.from(text, 'base64url').toString('utf8').split('.');
  const cursor = { day, index: Number(index) };
  if (!isDay(day) || !/^\d{1,9}$/.test(index) || cursorOf(cursor) !== text)
    throw new Problem('bad_cursor', 'Use next_cursor of the page before, unchanged.');
  return cursor;
}
