import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Seal } from '../../platform/seal.ts';
import { MINUTE } from '../../values/instant.ts';
import { countAttempt, forgetAttempts } from './queries-people.ts';

/** So many tries for one person, then a wait. Ten guesses a quarter of an hour find no password that is allowed. */
const TRIES = 10;
const FORGOTTEN_AFTER_MS = 15 * MINUTE;
/** So many wrong tries from one address a minute, whomever they are for. */
const TRIES_OF_ADDRESS = 60;

export interface Throttle {
  /**
   * Counts a try before it is made, so that tries at once are counted too. `who` is an e-mail address, whether it is
   * anybody's or not, or a person. Throws `rate_limited` (429) with Retry-After.
   */
  take(who: string, address: string): Promise<void>;
  /** It was right: the tries so far are forgotten, and it does not count for the address. */
  forget(who: string, address: string): Promise<void>;
}

/** Tries for a person are counted in the database, over restarts and nodes; those of an address by each node. */
export function createThrottle(database: Database, clock: Clock, seal: Seal): Throttle {
  const ofAddress = new RateLimiterMemory({ points: TRIES_OF_ADDRESS, duration: 60 });
  const markOf = (who: string): string => seal.sign(who.trim().toLowerCase(), 'sign-in attempts');
  return {
    async take(who, address) {
      try {
        await ofAddress.consume(address);
      } catch (error) {
        throw tooMany((error as { msBeforeNext?: number }).msBeforeNext ?? MINUTE);
      }
      const now = clock.now();
      const until = new Date(now.getTime() + FORGOTTEN_AFTER_MS);
      const counted = await database.inDirectory((tx) => countAttempt(tx, markOf(who), now, until));
      if (counted.attempts > TRIES) throw tooMany(counted.until.getTime() - now.getTime());
    },
    async forget(who, address) {
      await ofAddress.reward(address);
      await database.inDirectory((tx) => forgetAttempts(tx, markOf(who)));
    },
  };
}

function tooMany(waitMs: number): Problem {
  const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
  return new Problem('rate_limited', 'Too many attempts. Wait a while, then try again.', { retryAfter });
}
