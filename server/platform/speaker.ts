import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type Transaction,
} from 'kysely';
import type pg from 'pg';
import { createGatherer, type Execute } from './gatherer.ts';

/** A transaction. Each module adds its own tables with `tx.withTables<Tables>()`; nobody sees all of them. */
// biome-ignore lint/complexity/noBannedTypes: no tables of its own; that is the point
export type Tx = Transaction<{}>;

const PREPARED_AT_MOST = 500;

/** Names for distinct statements, so that the server plans each once per connection; undefined once there are too many. */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= PREPARED_AT_MOST) return known;
    const name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
    return name;
  };
}

const corked = new WeakSet<Writable>();

/** Holds back what is sent until this turn of work is over, since each write of its own wakes the server up. */
export function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (corked.has(stream)) return;
  corked.add(stream);
  stream.cork();
  process.nextTick(() => {
    corked.delete(stream);
    stream.uncork();
  });
}

const gatherers = new WeakMap<Tx, Tx>();

/**
 * The transaction for writes that need nothing of one another and of whose outcome nobody asks: plain inserts that are
 * started in one turn go to the server as one statement, ahead of whatever else was started in it. How many rows one of
 * them wrote is not told.
 */
export function together(tx: Tx): Tx {
  return gatherers.get(tx) ?? tx;
}

export interface Speaker {
  readonly tx: Tx;
  /** Waits until all that was started is answered, and what was started on those answers. */
  untilQuiet(): Promise<void>;
}

/**
 * Kysely on one connection of the pool. Its own way with a connection sends a statement only when the one before is
 * answered; this one hands each to the driver at once, so that statements started together travel together.
 */
export function createSpeaker(client: pg.PoolClient, nameOf: (text: string) => string | undefined): Speaker {
  const underWay = new Set<Promise<unknown>>();
  const send = async <R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
    sendTogether(client);
    const name = parameters.length > 0 ? nameOf(text) : undefined;
    const { command, rowCount, rows } = await client.query({
      ...(name ? { name } : {}),
      text,
      values: [...parameters],
    });
    const changed = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
    return { rows, ...(changed ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
  };
  // Also what still waits to be gathered is under way.
  const tracked = (execute: Execute): Execute => {
    return <R>(query: CompiledQuery) => {
      const asked = execute<R>(query);
      underWay.add(asked);
      const over = (): void => void underWay.delete(asked);
      asked.then(over, over);
      return asked;
    };
  };
  const tx = speakBy(tracked(send));
  gatherers.set(tx, speakBy(tracked(createGatherer(send))));
  return {
    tx,
    async untilQuiet() {
      do {
        await Promise.allSettled(underWay);
        // What waited for an answer may ask the next question now.
        await new Promise((resolve) => setImmediate(resolve));
      } while (underWay.size > 0);
    },
  };
}

function speakBy(executeQuery: DatabaseConnection['executeQuery']): Tx {
  const connection: DatabaseConnection = {
    executeQuery,
    streamQuery() {
      throw new Error('statements are not streamed here');
    },
  };
  const no = async (): Promise<never> => {
    throw new Error('transactions begin and end in db.ts');
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: no,
    commitTransaction: no,
    rollbackTransaction: no,
    destroy: async () => {},
  };
  // biome-ignore lint/complexity/noBannedTypes: see Tx
  const kysely = new Kysely<{}>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return kysely as unknown as Tx;
}
