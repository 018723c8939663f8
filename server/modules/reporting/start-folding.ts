import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/http/route.ts';
import type { Log } from '../../platform/log.ts';
import { HOUR, SECOND } from '../../values/instant.ts';
import { type AccountRow, accountTime, listAccounts } from '../accounts/index.ts';
import { announceSilence } from './announce-silence.ts';
import { dropOldClicks } from './drop-old-clicks.ts';
import { foldAccount } from './fold-account.ts';

export interface FoldingParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** A context for the account, as work has it that no request asked for. */
  readonly contextFor: (tx: Tx, account: AccountRow) => Context;
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
      const changed = await foldWhole(this.#parts, watch.account, () => this.#stopped);
      const took = this.#parts.clock.now().getTime() - now;
      const pause = changed ? Math.max(EVERY_MS, took * PAUSE_PER_WORK) : watch.pause * 2;
      watch.pause = Math.min(pause, SELDOM_MS);
      watch.nextAt = now + watch.pause;
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

/** Folds one account until nothing waits; true where anything changed. One that fails keeps no other waiting. */
async function foldWhole(
  { database, clock, log }: FoldingParts,
  account: AccountRow,
  isStopped: () => boolean,
): Promise<boolean> {
  try {
    let changed = false;
    for (;;) {
      const now = clock.now();
      const own = { id: account.id, timeZone: account.timeZone, now: accountTime(account, now) };
      const folded = await database.inAccount(account.id, (tx) => foldAccount(tx, own, now));
      changed ||= folded.cells > 0;
      if (!folded.more || isStopped()) return changed;
    }
  } catch (error) {
    log.warn({ err: error, account_id: account.id }, 'figures of an account could not be folded yet');
    return false;
  }
}

async function lookAfter({ database, log, contextFor }: FoldingParts, account: AccountRow): Promise<void> {
  try {
    await database.inAccount(account.id, (tx) => announceSilence(contextFor(tx, account)));
  } catch (error) {
    log.warn({ err: error, account_id: account.id }, 'the health of tracking could not be looked at');
  }
}
