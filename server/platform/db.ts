import pg from 'pg';
import { type AccountId, isId } from '../values/id.ts';
import type { Log } from './log.ts';
import { createSpeaker, type Speaker, sendTogether, statementNames, type Tx } from './speaker.ts';

export type { Tx } from './speaker.ts';

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
  /** How many transactions are under way in this process. */
  underWay(): number;
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
  const speakers = new WeakMap<pg.PoolClient, Speaker>();
  const speakerOf = (client: pg.PoolClient): Speaker => {
    const known = speakers.get(client) ?? createSpeaker(client, statementOf);
    speakers.set(client, known);
    return known;
  };
  const run = <T>(account: AccountId | '', work: (tx: Tx) => Promise<T>, isolation = 'read committed'): Promise<T> =>
    tryAgain(async () => {
      const client = await pool.connect();
      try {
        const result = await transact(client, begin(account, isolation), () => work(speakerOf(client).tx));
        client.release();
        return result;
      } catch (error) {
        // Of several things at once one failed: the others are still going on, and must not go on in another's transaction.
        await speakerOf(client).untilQuiet();
        // A connection whose transaction cannot be ended is thrown away: nobody else may land in it.
        client.release(await rollBack(client));
        throw error;
      }
    });
  return {
    inAccount: (account, work) => run(account, work),
    snapshotOf: (account, work) => run(account, work, 'repeatable read'),
    inDirectory: (work) => run('', work),
    underWay: () => pool.totalCount - pool.idleCount,
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
  sendTogether(client);
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
