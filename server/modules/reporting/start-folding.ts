import { type Clock, stopwatch } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/http/route.ts';
import type { Log } from '../../platform/log.ts';
import { HOUR, SECOND } from '../../values/instant.ts';
import { type AccountRow, accountTime, listAccounts } from '../accounts/index.ts';
import { announceSilence } from './announce-silence.ts';
import { dropOldClicks } from './drop-old-clicks.ts';
import { type Folded, foldAccount } from './fold-account.ts';

export interface FoldingParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** A context for the account, as work has it that no request asked for. */
  readonly contextFor: (tx: Tx, account: AccountRow) => Context;
  /** How many clicks this process takes: in the second before this one, and so far. */
  readonly clicks: () => { readonly perSecond: number; readonly written: number };
}

export interface Folding {
  /** Folds every account until nothing waits, at once. */
  foldNow(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = SECOND;
/** Counting takes no more than a twentieth of the time: under load it comes less often, and finds more to add up at once. */
const PAUSE_PER_WORK = 20;
/** An account in which nothing happens is looked at less and less often; its reports are exact all the same. */
const SELDOM_MS = 8 * SECOND;
/** While more clicks than this come in a second, one fold is enough before the pause, whatever waits. */
const BUSY = 2000;
/** But for a report's sake, which has to count by itself what is not folded in, no more than this may wait meanwhile. */
const BEHIND_AT_MOST = 100_000;
const ACCOUNTS_EVERY_MS = 10 * SECOND;
const HEALTH_EVERY_MS = HOUR;
const RETENTION_EVERY_MS = 6 * HOUR;

interface Watch {
  account: AccountRow;
  /** Milliseconds of the real clock. */
  nextAt: number;
  pause: number;
}

/**
 * Folds what is new, each second, in every account where anything happens; looks every hour whether tracking has fallen
 * silent, and lets go of old clicks. Any number of nodes may do so at once.
 */
export function startFolding(parts: FoldingParts): Folding {
  return new Folder(parts);
}

class Folder implements Folding {
  readonly #parts: FoldingParts;
  readonly #watches = new Map<string, Watch>();
  readonly #timer: NodeJS.Timeout;
  readonly #next: { accounts: number; health: number; retention: number };
  #stopped = false;
  /** Clicks of this process up to which all is folded in, as far as it knows. */
  #folded = 0;
  #failing = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(parts: FoldingParts) {
    this.#parts = parts;
    const now = parts.clock.now().getTime();
    this.#next = { accounts: now, health: now + HEALTH_EVERY_MS, retention: now + RETENTION_EVERY_MS };
    this.#timer = setInterval(() => this.#tick(), EVERY_MS);
    this.#timer.unref();
  }

  foldNow(): Promise<void> {
    return this.#enqueue(() => this.#round(true));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  #tick(): void {
    const work = async (): Promise<void> => {
      await this.#round(false);
      await this.#tend();
    };
    this.#enqueue(work).then(
      () => {
        this.#failing = false;
      },
      (error) => {
        // While the database is away it says so once, and not each second.
        if (!this.#failing) this.#parts.log.warn({ err: error }, 'counting is put off');
        this.#failing = true;
      },
    );
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#running.then(() => (this.#stopped ? undefined : work()));
    this.#running = done.catch(() => {});
    return done;
  }

  async #round(all: boolean): Promise<void> {
    const now = this.#parts.clock.now().getTime();
    if (all || now >= this.#next.accounts) {
      await this.#refresh();
      this.#next.accounts = now + ACCOUNTS_EVERY_MS;
    }
    for (const watch of this.#watches.values()) {
      if (this.#stopped) return;
      if (!all && now < watch.nextAt) continue;
      const took = await this.#fold(watch.account, all);
      const pause = took === null ? watch.pause * 2 : this.#isBehind() ? 0 : took * PAUSE_PER_WORK;
      watch.pause = Math.min(Math.max(EVERY_MS, pause), SELDOM_MS);
      watch.nextAt = this.#parts.clock.now().getTime() + watch.pause;
    }
  }

  #isBehind(): boolean {
    return this.#parts.clicks().written - this.#folded >= BEHIND_AT_MOST;
  }

  #isBusy(): boolean {
    return this.#parts.clicks().perSecond > BUSY && !this.#isBehind();
  }

  /** Folds until nothing waits, or others shall go first; the milliseconds that it took, or null where nothing changed. */
  async #fold(account: AccountRow, all: boolean): Promise<number | null> {
    const began = stopwatch();
    let changed = false;
    for (;;) {
      const { written } = this.#parts.clicks();
      const folded = await foldOnce(this.#parts, account);
      changed ||= folded.cells > 0;
      this.#folded = folded.more ? this.#folded + folded.clicks : Math.max(this.#folded, written);
      if (!folded.more || this.#stopped || (!all && this.#isBusy())) return changed ? stopwatch() - began : null;
    }
  }

  async #refresh(): Promise<void> {
    for (const account of await this.#parts.database.inDirectory((tx) => listAccounts(tx))) {
      const known = this.#watches.get(account.id);
      if (known) known.account = account;
      else this.#watches.set(account.id, { account, nextAt: 0, pause: EVERY_MS });
    }
  }

  async #tend(): Promise<void> {
    const now = this.#parts.clock.now().getTime();
    if (now >= this.#next.health) {
      this.#next.health = now + HEALTH_EVERY_MS;
      for (const { account } of this.#watches.values()) if (!this.#stopped) await lookAfter(this.#parts, account);
    }
    if (now >= this.#next.retention) {
      this.#next.retention = now + RETENTION_EVERY_MS;
      await dropOldClicks(this.#parts);
    }
  }
}

/** One that fails keeps no other waiting. */
async function foldOnce(
  { database, clock, log }: FoldingParts,
  account: AccountRow,
): Promise<Pick<Folded, 'cells' | 'clicks' | 'more'>> {
  try {
    const now = clock.now();
    const own = { id: account.id, timeZone: account.timeZone, now: accountTime(account, now) };
    return await database.inAccount(account.id, (tx) => foldAccount(tx, own, now));
  } catch (error) {
    log.warn({ err: error, account_id: account.id }, 'figures of an account could not be folded yet');
    return { cells: 0, clicks: 0, more: false };
  }
}

async function lookAfter({ database, log, contextFor }: FoldingParts, account: AccountRow): Promise<void> {
  try {
    await database.inAccount(account.id, (tx) => announceSilence(contextFor(tx, account)));
  } catch (error) {
    log.warn({ err: error, account_id: account.id }, 'the health of tracking could not be looked at');
  }
}
