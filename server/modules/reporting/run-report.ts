import type { Context } from '../../platform/http/route.ts';
import { addImpressions } from './add-impressions.ts';
import { answerQuestion } from './answer-question.ts';
import { type FigureName, type FilterName, filterShapes } from './contract.ts';
import { findNames } from './names.ts';
import type { Report } from './reports.ts';
import { rowsAddress } from './rows-address.ts';
import { type Period, periodBefore } from './rules/periods.ts';
import { figureOf, showFigures } from './rules/rates.ts';
import { type Figures, type Filters, sumFigures } from './rules/sum-figures.ts';

/** What is asked of a report, as its route has checked it. */
export interface Asked extends Period, Partial<Record<FilterName, string | undefined>> {
  readonly compare?: boolean;
  readonly sort?: FigureName | undefined;
  readonly order?: 'asc' | 'desc';
  readonly limit?: number;
}

export interface ReportRow extends Record<string, unknown> {
  readonly currency: string;
  readonly rows: string;
  readonly before?: Record<string, number | null>;
}

export interface ReportAnswer extends Period {
  readonly before?: Period;
  readonly data: ReportRow[];
  readonly totals: Record<string, unknown>[];
}

export const filtersOf = (asked: Partial<Record<FilterName, string | undefined>>): Filters =>
  Object.fromEntries(
    (Object.keys(filterShapes) as FilterName[]).flatMap((name) =>
      asked[name] === undefined ? [] : [[name, asked[name]]],
    ),
  );

export const periodOf = ({ from, to }: Period): Period => ({ from, to });

export const accountOf = ({ accountId, account, now }: Context) => ({ id: accountId, timeZone: account.timeZone, now });

/** The rows of a report with their names, and totals of all per currency: exact at this moment. */
export async function runReport(context: Context, report: Report, asked: Asked): Promise<ReportAnswer> {
  const before = asked.compare ? periodBefore(asked) : null;
  const filters = filtersOf(asked);
  const question = { subject: report.subject, by: report.by, byDay: false, filters, period: periodOf(asked), before };
  const counted = await answerQuestion(context.tx, accountOf(context), question);
  const figures = report.figures.includes('impressions') ? await addImpressions(context, question, counted) : counted;
  const shown = sorted(figures, asked.sort ?? report.figures[0], asked.order ?? 'desc').slice(0, asked.limit);
  const names = await namesOf(context, report, shown);
  const data = shown.map((row): ReportRow => {
    const place = Object.fromEntries(report.by.map((key) => [key, row.place[key] ?? '']));
    return {
      ...viewKeys(report, row, names),
      currency: row.place.currency ?? '',
      ...viewFigures(report.figures, row, before !== null),
      rows: rowsAddress(asked, { ...filters, ...place, currency: row.place.currency ?? '' }, report.subject),
    };
  });
  return {
    ...periodOf(asked),
    ...(before ? { before } : {}),
    data,
    totals: totalsOf(report.figures, figures, before !== null),
  };
}

/** Rows in the order of one figure; those without it come last, and ids decide between equals. */
function sorted(rows: readonly Figures[], by: FigureName, order: 'asc' | 'desc'): Figures[] {
  const sign = order === 'asc' ? 1 : -1;
  const nothing = order === 'asc' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const keyed = rows.map((row) => ({
    row,
    value: figureOf(row.now, by) ?? nothing,
    id: Object.values(row.place).join(' '),
  }));
  const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -sign : sign);
  return keyed.sort((a, b) => compare(a.value, b.value) || (a.id < b.id ? -1 : 1)).map(({ row }) => row);
}

type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function namesOf({ tx, accountId }: Context, report: Report, rows: readonly Figures[]): Promise<Names> {
  const names = new Map<string, ReadonlyMap<string, string>>();
  for (const kind of report.names) {
    const ids = rows.map((row) => row.place[`${kind}_id`] ?? '');
    names.set(kind, await findNames(tx, accountId, kind, ids));
  }
  return names;
}

function viewKeys(report: Report, row: Figures, names: Names): Record<string, unknown> {
  const keys: Record<string, unknown> = {};
  for (const dimension of report.by) {
    const value = row.place[dimension] || null;
    if (dimension !== 'split') keys[dimension] = value;
    else keys[report.splitName!] = report.splitName === 'days' ? Number(value ?? 0) : value;
  }
  for (const kind of report.names) keys[`${kind}_name`] = names.get(kind)?.get(row.place[`${kind}_id`] ?? '') ?? null;
  return keys;
}

export function viewFigures(
  figures: readonly FigureName[],
  row: Pick<Figures, 'now' | 'before'>,
  compared: boolean,
): Record<string, unknown> & { before?: Record<string, number | null> } {
  const now = showFigures(row.now, figures);
  return compared ? { ...now, before: showFigures(row.before, figures) } : now;
}

/** One total per currency, in the order of their codes. */
export function totalsOf(figures: readonly FigureName[], rows: readonly Figures[], compared: boolean) {
  const byCurrency = Map.groupBy(rows, (row) => row.place.currency ?? '');
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, own]) => ({ currency, ...viewFigures(figures, sumFigures(own), compared) }));
}
