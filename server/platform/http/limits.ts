import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from './problems.ts';

/** Takes one of `perSecond` requests of somebody; throws `rate_limited` (429) with Retry-After once they are used up. */
export type Limiter = (who: string) => Promise<void>;

/** Counted per process: a node more is a limit more, which is what a limit against overload should be. */
export function createLimiter(perSecond: number): Limiter {
  const limiter = new RateLimiterMemory({ points: perSecond, duration: 1 });
  return async (who) => {
    try {
      await limiter.consume(who);
    } catch {
      throw new Problem('rate_limited', `More than ${perSecond} requests in a second; try again shortly.`, {
        retryAfter: 1,
      });
    }
  };
}

/** Takes one of `points` in `seconds` of somebody, where a second is too short a time to judge by. */
export function createSlowLimiter(points: number, seconds: number): Limiter {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return async (who) => {
    try {
      await limiter.consume(who);
    } catch (error) {
      const wait = (error as { msBeforeNext?: number }).msBeforeNext ?? seconds * 1000;
      throw new Problem('rate_limited', 'That was too often from one address; try again later.', {
        retryAfter: Math.max(1, Math.ceil(wait / 1000)),
      });
    }
  };
}

/** Attempts of somebody within a time, such as at a password. */
export interface AttemptLimiter {
  /** Takes one; throws `rate_limited` (429) with Retry-After once they are used up. */
  take(who: string): Promise<void>;
  /** Gives back the one that turned out to be right. */
  giveBack(who: string): Promise<void>;
  /** Gives back all. */
  forgive(who: string): Promise<void>;
}

/** Counted per process, as those above. */
export function limitAttempts(attempts: number, seconds: number): AttemptLimiter {
  const limiter = new RateLimiterMemory({ points: attempts, duration: seconds });
  return {
    async take(who) {
      try {
        await limiter.consume(who);
      } catch (spent) {
        const wait = Math.ceil(((spent as { msBeforeNext?: number }).msBeforeNext ?? seconds * 1000) / 1000);
        throw new Problem('rate_limited', 'Too many attempts; try again later.', { retryAfter: Math.max(1, wait) });
      }
    },
    async giveBack(who) {
      await limiter.reward(who, 1);
    },
    async forgive(who) {
      await limiter.delete(who);
    },
  };
}
