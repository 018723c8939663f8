import { stringify } from 'csv-stringify/sync';

/** A cell that a spreadsheet would run as a formula: it is shown as text instead (OWASP, CSV injection). */
const runs = /^[=+\-@\t\r]/;

/** Text of a cell with what a spreadsheet would run defused by an apostrophe. */
export function defuseCell(text: string): string {
  return runs.test(text) ? `'${text}` : text;
}

/** A number as text that stays a number, such as an amount with a point: never defused, so it must come from us. */
export class NumberCell {
  readonly text: string;
  constructor(text: string) {
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`"${text}" is no number`);
    this.text = text;
  }
}

/** Rows as a CSV file (RFC 4180, lines end in CR LF). Text is defused, numbers stay numbers, null is an empty cell. */
export function toCsv(rows: readonly (readonly (string | NumberCell | number | null)[])[]): string {
  const cells = rows.map((row) =>
    row.map((cell) => {
      if (cell === null) return '';
      if (cell instanceof NumberCell) return cell.text;
      return typeof cell === 'number' ? String(cell) : defuseCell(cell);
    }),
  );
  return stringify(cells, { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}
