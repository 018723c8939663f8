import { createHash } from 'node:crypto';
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
import pg from 'pg';
import { type AccountId, isId } from '../values/id.ts';
import type { Log } from './log.ts';

/** A transaction. Each module adds its own tables with `tx.withTables<Tables>()`; nobody sees all of them. */
// biome-ignore lint/complexity/noBannedTypes: no tables of its own; that is the point
export type Tx = Transaction<{}>;

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text));
// A day stays text: the driver would make it local midnight.
types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface Database {
  /** Work of one account: row level security shows only its rows. Tried again when the database asks for it. */
  inAccount<T>(account: AccountId, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Reads of one account that must all see the same instant (repeatable read), such as an audit. */
  snapshotOf<T>(account: AccountId, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Work before any account is known: directory look-ups and machinery. No tenant row is visible. */
  inDirectory<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly role: 'tributary_app' | 'tributary_clicks' | 'tributary_sweeper';
  readonly connections: number;
  readonly log: Log;
}

/** Opens a pool whose every connection acts as `role`, which owns nothing and cannot pass by row level security. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options);
  const statementOf = statementNames();
  const speakers = new WeakMap<pg.PoolClient, Tx>();
  const speakerOf = (client: pg.PoolClient): Tx => {
    const known = speakers.get(client) ?? createSpeaker(client, statementOf);
    speakers.set(client, known);
    return known;
  };
  const run = <T>(account: AccountId | '', work: (tx: Tx) => Promise<T>, isolation = 'read committed'): Promise<T> =>
    tryAgain(async () => {
      const client = await pool.connect();
      try {
        const result = await transact(client, begin(account, isolation), () => work(speakerOf(client)));
        client.release();
        return result;
      } catch (error) {
        // A connection whose transaction cannot be ended is thrown away: nobody else may land in it.
        client.release(await rollBack(client));
        throw error;
      }
    });
  return {
    inAccount: (account, work) => run(account, work),
    snapshotOf: (account, work) => run(account, work, 'repeatable read'),
    inDirectory: (work) => run('', work),
    close: () => pool.end(),
  };
}

/** One statement that begins a transaction and says whose rows are seen in it. */
function begin(account: AccountId | '', isolation: string): string {
  const start = `begin isolation level ${isolation}`;
  if (account === '') return start;
  // It stands in the text, since one simple query has no parameters: nothing but an id of ours may.
  if (!isId('account', account)) throw new Error(`"${account}" is no account's id`);
  return `${start}; select set_config('app.account_id', '${account}', true)`;
}

/**
 * Runs work in a transaction. Nobody waits for the beginning: the driver sends what follows along with it, in order, and
 * where it fails, so does what follows.
 */
async function transact<T>(client: pg.PoolClient, beginning: string, work: () => Promise<T>): Promise<T> {
  const begun = client.query(beginning);
  begun.catch(() => {});
  const result = await work();
  await begun;
  const { command } = await client.query('commit');
  // A statement failed and nobody noticed: the database rolled back instead.
  if (command === 'ROLLBACK') throw new Error('the transaction had failed before its end, and was rolled back');
  return result;
}

/** Undefined once the connection is clean again; else the error that says why it is not. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** A plain pool of the driver, for `copy` and other things that Kysely does not speak. */
export function openPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    options: `-c role=${options.role} -c timezone=UTC -c search_path=tenant,directory,machinery`,
    types,
    application_name: 'tributary',
    connectionTimeoutMillis: 10_000,
    // Statements that wait for nothing from one another travel together.
    pipeline: options.role === 'tributary_app',
  } as pg.PoolConfig);
  // A break between two statements is found by the next; without a listener it would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}));
  // An idle connection that breaks must not take the process along; the next query opens another.
  pool.on('error', (error) => options.log.warn({ err: error.message }, 'a database connection broke'));
  return pool;
}

/** A connection of a plain pool for some work. One that broke, or on which the work failed, is not used again. */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A break between two statements is found by the next; without a listener it would end the process.
  const broken = (): void => {};
  client.on('error', broken);
  let failed = true;
  try {
    const result = await work(client);
    failed = false;
    return result;
  } finally {
    client.off('error', broken);
    client.release(failed);
  }
}

const PREPARED_AT_MOST = 500;

/** Names for distinct statements, so that the server plans each once per connection; undefined once there are too many. */
function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= PREPARED_AT_MOST) return known;
    const name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
    return name;
  };
}

/**
 * Kysely on one connection of the pool. Its own way with a connection sends a statement only when the one before is
 * answered; this one hands each to the driver at once, so that statements started together travel together.
 */
function createSpeaker(client: pg.PoolClient, nameOf: (text: string) => string | undefined): Tx {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const name = parameters.length > 0 ? nameOf(text) : undefined;
      const { command, rowCount, rows } = await client.query({
        ...(name ? { name } : {}),
        text,
        values: [...parameters],
      });
      const changed = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
      return { rows, ...(changed ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
    },
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

const RETRIABLE = new Set(['40001', '40P01']);
const TRIES = 6;

async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= TRIES || !RETRIABLE.has(codeOf(error) ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, tries * 5 + (tries % 3) * 7));
    }
  }
}

/** The SQLSTATE of a database error, or undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** True where the error is the breach of this unique key or constraint. */
export function breaks(error: unknown, constraint: string): boolean {
  const found = error as { code?: string; constraint?: string };
  return found?.code === '23505' && found.constraint === constraint;
}

/** True where the database itself cannot be reached: gone, starting, shutting down, or out of connections. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  if (/^(08|57P0|53300)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code))
    return true;
  const message = error instanceof Error ? error.message : '';
  return /Connection terminated|timeout exceeded when trying to connect|not queryable/i.test(message);
}
