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
