import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { stopwatch } from '../../platform/clock.ts';
import { codeOf, withClient } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { AccountId, ClickId } from '../../values/id.ts';
import { monthOfRow, namesOfRow } from './click-row.ts';
import { byMonth, type ClickWriter } from './click-writer.ts';
import { CLICK_COLUMNS, ensureClickMonth, replayClicks } from './queries-writer.ts';
import { readSpool, type Spool } from './spool.ts';

/** Rows of one transaction. */
const PART = 2000;
const TICK_MS = 250;
const PROBE_MS = 2000;
/** How often the spool is tried while it is not needed. */
const TRY_SPOOL_MS = 10_000;
/** Rows that the database refuses for what they hold; kept for a person to look at. */
const REFUSED = 'refused.txt';

/** Told which clicks came late, after they were written; at least once each. If it throws, it is told again. */
export type OnLateClicks = (accountId: AccountId, clickIds: readonly ClickId[]) => Promise<void>;

/** Finds out when the database is back, and writes what waits in the spool, each click once. */
export class SpoolReplayer {
  readonly #pool: pg.Pool;
  readonly #spool: Spool;
  readonly #writer: ClickWriter;
  readonly #log: Log;
  readonly #onLateClicks: OnLateClicks;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  /** Clicks taken out of memory, not yet written. */
  #inHand = 0;
  #replayed = 0;
  #stopped = false;
  #failing = false;
  #triedSpoolAt = Number.NEGATIVE_INFINITY;

  constructor(pool: pg.Pool, spool: Spool, writer: ClickWriter, log: Log, onLateClicks: OnLateClicks) {
    this.#pool = pool;
    this.#spool = spool;
    this.#writer = writer;
    this.#log = log;
    this.#onLateClicks = onLateClicks;
  }

  /** Nothing waits on disk or in memory for the database. */
  get isEmpty(): boolean {
    return this.#spool.isEmpty && this.#inHand === 0 && this.#writer.state().homeless === 0;
  }

  get replayed(): number {
    return this.#replayed;
  }

  /** Writes what an earlier process left, then watches. */
  async start(): Promise<void> {
    await this.tick();
    this.#timer = setInterval(() => void this.tick(), TICK_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** One look at database and spool. Never throws; what fails is tried again at the next. */
  tick(): Promise<void> {
    this.#running ??= this.#look().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #look(): Promise<void> {
    await this.#trySpool();
    try {
      const wasAway = !this.#writer.state().database;
      if (wasAway && !(await this.#answers())) return;
      if (this.#spool.isOpen) await this.#spool.seal();
      for (const name of await this.#spool.waiting()) {
        if (this.#stopped) return;
        await this.#replayFile(name);
      }
      await this.#replayHomeless();
      if (wasAway) await this.#isBack();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#log.warn({ err: error }, 'clicks could not be written back yet');
      this.#failing = true;
    }
  }

  async #trySpool(): Promise<void> {
    if (stopwatch() - this.#triedSpoolAt < TRY_SPOOL_MS) return;
    this.#triedSpoolAt = stopwatch();
    await this.#spool.prepare().then(
      () => this.#writer.noticeSpool(true),
      (error) => this.#writer.noticeSpool(false, error),
    );
  }

  /** Only what was written proves that the database takes clicks; an answer alone could come from one that is read-only. */
  async #isBack(): Promise<void> {
    if (this.#writer.state().database) return;
    await this.#writer.setDatabase(true);
    this.#log.warn('the database takes clicks again');
  }

  /** A server that takes the connection and then says nothing counts as away. */
  async #answers(): Promise<boolean> {
    const asked = this.#pool.query('select 1').then(
      () => true,
      () => false,
    );
    const timer = new Promise<false>((resolve) => setTimeout(() => resolve(false), PROBE_MS).unref());
    return Promise.race([asked, timer]);
  }

  async #replayFile(name: string): Promise<void> {
    let written = 0;
    let torn = 0;
    try {
      for await (const part of readSpool(join(this.#spool.folder, name), PART)) {
        torn += part.torn;
        written += part.rows.length;
        await this.#replay(part.columns, part.rows);
        if (this.#stopped) return;
      }
    } catch (error) {
      // Somebody took the file away; whatever it held, it does not wait here any more.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    await this.#spool.remove(name);
    this.#log.info({ file: name, clicks: written, torn }, 'clicks of the spool are written');
  }

  async #replayHomeless(): Promise<void> {
    const rows = this.#writer.takeHomeless();
    if (rows.length === 0) return;
    this.#inHand = rows.length;
    try {
      await this.#replay(CLICK_COLUMNS, rows);
    } catch (error) {
      this.#writer.keepHomeless(rows);
      throw error;
    } finally {
      this.#inHand = 0;
    }
  }

  async #replay(columns: string, rows: readonly string[]): Promise<void> {
    if (rows.length === 0) return;
    try {
      await withClient(this.#pool, async (client) => {
        for (const [month, text] of byMonth(rows.map((row) => ({ row, month: monthOfRow(row) })))) {
          await ensureClickMonth(client, month);
          await replayClicks(client, month, columns, text);
        }
      });
    } catch (error) {
      if (!/^2[23]/.test(codeOf(error) ?? '')) throw error;
      return this.#replayHalves(columns, rows, error);
    }
    this.#replayed += rows.length;
    await this.#isBack();
    await this.#announce(rows);
  }

  /** One row that cannot be written must not keep the others waiting. */
  async #replayHalves(columns: string, rows: readonly string[], error: unknown): Promise<void> {
    if (rows.length > 1) {
      const middle = Math.ceil(rows.length / 2);
      await this.#replay(columns, rows.slice(0, middle));
      await this.#replay(columns, rows.slice(middle));
      return;
    }
    this.#log.error({ err: error, file: REFUSED }, 'a click cannot be written and is set aside');
    await appendFile(join(this.#spool.folder, REFUSED), rows[0]!);
  }

  async #announce(rows: readonly string[]): Promise<void> {
    const late = new Map<AccountId, ClickId[]>();
    for (const { accountId, id } of rows.map(namesOfRow)) {
      const ids = late.get(accountId);
      if (ids) ids.push(id);
      else late.set(accountId, [id]);
    }
    for (const [accountId, ids] of late) await this.#onLateClicks(accountId, ids);
  }
}
