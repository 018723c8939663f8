import { CompiledQuery, type QueryResult } from 'kysely';
import type { AddedRows } from './add-rows.ts';

export type Execute = <R>(query: CompiledQuery) => Promise<QueryResult<R>>;

interface Waiting {
  readonly query: CompiledQuery;
  readonly resolve: (result: QueryResult<never>) => void;
  readonly reject: (error: unknown) => void;
}

/** One statement of more parts than this would be dear to plan, and rarely be the same as another. */
const PARTS_AT_MOST = 24;

/** Inserts that report nothing: only these can be parts of another statement without anybody noticing. */
const isPlainInsert = (text: string): boolean => /^\s*insert into /.test(text) && !/\breturning\b/.test(text);

/** Executes what is started in one turn of the event loop: plain inserts as one statement, then the rest in its order. */
export function createGatherer(execute: Execute): Execute {
  let inserts: Waiting[] = [];
  let others: Waiting[] = [];
  const send = (): void => {
    const [parts, rest] = [inserts, others];
    [inserts, others] = [[], []];
    for (let at = 0; at < parts.length; at += PARTS_AT_MOST) sendParts(execute, parts.slice(at, at + PARTS_AT_MOST));
    for (const { query, resolve, reject } of rest) execute<never>(query).then(resolve, reject);
  };
  return <R>(query: CompiledQuery) =>
    new Promise<QueryResult<R>>((resolve, reject) => {
      if (inserts.length + others.length === 0) setImmediate(send);
      const waiting = { query, resolve, reject } as Waiting;
      if (isPlainInsert(query.sql)) inserts.push(waiting);
      else others.push(waiting);
    });
}

function sendParts(execute: Execute, parts: readonly Waiting[]): void {
  const [only] = parts as [Waiting];
  const query = parts.length === 1 ? only.query : joinInserts(addUp(parts.map((part) => part.query)));
  execute<never>(query).then(
    () => {
      for (const { resolve } of parts) resolve({ rows: [] });
    },
    (error) => {
      for (const { reject } of parts) reject(error);
    },
  );
}

/** Rows for the same table as one insert of them all, where its text says how it goes on. */
function addUp(queries: readonly CompiledQuery[]): CompiledQuery[] {
  const found = new Map<string, CompiledQuery[]>();
  for (const query of queries) {
    const key = 'added' in query ? (query as AddedRows).text(1) : `${found.size} ${query.sql}`;
    const same = found.get(key);
    if (same) same.push(query);
    else found.set(key, [query]);
  }
  return [...found.values()].map((same) => {
    if (same.length === 1) return same[0]!;
    const rows = (same as AddedRows[]).reduce((sum, query) => sum + query.added, 0);
    const values = same.flatMap((query) => [...query.parameters]);
    return CompiledQuery.raw((same[0] as AddedRows).text(rows), values);
  });
}

/** Inserts as one statement: each under a name of its own, its parameters counted on from those before it. */
function joinInserts(queries: readonly CompiledQuery[]): CompiledQuery {
  if (queries.length === 1) return queries[0]!;
  let before = 0;
  const parts = queries.map(({ sql: text, parameters }, index) => {
    const part = `part${index} as (${countOn(text, before)})`;
    before += parameters.length;
    return part;
  });
  const parameters = queries.flatMap((query) => query.parameters);
  return CompiledQuery.raw(`with ${parts.join(', ')} select`, [...parameters]);
}

const counted = new Map<string, string>();
const COUNTED_AT_MOST = 2000;

/** The text with its parameters counted on; remembered, since the same few statements come again and again. */
function countOn(text: string, before: number): string {
  if (before === 0) return text;
  const key = `${before} ${text}`;
  const known = counted.get(key);
  if (known !== undefined) return known;
  const own = text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + before}`);
  if (counted.size < COUNTED_AT_MOST) counted.set(key, own);
  return own;
}
