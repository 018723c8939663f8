import type pg from 'pg';
import { from } from 'pg-copy-streams';

/**
 * `copy ... from stdin` of rows in text format, all in one. Resolves when the rows are committed; rejects when they are
 * not, or where that cannot be known (the connection broke).
 */
export function copyRows(client: pg.ClientBase, statement: string, rows: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(from(statement));
    stream.on('error', reject);
    stream.on('finish', () => resolve());
    stream.end(rows);
  });
}

const special = /[\\\n\r\t\b\f\v]/;
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

/** A value in `copy`'s text format; null is \N. The text must not hold U+0000. */
export function copyField(value: string | null): string {
  if (value === null) return '\\N';
  return special.test(value) ? value.replace(/[\\\n\r\t\b\f\v]/g, (character) => escapes[character]!) : value;
}
