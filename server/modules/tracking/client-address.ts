import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';
import { StartProblem } from '../../platform/start-problem.ts';

/** The address that a request came from, IPv4 in dots. */
export type ReadAddress = (request: IncomingMessage) => string;

/**
 * A reader of client addresses. Forwarding headers are believed only as far as they were written by the proxies in
 * `trustProxy` (addresses, ranges, or `loopback`, `linklocal`, `uniquelocal`); without any, not at all, so nobody can
 * choose an address. Throws a StartProblem where an entry is none of these.
 */
export function createAddressReader(trustProxy: readonly string[] | false): ReadAddress {
  if (trustProxy === false || trustProxy.length === 0) return (request) => plain(request.socket.remoteAddress ?? '');
  const trust = compile(trustProxy);
  return (request) => {
    if (request.headers['x-forwarded-for'] === undefined) return plain(request.socket.remoteAddress ?? '');
    try {
      return plain(proxyAddr(request, trust));
    } catch {
      return plain(request.socket.remoteAddress ?? '');
    }
  };
}

function compile(trustProxy: readonly string[]): ReturnType<typeof proxyAddr.compile> {
  try {
    return proxyAddr.compile([...trustProxy]);
  } catch {
    throw new StartProblem(
      `TRUST_PROXY must name addresses or ranges such as 10.0.0.0/8, or loopback, linklocal, uniquelocal, not "${trustProxy.join(',')}".`,
    );
  }
}

/** An IPv4 address inside IPv6 is written as what it is; anything that is no address is cut to a length that one could have. */
function plain(address: string): string {
  return (address.startsWith('::ffff:') ? address.slice(7) : address).slice(0, 64);
}
