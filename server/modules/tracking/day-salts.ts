import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import { stopwatch } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { type Day, dayOf, shiftDay } from '../../values/instant.ts';
import { agreeOnSalt, destroySaltsBefore } from './queries-salts.ts';

const HELD_AT_MOST = 200;
const ASKED_EVERY_MS = 1000;

/**
 * The salts of the days, shared by all nodes and destroyed once a day is over everywhere on earth. A day is one of an
 * account's calendar, since unique clicks are counted by that.
 */
export class DaySalts {
  readonly #database: Database;
  readonly #clock: Clock;
  /** `agreed`: the other nodes have the same. */
  readonly #salts = new Map<Day, { salt: Buffer; text: string; agreed: boolean }>();
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * The day's salt as text, at once. One that the database was not asked for yet is drawn here and offered to it; should
   * another node have been first, a visitor may count once more that day.
   */
  of(day: Day): string {
    return (this.#salts.get(day) ?? this.#draw(day)).text;
  }

  /** Makes sure, before clicks come, that the salts of a day and the next are those of all nodes. */
  async prepare(day: Day): Promise<void> {
    for (const each of [day, shiftDay(day, 1)]) {
      if (!this.#salts.get(each)?.agreed) await this.#agree(each);
    }
  }

  /** Agrees on what was drawn here, and destroys what is over. Called every now and then; asks once a second at most. */
  async tend(): Promise<void> {
    if (stopwatch() - this.#askedAt < ASKED_EVERY_MS) return;
    this.#askedAt = stopwatch();
    for (const [day, { agreed }] of this.#salts) if (!agreed) await this.#agree(day);
    const over = shiftDay(dayOf(this.#clock.now(), 'UTC'), -1);
    const old = [...this.#salts.keys()].filter((day) => day < over);
    for (const day of old) this.#salts.delete(day);
    if (old.length > 0) await this.destroy();
  }

  /** Destroys the salts of days that are over, whoever made them. */
  async destroy(): Promise<void> {
    const over = shiftDay(dayOf(this.#clock.now(), 'UTC'), -1);
    await this.#database.inDirectory((tx) => destroySaltsBefore(tx, over));
  }

  #draw(day: Day): { salt: Buffer; text: string; agreed: boolean } {
    // Days of sandboxes whose clocks were moved; the days of today come back by themselves.
    if (this.#salts.size >= HELD_AT_MOST) this.#salts.clear();
    const salt = randomBytes(32);
    const drawn = { salt, text: salt.toString('base64url'), agreed: false };
    this.#salts.set(day, drawn);
    return drawn;
  }

  async #agree(day: Day): Promise<void> {
    const offered = (this.#salts.get(day) ?? this.#draw(day)).salt;
    const salt = await this.#database.inDirectory((tx) => agreeOnSalt(tx, day, offered));
    this.#salts.set(day, { salt, text: salt.toString('base64url'), agreed: true });
  }
}
