import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** The address that a request came from, IPv4 in dots. */
export type ReadAddress = (request: IncomingMessage) => string;

/**
 * A reader of client addresses. Forwarding headers are believed only as far as they were written by the proxies in
 * `trustProxy` (addresses, ranges, or `loopback`, `linklocal`, `uniquelocal`); without any, not at all, so nobody can
 * choose an address. Throws where an entry is none of these.
 */
export function createAddressReader(trustProxy: readonly string[] | false): ReadAddress {
  if (trustProxy === false || trustProxy.length === 0) return (request) => plain(request.socket.remoteAddress ?? '');
  const trust = proxyAddr.compile([...trustProxy]);
  return (request) => {
    if (request.headers['x-forwarded-for'] === undefined) return plain(request.socket.remoteAddress ?? '');
    try {
      return plain(proxyAddr(request, trust));
    } catch {
      return plain(request.socket.remoteAddress ?? '');
    }
  };
}

/** An IPv4 address inside IPv6 is written as what it is; anything that is no address is cut to a length that one could have. */
function plain(address: string): string {
  return (address.startsWith('::ffff:') ? address.slice(7) : address).slice(0, 64);
}
