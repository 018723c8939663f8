import { parse } from 'csv-parse/sync';

/** A line of text of a file; the first is number 1. `text` is null where it is too long to be looked at. */
export interface TextLine {
  readonly number: number;
  readonly text: string | null;
}

/** A record of the file with the number of its first line. `cells` is null where the line is corrupt. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[] | null;
}

/** A quoted value may go over this many lines. */
const LINES_OF_A_RECORD = 50;

type Attempt = readonly string[] | 'open' | 'bad';

/**
 * Splits lines into records, so that a corrupt line costs no other. A quote that nobody closes would take all that follows
 * for one value: so a record over several lines counts only if it closes soon, with as many values as `columns` says
 * (null: any number, for the first line); else its first line alone is corrupt, and the next is looked at anew.
 */
export function createRecordSplitter(delimiter: string, columns: () => number | null) {
  let waiting: TextLine[] = [];

  function take(final: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (waiting.length > 0) {
      const found = next(waiting, delimiter, columns(), final);
      if (found === null) break;
      records.push(found.record);
      waiting = waiting.length === found.lines ? [] : waiting.slice(found.lines);
    }
    return records;
  }

  return {
    /** Hands in the next line; returns the records that are complete by now. */
    push(line: TextLine): CsvRecord[] {
      waiting.push(line);
      return take(false);
    },
    /** There are no more lines: what is left. */
    end: (): CsvRecord[] => take(true),
  };
}

/** The next record and how many lines it takes; null where more lines are needed to tell. */
function next(
  lines: readonly TextLine[],
  delimiter: string,
  columns: number | null,
  final: boolean,
): { record: CsvRecord; lines: number } | null {
  const first = lines[0]!;
  const made = (cells: readonly string[] | null, count: number) => {
    const fits = cells !== null && (columns === null || cells.length === columns);
    return { record: { line: first.number, cells: fits ? cells : null }, lines: fits ? count : 1 };
  };
  if (first.text === null) return made(null, 1);
  if (!first.text.includes('"')) return made(first.text.split(delimiter), 1);
  const alone = attempt(first.text, delimiter, false);
  if (alone === 'bad') {
    // A quote inside a value that is not quoted, as in 7" FRAME, is part of it.
    const relaxed = attempt(first.text, delimiter, true);
    return made(typeof relaxed === 'string' ? null : relaxed, 1);
  }
  if (alone !== 'open') return made(alone, 1);
  for (let count = 2; count <= Math.min(lines.length, LINES_OF_A_RECORD); count += 1) {
    const texts = lines.slice(0, count).map((line) => line.text);
    const found = texts.includes(null) ? 'bad' : attempt(texts.join('\n'), delimiter, false);
    if (found !== 'open') return made(found === 'bad' ? null : found, count);
  }
  return final || lines.length >= LINES_OF_A_RECORD ? made(null, 1) : null;
}

function attempt(text: string, delimiter: string, relaxed: boolean): Attempt {
  try {
    const records: string[][] = parse(text, { delimiter, relax_column_count: true, relax_quotes: relaxed });
    return records.length === 1 ? records[0]! : 'bad';
  } catch (error) {
    return (error as { code?: string }).code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : 'bad';
  }
}
