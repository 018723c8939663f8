import type pg from 'pg';
import { stopwatch } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { copyClicks, ensureClickMonth, type Month } from './queries-writer.ts';
import type { Spool } from './spool.ts';

/** Rows of one copy. More make a visitor wait longer than the database gains. */
const BATCH = 1000;
/** Copies under way at a time: while one waits for the disk, the next is read. */
const FLIGHTS = 2;
/** A second copy is worth its cost only for so many rows. */
const WORTH_ANOTHER = 32;
/** So many clicks may wait for the database; the rest goes to the spool at once, so that memory stays bounded. */
const WAITING_AT_MOST = 10_000;
/** A copy that takes longer than this is given up: its rows go to the spool, and a replay finds out which were written. */
const STALL_MS = 1500;
/** With neither database nor spool, so many clicks are kept in memory; more are lost, and counted. */
const HOMELESS_AT_MOST = 20_000;

interface Pending {
  readonly row: string;
  readonly month: Month;
  /** Called when the click is safe, or cannot be made so. */
  readonly done: () => void;
}

export interface WriterState {
  /** False while clicks go to the spool. */
  readonly database: boolean;
  /** False after the spool refused a click, until it takes one again. */
  readonly spoolWritable: boolean;
  readonly waiting: number;
  readonly written: number;
  readonly spooled: number;
  /** Clicks that stand in memory only, since neither database nor spool took them. */
  readonly homeless: number;
  readonly lost: number;
  /** Clicks taken in the second before this one: work that can wait lets them pass. */
  readonly perSecond: number;
}

/**
 * Makes clicks durable in groups: one or two copies are in flight, the next group gathers meanwhile. While the database is away the
 * groups go to the spool in the same way. Never throws at those who add clicks, and never lets them wait for long.
 */
export class ClickWriter {
  readonly #pool: pg.Pool;
  readonly #spool: Spool;
  readonly #log: Log;
  readonly #onAway: () => void;
  #waiting: Pending[] = [];
  #homeless: string[] = [];
  /** Connections on which nothing is copied at this moment, and the others. */
  #idleClients: pg.PoolClient[] = [];
  readonly #busyClients = new Set<pg.PoolClient>();
  #ready = new Set<Month>();
  #flights = 0;
  #database = true;
  #spoolWritable = true;
  #counts = { written: 0, spooled: 0, lost: 0 };
  #idle: (() => void)[] = [];
  #rate = { second: 0, taken: 0, before: 0 };

  /** `onAway` is called when the database was found to be away; `setDatabase(true)` says that it is back. */
  constructor(pool: pg.Pool, spool: Spool, log: Log, onAway: () => void) {
    this.#pool = pool;
    this.#spool = spool;
    this.#log = log;
    this.#onAway = onAway;
  }

  /** Takes a row as `toRow` wrote it, and its month. `done` follows once, when the click is durable. */
  add(row: string, month: Month, done: () => void): void {
    this.#waiting.push({ row, month, done });
    const most = this.#waiting.length < WORTH_ANOTHER ? 1 : FLIGHTS;
    if (this.#flights >= most) return;
    this.#flights += 1;
    // After this turn of the event loop, so that all requests read in it travel together.
    setImmediate(() => void this.#fly());
  }

  state(): WriterState {
    return {
      database: this.#database,
      spoolWritable: this.#spoolWritable,
      waiting: this.#waiting.length,
      ...this.#counts,
      homeless: this.#homeless.length,
      perSecond: this.#count(0),
    };
  }

  /** The database is back (or, with false, away). Files of the spool are closed, so that they can be written back. */
  async setDatabase(here: boolean): Promise<void> {
    this.#database = here;
    if (here) await this.#spool.seal();
  }

  /** Whether the spool could be written when it was last tried: an alarm before it is needed. */
  noticeSpool(writable: boolean, error?: unknown): void {
    if (writable && !this.#spoolWritable) this.#log.warn('the spool takes clicks again');
    if (!writable && this.#spoolWritable)
      this.#log.fatal(
        { err: error, folder: this.#spool.folder },
        'the spool cannot be written; without the database clicks stand in memory only',
      );
    this.#spoolWritable = writable;
  }

  /** Takes the clicks that stand in memory only, to be written by whoever found the database. */
  takeHomeless(): string[] {
    const rows = this.#homeless;
    this.#homeless = [];
    return rows;
  }

  /** Rows that could be written nowhere go back into memory, as far as there is room. */
  keepHomeless(rows: readonly string[]): void {
    const room = Math.max(0, HOMELESS_AT_MOST - this.#homeless.length);
    for (const row of rows.slice(0, room)) this.#homeless.push(row);
    this.#counts.lost += Math.max(0, rows.length - room);
  }

  /** Resolves when nothing waits any more. */
  async flush(): Promise<void> {
    if (this.#flights > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Lets go of the connections, those included that hang. */
  release(): void {
    for (const client of [...this.#idleClients.splice(0), ...this.#busyClients]) client.release(true);
    this.#busyClients.clear();
  }

  async #fly(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.length <= BATCH ? this.#waiting : this.#waiting.slice(0, BATCH);
      this.#waiting = group === this.#waiting ? [] : this.#waiting.slice(BATCH);
      this.#count(group.length);
      await this.#store(group);
      // Answers are written by the turn after this one, while the database works on the next group already.
      setImmediate(answer, group);
      if (this.#waiting.length > WAITING_AT_MOST) await this.#overflow();
    }
    this.#flights -= 1;
    if (this.#flights > 0) return;
    for (const resolve of this.#idle.splice(0)) setImmediate(resolve);
  }

  async #overflow(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    await this.#toSpool(group.map(({ row }) => row));
    setImmediate(answer, group);
  }

  /** Adds to this second's clicks; returns those of the second before. */
  #count(taken: number): number {
    const second = Math.floor(stopwatch() / 1000);
    if (second !== this.#rate.second) {
      this.#rate = { second, taken: 0, before: second === this.#rate.second + 1 ? this.#rate.taken : 0 };
    }
    this.#rate.taken += taken;
    return this.#rate.before;
  }

  async #store(group: readonly Pending[]): Promise<void> {
    if (!this.#database) return this.#toSpool(group.map(({ row }) => row));
    try {
      await this.#copy(group);
      this.#counts.written += group.length;
    } catch (error) {
      this.#database = false;
      this.release();
      this.#log.error({ err: error }, 'the database does not take clicks; they go to the spool');
      await this.#toSpool(group.map(({ row }) => row));
      this.#onAway();
    }
  }

  /** Throws where the rows may not be committed, a copy that hangs included. */
  async #copy(group: readonly Pending[]): Promise<void> {
    const started = stopwatch();
    let timer: NodeJS.Timeout | undefined;
    const stalled = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer for ${Math.round(stopwatch() - started)} ms`)), STALL_MS);
    });
    try {
      await Promise.race([this.#copyBy(group), stalled]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** On a connection of its own, which is thrown away where that fails, or is still at it when nobody waits any more. */
  async #copyBy(group: readonly Pending[]): Promise<void> {
    const client = this.#idleClients.pop() ?? (await this.#connect());
    this.#busyClients.add(client);
    try {
      await this.#copyByMonth(client, group);
    } catch (error) {
      if (this.#busyClients.delete(client)) client.release(true);
      throw error;
    }
    if (this.#busyClients.delete(client)) this.#idleClients.push(client);
  }

  async #copyByMonth(client: pg.PoolClient, group: readonly Pending[]): Promise<void> {
    for (const [month, text] of byMonth(group)) {
      if (!this.#ready.has(month)) await ensureClickMonth(client, month);
      this.#ready.add(month);
      await copyClicks(client, month, text);
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    // Another server, or one whose partitions were dropped: what was made sure of before counts no more.
    this.#ready = new Set();
    const client = await this.#pool.connect();
    // A break in flight rejects the copy; one between two copies is found by the next.
    client.on('error', () => {});
    return client;
  }

  async #toSpool(rows: readonly string[]): Promise<void> {
    try {
      await this.#spool.append(rows);
      this.#counts.spooled += rows.length;
      this.noticeSpool(true);
    } catch (error) {
      this.noticeSpool(false, error);
      this.keepHomeless(rows);
    }
  }
}

function answer(group: readonly Pending[]): void {
  for (const { done } of group) done();
}

/** The rows of each month in one text. Nearly always it is one month; sandboxes whose clocks were moved live in others. */
export function byMonth(clicks: readonly { row: string; month: Month }[]): Map<Month, string> {
  const months = new Map<Month, string>();
  let last: Month | null = null;
  let text = '';
  for (const { row, month } of clicks) {
    if (month !== last) {
      if (last !== null) months.set(last, text);
      text = months.get(month) ?? '';
      last = month;
    }
    text += row;
  }
  if (last !== null) months.set(last, text);
  return months;
}
