import { Problem } from '../../platform/http/problems.ts';
import type { Context } from '../../platform/http/route.ts';
import { type Day, dayOf, shiftDay } from '../../values/instant.ts';
import { answerQuestion } from './answer-question.ts';
import type { FigureName } from './contract.ts';
import { rowsAddress } from './rows-address.ts';
import { type Interval, intervalsOf, lengthOf, type Period, periodBefore, startOfInterval } from './rules/periods.ts';
import { type Figures, sumFigures } from './rules/sum-figures.ts';
import { type Asked, accountOf, filtersOf, periodOf, totalsOf, viewFigures } from './run-report.ts';

/** A series for a chart: ten years of days. */
const INTERVALS_AT_MOST = 3660;

export const seriesFigures = [
  'clicks',
  'unique_clicks',
  'uncounted',
  'leads',
  'orders',
  'revenue',
  'refunds',
  'refunded',
  'commission',
  'conversion_rate',
  'epc',
] as const satisfies readonly FigureName[];

/**
 * Figures by day, week or month, a row per interval and currency, those without anything included, up to today or the last
 * day on which there is something. Compared, each row stands beside the interval at the same place of the period before.
 */
export async function runTimeseries(context: Context, asked: Asked & { readonly interval: Interval }) {
  const account = accountOf(context);
  const period = periodOf(asked);
  const before = asked.compare ? periodBefore(period) : null;
  const filters = filtersOf(asked);
  const question = { subject: 'facts' as const, by: [], byDay: true, filters, period, before };
  const figures = await answerQuestion(context.tx, account, question);
  const shown = { from: period.from, to: endOf(period, figures, dayOf(context.now, context.account.timeZone)) };
  // Nothing is known of the promo tool: then there is no series of it either.
  const intervals = figures.length === 0 && asked.promo_tool_id ? [] : readIntervals(shown, asked.interval);
  const found = new Set(figures.map((row) => row.place.currency ?? ''));
  const currencies = found.size > 0 ? [...found].sort() : [asked.currency ?? context.account.currency];
  const inRow = Map.groupBy(
    figures,
    (row) => `${startOf(row, period, before, asked.interval)} ${row.place.currency ?? ''}`,
  );
  const data = intervals.flatMap((interval) =>
    currencies.map((currency) => {
      const own = inRow.get(`${startOfInterval(interval.from, asked.interval)} ${currency}`) ?? [];
      return {
        ...interval,
        currency,
        ...viewFigures(seriesFigures, sumFigures(own), before !== null),
        rows: rowsAddress(interval, { ...filters, currency }, 'facts'),
      };
    }),
  );
  return {
    ...period,
    interval: asked.interval,
    ...(before ? { before } : {}),
    data,
    totals: totalsOf(seriesFigures, figures, before !== null),
  };
}

/** Days to come hold nothing, unless somebody's clock is ahead. */
function endOf({ from, to }: Period, figures: readonly Figures[], today: Day): Day {
  const last = [today, ...figures.map((row) => row.day)].sort().at(-1)!;
  const end = shiftDay(last, 1);
  return [from, [end, to].sort()[0]!].sort()[1]!;
}

function readIntervals(period: Period, interval: Interval): Period[] {
  const shortest = { day: 1, week: 7, month: 28 }[interval];
  const intervals = lengthOf(period) / shortest > INTERVALS_AT_MOST * 2 ? null : intervalsOf(period, interval);
  if (intervals && intervals.length <= INTERVALS_AT_MOST) return intervals;
  const message = `asks for more than ${INTERVALS_AT_MOST} intervals; ask for a longer interval or fewer days`;
  throw new Problem('invalid', `The query is not right: from: ${message}.`, {
    errors: [{ path: 'from', code: 'too_big', message }],
  });
}

/** The interval in which a row stands; a day of the period before is moved by the period's length. */
function startOf(row: Figures, period: Period, before: Period | null, interval: Interval): Day {
  const day = before && row.day < period.from ? shiftDay(row.day, lengthOf(before)) : row.day;
  return startOfInterval(day, interval);
}
