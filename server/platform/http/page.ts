import { Problem } from './problems.ts';

export interface Page {
  readonly limit: number;
  /** The id after which (newest first: before which) the page begins; null for the first page. */
  readonly after: string | null;
}

/** Reads `limit` and `cursor`; a cursor that is not ours is 400 `bad_cursor`. */
export function readPage(query: { limit: number; cursor?: string | undefined }): Page {
  if (query.cursor === undefined) return { limit: query.limit, after: null };
  const after = Buffer.from(query.cursor, 'base64url').toString('utf8');
  if (!/^[a-z]{2,6}_[0-9a-z]{26}$/.test(after) || cursorOf(after) !== query.cursor)
    throw new Problem('bad_cursor', 'Use next_cursor of the page before, unchanged.');
  return { limit: query.limit, after };
}

export const cursorOf = (id: string): string => Buffer.from(id, 'utf8').toString('base64url');

/** `rows` were asked for with limit + 1; the extra one tells that there is more. */
export function toList<R extends { id: string }, V>(rows: readonly R[], page: Page, view: (row: R) => V) {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { data: shown.map(view), next_cursor: rows.length > page.limit && last ? cursorOf(last.id) : null };
}
