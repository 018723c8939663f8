import { NumberCell, toCsv } from '../../platform/csv.ts';
import { RawAnswer } from '../../platform/http/route.ts';
import { toDecimalText } from '../../values/money.ts';
import type { FigureName } from './contract.ts';
import { prefersCsv } from './rules/prefers-csv.ts';

const money = new Set<FigureName>(['revenue', 'refunded', 'commission']);

/** A table as CSV: which columns stand before the figures, and which figures. */
export interface CsvShape {
  readonly name: string;
  readonly keys: readonly string[];
  readonly figures: readonly FigureName[];
}

type Cell = string | number | NumberCell | null;

interface Table {
  readonly from: string;
  readonly to: string;
  readonly before?: unknown;
  readonly data: readonly Record<string, unknown>[];
}

/**
 * The answer as the caller wants it: JSON, or by `Accept: text/csv` the same rows as CSV, figures by the same names, and
 * amounts once more with a decimal point for people.
 */
export function inWantedForm<T extends Table>(answer: T, accept: string | undefined, shape: CsvShape): T | RawAnswer {
  if (!prefersCsv(accept)) return answer;
  const figures = columnsOf(shape.figures, '');
  const before = answer.before ? columnsOf(shape.figures, 'before_') : [];
  const header = [...shape.keys, 'currency', ...figures, ...before];
  const rows = answer.data.map((row): Cell[] => [
    ...shape.keys.map((key) => cellOf(row[key])),
    cellOf(row.currency),
    ...cellsOf(shape.figures, row, String(row.currency)),
    ...(answer.before ? cellsOf(shape.figures, row.before as Record<string, unknown>, String(row.currency)) : []),
  ]);
  return new RawAnswer('text/csv; charset=utf-8', toCsv([header, ...rows]), {
    vary: 'accept',
    'content-disposition': `attachment; filename="${shape.name}_${answer.from}_${answer.to}.csv"`,
  });
}

const columnsOf = (figures: readonly FigureName[], prefix: string): string[] =>
  figures.flatMap((name) =>
    money.has(name) ? [`${prefix}${name}`, `${prefix}${name}_decimal`] : [`${prefix}${name}`],
  );

function cellsOf(figures: readonly FigureName[], row: Record<string, unknown>, currency: string): Cell[] {
  return figures.flatMap((name): Cell[] => {
    const value = cellOf(row[name]);
    if (!money.has(name) || typeof value !== 'number') return [value];
    return [value, new NumberCell(currency === '' ? String(value) : toDecimalText(BigInt(value), currency))];
  });
}

function cellOf(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'number' ? value : String(value);
}
