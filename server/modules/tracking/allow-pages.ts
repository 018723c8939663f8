import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../platform/http/problems.ts';
import type { Authenticator } from '../accounts/index.ts';
import { type LinksMemory, MemoryAway } from './links-memory.ts';
import { readBeacon } from './read-beacon.ts';

/**
 * Lets pages on an account's allowed hosts call `/v1/track/` and read the answer (CORS). A page elsewhere is refused,
 * whatever its publishable key. To be run before each request; requests without `Origin` come from no page.
 */
export function allowPages(authenticator: Authenticator, memory: LinksMemory) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    readBeacon(request);
    const { origin, authorization } = request.headers;
    if (origin === undefined || request.method === 'OPTIONS' || !request.url.startsWith('/v1/track/')) return;
    const caller = await authenticator.byKey(authorization?.replace(/^Bearer +/i, ''));
    const isDemo = caller.account.sandbox && isOwnHost(origin, request.headers.host);
    if (isDemo || (await isAllowed(memory, caller.account.id, origin))) {
      reply
        .header('access-control-allow-origin', origin)
        .header('access-control-expose-headers', 'x-request-id, retry-after')
        .header('vary', 'Origin');
    } else if (caller.kind === 'publishable') {
      throw new Problem('scope', 'Pages of this host may not call; add it to allowed_hosts in the settings.');
    }
  };
}

/** A sandbox's demo shop is a page of ours: the host that is called is the one that it stands on. */
export function isOwnHost(address: string, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(address) && new URL(address).host === host;
}

async function isAllowed(memory: LinksMemory, account: string, origin: string): Promise<boolean> {
  if (!URL.canParse(origin)) return false;
  try {
    return (await memory.account(account))?.hosts.has(new URL(origin).host) ?? false;
  } catch (error) {
    if (error instanceof MemoryAway)
      throw new Problem('unavailable', 'The page cannot be checked at the moment. Try again shortly.', {
        retryAfter: 2,
      });
    throw error;
  }
}
