import { createHash } from 'node:crypto';
import {
  type IsolationLevel,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  sql,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import type { AccountId } from '../values/id.ts';
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
  // biome-ignore lint/complexity/noBannedTypes: see Tx
  const kysely = new Kysely<{}>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  const run = <T>(
    account: AccountId | '',
    work: (tx: Tx) => Promise<T>,
    isolation: IsolationLevel = 'read committed',
  ) =>
    tryAgain(() =>
      kysely
        .transaction()
        .setIsolationLevel(isolation)
        .execute(async (tx) => {
          if (account !== '') await sql`select set_config('app.account_id', ${account}, true)`.execute(tx);
          return work(tx);
        }),
    );
  return {
    inAccount: (account, work) => run(account, work),
    snapshotOf: (account, work) => run(account, work, 'repeatable read'),
    inDirectory: (work) => run('', work),
    close: () => kysely.destroy(),
  };
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
  });
  // An idle connection that breaks must not take the process along; the next query opens another.
  pool.on('error', (error) => options.log.warn({ err: error.message }, 'a database connection broke'));
  return pool;
}

const PREPARED_AT_MOST = 500;

/** Gives each distinct statement a name, so that the server plans it once per connection. */
function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= PREPARED_AT_MOST) return known;
    const name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
    return name;
  };
  const wrapped = new WeakMap<object, PostgresPoolClient>();
  return {
    options: {},
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      let wrapper = wrapped.get(client);
      if (!wrapper) {
        const query = (text: string, values: readonly unknown[]) => {
          const name = values.length > 0 ? nameOf(text) : undefined;
          return name ? client.query({ name, text, values: [...values] }) : client.query(text, [...values]);
        };
        wrapper = { query, release: () => client.release() } as unknown as PostgresPoolClient;
        wrapped.set(client, wrapper);
      }
      return wrapper;
    },
  };
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
