import { parse } from 'csv-parse/sync';
import { isDay, parseInstant, shiftDay, startOfDay } from '../../values/instant.ts';
import { couponCode } from './contract.ts';
import { invalid } from './tool-templates.ts';

export interface CouponLine {
  /** Where it stands in the file; the header is line 1. */
  readonly row: number;
  readonly code: string;
  /** An id, a code or an address, as it was written. */
  readonly partner: string;
  readonly starts_at: Date | null;
  readonly ends_at: Date | null;
  readonly max_uses: number | null;
  /** Why the line cannot be taken; null: it can. */
  readonly wrong: string | null;
}

export const LINES_AT_MOST = 5000;
const columns = ['code', 'partner', 'starts_at', 'ends_at', 'max_uses'] as const;
type Column = (typeof columns)[number];

/** Reads a list of coupons, by comma, semicolon or tab. Throws `invalid` for what is none; a bad line is told of by itself. */
export function readCouponLines(csv: string, timeZone: string): CouponLine[] {
  const [header, ...records] = recordsOf(csv);
  const names = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const strange = names.find((name) => !(columns as readonly string[]).includes(name));
  if (strange !== undefined) throw wrongFile(`has a column "${strange}"; there are: ${columns.join(', ')}`);
  if (!names.includes('code') || !names.includes('partner')) throw wrongFile('needs the columns code and partner');
  if (new Set(names).size < names.length) throw wrongFile('names a column twice');
  if (records.length > LINES_AT_MOST) throw wrongFile(`has more than ${LINES_AT_MOST} rows; send them in parts`);
  return records.map(({ line, cells }) => {
    const cell = (name: Column) => cells[names.indexOf(name)]?.trim() ?? '';
    return toLine(line, cell, cells.length > names.length, timeZone);
  });
}

interface CsvRecord {
  readonly line: number;
  readonly cells: string[];
}

function recordsOf(csv: string): CsvRecord[] {
  try {
    const found = parse(csv, {
      ...{ bom: true, delimiter: delimiterOf(csv), info: true, relax_column_count: true, skip_empty_lines: true },
      to: LINES_AT_MOST + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return found.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch {
    throw wrongFile('is no CSV: a quote is not closed, or stands where none may');
  }
}

/** By the header: whichever stands there most. */
function delimiterOf(csv: string): string {
  const header = csv.split(/\r?\n/, 1)[0] ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

const wrongFile = (message: string) => invalid([{ path: 'csv', code: 'custom', message }]);

function toLine(row: number, cell: (name: Column) => string, isLonger: boolean, timeZone: string): CouponLine {
  const code = couponCode.safeParse(cell('code'));
  const starts_at = instantFrom(cell('starts_at'), timeZone, 0);
  const ends_at = instantFrom(cell('ends_at'), timeZone, 1);
  const uses = cell('max_uses');
  const wrong = [
    isLonger && 'there are more values than columns',
    !code.success && 'code is 1 to 64 visible characters',
    cell('partner') === '' && 'partner is missing',
    starts_at === undefined && 'starts_at is no day and no instant',
    ends_at === undefined && 'ends_at is no day and no instant',
    starts_at && ends_at && ends_at <= starts_at && 'ends_at is not after starts_at',
    !/^([1-9]\d{0,8})?$/.test(uses) && 'max_uses is no whole number from 1 on',
  ].find((reason): reason is string => typeof reason === 'string');
  return {
    row,
    code: code.success ? code.data : cell('code').slice(0, 100),
    partner: cell('partner').slice(0, 320),
    starts_at: starts_at ?? null,
    ends_at: ends_at ?? null,
    max_uses: uses === '' || wrong ? null : Number(uses),
    wrong: wrong === undefined ? null : `${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.`,
  };
}

/** A day is that of the account: from its beginning, and as an end until it is over. Undefined for what is neither. */
function instantFrom(text: string, timeZone: string, more: 0 | 1): Date | null | undefined {
  if (text === '') return null;
  if (isDay(text)) return startOfDay(shiftDay(text, more), timeZone);
  return parseInstant(text, false) ?? undefined;
}
