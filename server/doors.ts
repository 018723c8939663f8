import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Authenticator, PeopleDoor } from './modules/accounts/index.ts';
import type { Config } from './platform/config.ts';
import { createLimiter, createSlowLimiter, type Limiter } from './platform/http/limits.ts';
import type { Caller } from './platform/http/server.ts';

/** Who may come in: the operator by the token, servers by keys, people by their session, each as often as their limit allows. */
export function createDoors(config: Config, authenticator: Authenticator, people: PeopleDoor) {
  const keyLimit = createLimiter(config.keyLimit);
  const pageLimit = createLimiter(config.pageLimit);
  return {
    isOperator: (request: FastifyRequest): boolean =>
      config.operatorToken !== null && isSame(bearerOf(request) ?? '', config.operatorToken),
    authenticate: async (request: FastifyRequest): Promise<Caller> => {
      // A key says more than a cookie, which a browser sends along by itself.
      const isPerson = request.headers.authorization === undefined && people.isPersonal(request);
      const caller = isPerson ? await people.callerOf(request) : await authenticator.byKey(bearerOf(request));
      await (caller.kind === 'publishable' ? pageLimit(request.ip) : keyLimit(caller.actor.id));
      return caller;
    },
  };
}

/** How often one address may sign up: judged by ten minutes, since honest people do it once. */
export const limitSignups = (config: Config): Limiter => createSlowLimiter(config.signupLimit, 600);

function bearerOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  return header === undefined ? undefined : (/^Bearer +(.+)$/i.exec(header)?.[1]?.trim() ?? '');
}

/** Compares in constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
