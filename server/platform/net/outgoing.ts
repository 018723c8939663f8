import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, isIPv6 } from 'node:net';
import { parseWebAddress } from '../../values/web-address.ts';
import { isPublicAddress } from './public-address.ts';

/** Whether connections may go to addresses of our own network: only where the operator says so. */
export interface OutgoingRules {
  readonly allowPrivate: boolean;
  /** For tests: how names are resolved. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
}

/** Says in plain words why a connection is not made: the name is unknown, or points inward. */
export class OutgoingRefused extends Error {
  readonly reason: 'unknown_host' | 'points_inward' | 'bad_address' | 'too_large' | 'timed_out';
  constructor(reason: OutgoingRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

const LOOKUP_MS = 10_000;

const bySystem = async (host: string): Promise<readonly string[]> =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * The addresses to connect to. Every address of the name must be a public one, since whoever controls the name may mix them;
 * connect to what this returns and never to the name, or the answer may be another by then. Throws OutgoingRefused.
 */
export async function resolveOutgoing(host: string, rules: OutgoingRules): Promise<readonly string[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(bare) ? [bare] : await look(bare, rules.lookup ?? bySystem);
  if (addresses.length === 0) throw new OutgoingRefused('unknown_host', `${host} has no address`);
  if (!rules.allowPrivate && !addresses.every(isPublicAddress))
    throw new OutgoingRefused('points_inward', `${host} points to an address that is not public`);
  return addresses;
}

async function look(host: string, lookup: (host: string) => Promise<readonly string[]>): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new OutgoingRefused('timed_out', `${host} could not be looked up in time`)),
      LOOKUP_MS,
    );
  });
  try {
    return await Promise.race([lookup(host), late]);
  } catch (error) {
    if (error instanceof OutgoingRefused) throw error;
    throw new OutgoingRefused(
      'unknown_host',
      `${host} is not known (${(error as NodeJS.ErrnoException).code ?? 'no answer'})`,
    );
  } finally {
    clearTimeout(timer);
  }
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface OutgoingRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** For the whole of it; 10 s by default. */
  readonly timeoutMs?: number;
  /** Bytes of an answer that are read; 1 MiB by default. */
  readonly most?: number;
}

/**
 * One request to an http or https address, made to an address that was checked, without following redirects. Throws
 * OutgoingRefused where it must not be made or gets out of hand, else the error of the connection.
 */
export async function requestOutgoing(
  address: string,
  rules: OutgoingRules,
  sent: OutgoingRequest = {},
): Promise<OutgoingAnswer> {
  const url = parseWebAddress(address);
  if (url === null) throw new OutgoingRefused('bad_address', 'is no http or https address');
  const [host] = await resolveOutgoing(url.hostname, rules);
  const named = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const options = {
    host: host!,
    port: url.port === '' ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    method: sent.method ?? 'GET',
    headers: { 'user-agent': 'Tributary', ...sent.headers, host: url.host },
    // The certificate must be the name's, not the address's.
    ...(isIP(named) || url.protocol === 'http:' ? {} : { servername: named }),
    family: isIPv6(host!) ? 6 : 4,
    agent: false as const,
    signal: AbortSignal.timeout(sent.timeoutMs ?? 10_000),
  };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(
        error.name === 'TimeoutError' || error.name === 'AbortError'
          ? new OutgoingRefused('timed_out', 'no answer in time')
          : error,
      );
    const request = send(options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > (sent.most ?? 1_048_576))
          response.destroy(new OutgoingRefused('too_large', 'the answer is too large'));
      });
      response.on('error', fail);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', fail);
    request.end(sent.body);
  });
}
