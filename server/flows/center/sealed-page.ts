import type { Page } from '../../platform/http/page.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Context } from '../../platform/http/route.ts';
import { ownId } from './own.ts';

/**
 * Pages of lists whose ids the partner must not learn: a cursor is the last id, sealed for this partner and list. Throws
 * `bad_cursor`.
 */
export function readSealedPage(
  context: Context,
  query: { readonly limit: number; readonly cursor?: string | undefined },
  list: string,
): Page {
  if (query.cursor === undefined) return { limit: query.limit, after: null };
  try {
    const after = context.seal.open(Buffer.from(query.cursor, 'base64url'), aboutOf(context, list));
    return { limit: query.limit, after };
  } catch {
    throw new Problem('bad_cursor', 'Use next_cursor of the page before, unchanged.');
  }
}

const aboutOf = (context: Context, list: string): string => `${context.accountId}/${ownId(context)}/cursor/${list}`;

/** `rows` were asked for with limit + 1; the extra one tells that there is more. */
export function toSealedList<R extends { readonly id: string }, V>(
  context: Context,
  rows: readonly R[],
  page: Page,
  list: string,
  view: (row: R) => V,
) {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const cursor = last && context.seal.close(last.id, aboutOf(context, list)).toString('base64url');
  return { data: shown.map(view), next_cursor: rows.length > page.limit && cursor ? cursor : null };
}
