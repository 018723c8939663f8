import type { Database } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { AccountId } from '../../values/id.ts';
import { addImpressions, type ImpressionPlace } from './queries-impressions.ts';

const FLUSH_MS = 1000;
/** Beyond so many places that wait at once, further ones are not counted: statistics must not use up the memory. */
const PLACES_AT_MOST = 50_000;

interface Waiting {
  readonly place: ImpressionPlace;
  shown: number;
}

/**
 * Counts how often banners were seen: in memory, written each second. A crash loses the last second; these are statistics,
 * and nobody is paid by them. While the database is away they wait.
 */
export class Impressions {
  readonly #database: Database;
  readonly #log: Log;
  #waiting = new Map<AccountId, Map<string, Waiting>>();
  #places = 0;
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> | null = null;
  #away = false;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.#timer.unref();
  }

  /** Writes what waits. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.flush();
    await this.flush();
  }

  add(account: AccountId, place: ImpressionPlace, shown = 1): void {
    const own = this.#waiting.get(account) ?? new Map<string, Waiting>();
    const key = `${place.day} ${place.promo_tool_id} ${place.partner_id} ${place.program_id} ${place.link_id}`;
    const known = own.get(key);
    if (known) known.shown += shown;
    else if (this.#places < PLACES_AT_MOST) {
      this.#places += 1;
      own.set(key, { place, shown });
      this.#waiting.set(account, own);
    }
  }

  /** One writing at a time; never throws. */
  flush(): Promise<void> {
    this.#flushing ??= this.#write().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #write(): Promise<void> {
    const accounts = this.#waiting;
    this.#waiting = new Map();
    this.#places = 0;
    for (const [account, places] of accounts) {
      const rows = [...places.values()].map(({ place, shown }) => ({ ...place, shown }));
      try {
        await this.#database.inAccount(account, (tx) => addImpressions(tx, account, rows));
        this.#away = false;
      } catch (error) {
        if (!this.#away) this.#log.warn({ err: error }, 'impressions cannot be written; they wait');
        this.#away = true;
        for (const { shown, ...place } of rows) this.add(account, place, shown);
      }
    }
  }
}
