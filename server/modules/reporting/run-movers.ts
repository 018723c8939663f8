import type { Context } from '../../platform/http/route.ts';
import { answerQuestion } from './answer-question.ts';
import type { FigureName } from './contract.ts';
import { findNames } from './names.ts';
import { partnersReport } from './reports.ts';
import { rowsAddress } from './rows-address.ts';
import type { Measure } from './rules/entries.ts';
import { periodBefore } from './rules/periods.ts';
import { showFigures } from './rules/rates.ts';
import { type Asked, accountOf, filtersOf, periodOf } from './run-report.ts';

export type MoverFigure = Extract<Measure, FigureName>;

/** Partners whose figure changed most against the period before, up or down. */
export async function runMovers(context: Context, asked: Asked & { readonly by: MoverFigure; readonly limit: number }) {
  const period = periodOf(asked);
  const before = periodBefore(period);
  const filters = filtersOf(asked);
  const question = { subject: 'facts' as const, by: ['partner_id' as const], byDay: false, filters, period, before };
  const figures = await answerQuestion(context.tx, accountOf(context), question);
  const magnitude = (change: bigint): bigint => (change < 0n ? -change : change);
  const moved = figures
    .map((row) => ({ row, change: row.now[asked.by] - row.before[asked.by] }))
    .filter(({ change, row }) => change !== 0n && row.place.partner_id !== '')
    .sort((a, b) => {
      const difference = magnitude(b.change) - magnitude(a.change);
      return difference === 0n
        ? (a.row.place.partner_id ?? '') < (b.row.place.partner_id ?? '')
          ? -1
          : 1
        : Number(difference);
    })
    .slice(0, asked.limit);
  const ids = moved.map(({ row }) => row.place.partner_id ?? '');
  const names = await findNames(context.tx, context.accountId, 'partner', ids);
  const data = moved.map(({ row, change }) => ({
    partner_id: row.place.partner_id!,
    partner_name: names.get(row.place.partner_id!) ?? null,
    currency: row.place.currency ?? '',
    change: Number(change),
    ...showFigures(row.now, partnersReport.figures),
    before: showFigures(row.before, partnersReport.figures),
    rows: rowsAddress(period, { ...filters, ...row.place }, 'facts'),
  }));
  return { ...period, before, by: asked.by, data };
}
