import { CompiledQuery, type Insertable } from 'kysely';
import type { Tx } from './speaker.ts';

/** What becomes of a row that is there already. */
type Twice = 'is an error' | 'is left as it is';

/** An insert of whole rows, which can be one with another of the same table: `text` gives it for any number of rows. */
export interface AddedRows extends CompiledQuery {
  readonly added: number;
  readonly text: (rows: number) => string;
}

/**
 * Adds whole rows to one of a module's tables, every row with the same columns, and reports nothing. For what each order
 * writes: the statement is put together once for each number of rows, and not anew by a builder each time.
 */
export function addRowsTo<Tables>() {
  return async <Table extends keyof Tables & string>(
    tx: Tx,
    table: Table,
    rows: readonly Insertable<Tables[Table]>[],
    twice: Twice = 'is an error',
  ): Promise<void> => {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]!) as (keyof Insertable<Tables[Table]>)[];
    const values = rows.flatMap((row) => columns.map((column) => row[column]));
    const text = (count: number): string => textOf(table, columns.map(String), count, twice);
    const query: AddedRows = { ...CompiledQuery.raw(text(rows.length), values), added: rows.length, text };
    await tx.executeQuery(query);
  };
}

const texts = new Map<string, string>();
const REMEMBERED_AT_MOST = 1000;

function textOf(table: string, columns: readonly string[], rows: number, twice: Twice): string {
  const key = `${table} ${rows} ${columns.join()} ${twice}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const places = Array.from({ length: rows }, (_, row) => columns.map((_, at) => `$${row * columns.length + at + 1}`));
  const text = [
    `insert into ${table} (${columns.map((column) => `"${column}"`).join(', ')})`,
    `values ${places.map((row) => `(${row.join(', ')})`).join(', ')}`,
    twice === 'is left as it is' ? 'on conflict do nothing' : '',
  ].join(' ');
  if (texts.size < REMEMBERED_AT_MOST) texts.set(key, text);
  return text;
}
