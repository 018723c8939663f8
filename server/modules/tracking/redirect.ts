import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, stopwatch } from '../../platform/clock.ts';
import { Problem, problemBody } from '../../platform/http/problems.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import type { AccountId } from '../../values/id.ts';
import { monthOf, toRow } from './click-row.ts';
import type { ClickWriter } from './click-writer.ts';
import type { ReadAddress } from './client-address.ts';
import type { DaySalts } from './day-salts.ts';
import type { FindCountry } from './find-country.ts';
import { hashVisitor } from './hash-visitor.ts';
import { type Found, type LinksMemory, MemoryAway } from './links-memory.ts';
import { destinationOf } from './memory-account.ts';
import { readAgent } from './read-agent.ts';
import { addressWith, askedNothing, type Destination, readAsked } from './rules/build-destination.ts';
import { classifyVisit } from './rules/classify-visit.ts';
import { readOwnPath } from './rules/read-own-path.ts';
import { type LinkPath, readLinkPath } from './rules/read-path.ts';
import { readReferrerHost } from './rules/read-referrer.ts';
import type { FloodWatch } from './spot-floods.ts';
import { newVisitor, readVisitor, VISITOR_COOKIE } from './visitor.ts';

/** What is not in memory must be answered within this time, or the visitor is asked to come again. */
const PATIENCE_MS = 3000;

export interface RedirectParts {
  readonly memory: LinksMemory;
  readonly writer: ClickWriter;
  readonly salts: DaySalts;
  readonly floods: FloodWatch;
  readonly readAddress: ReadAddress;
  readonly findCountry: FindCountry;
  readonly clock: Clock;
  readonly log: Log;
  /** What stands behind the visitor in its cookie. */
  readonly cookieAttributes: string;
}

/** `GET` and `HEAD /r/...`: in front of the framework, since strangers call it a million times a day. */
export class Redirect {
  readonly #parts: RedirectParts;

  constructor(parts: RedirectParts) {
    this.#parts = parts;
  }

  /** True where the request is for a link; then it is answered here, whatever happens. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const owner = this.#parts.memory.ownerOf(request.headers.host);
    const plain = request.url!;
    const url = owner === undefined || plain.startsWith('/r/') ? plain : (readOwnPath(plain) ?? plain);
    if (!url.startsWith('/r/') || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    try {
      const path = readLinkPath(url);
      if (path === null) this.#unknown(response);
      else {
        const found = this.#parts.memory.look(path.slug, path.code, owner);
        if (found) this.#serve(request, response, path, found);
        else void this.#ask(request, response, path, owner);
      }
    } catch (error) {
      this.#failed(response, error);
    }
    return true;
  }

  async #ask(
    request: IncomingMessage,
    response: ServerResponse,
    path: LinkPath,
    owner: AccountId | undefined,
  ): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new MemoryAway('the database takes too long')), PATIENCE_MS);
      });
      const found = await Promise.race([this.#parts.memory.find(path.slug, path.code, owner), late]);
      if (found) this.#serve(request, response, path, found);
      else this.#unknown(response);
    } catch (error) {
      this.#failed(response, error);
    } finally {
      clearTimeout(timer);
    }
  }

  #serve(request: IncomingMessage, response: ServerResponse, path: LinkPath, { account, link }: Found): void {
    const { clock, writer, salts, floods, readAddress, findCountry } = this.#parts;
    const destination = destinationOf(account, link);
    if (destination === null) {
      this.#unknown(response);
      return;
    }
    const { headers } = request;
    const agent = readAgent(headers['user-agent']);
    const reason = classifyVisit({
      method: request.method!,
      agent: agent.kind,
      purpose: first(headers['purpose'] ?? headers['x-purpose']),
      secPurpose: first(headers['sec-purpose']),
      moz: first(headers['x-moz']),
      destination: first(headers['sec-fetch-dest']),
    });
    const at = new Date(clock.now().getTime() + account.offsetMs);
    const id = newId('click', at);
    const asked = path.query === '' ? askedNothing : readAsked(path.query, destination.names);
    const address = readAddress(request);
    const known = readVisitor(headers.cookie);
    const visitor = known ?? newVisitor();
    const row = toRow({
      accountId: account.id,
      at,
      id,
      linkId: link.id,
      partnerId: link.partnerId,
      promoToolId: link.promoToolId,
      sub: asked.sub,
      visitor,
      visitorKind: known === null ? 'hash' : 'cookie',
      dayHash: hashVisitor(account, salts, at, address, headers['user-agent']),
      referrerHost: readReferrerHost(headers.referer),
      landing: null,
      country: findCountry(address),
      device: agent.device,
      reason,
      flood: reason === null && floods.isFlood(address, link.id, stopwatch()),
    });
    const cookie = known === null && reason === null ? visitor : null;
    writer.add(row, monthOf(at), () => this.#send(response, destination, asked.passedOn, id, cookie));
  }

  #send(response: ServerResponse, to: Destination, passedOn: string, clickId: string, cookie: string | null): void {
    const headers = [
      'Location',
      addressWith(to, passedOn, clickId),
      'Cache-Control',
      'no-store',
      // Where the visitor comes from is the owner's to know, and no more of it than the site.
      'Referrer-Policy',
      'strict-origin-when-cross-origin',
      'Content-Length',
      '0',
    ];
    if (cookie !== null) headers.push('Set-Cookie', `${VISITOR_COOKIE}=${cookie}${this.#parts.cookieAttributes}`);
    try {
      response.writeHead(302, headers);
      response.end();
    } catch (error) {
      this.#failed(response, error);
    }
  }

  #unknown(response: ServerResponse): void {
    this.#problem(response, new Problem('not_found', 'There is no such link.'));
  }

  #failed(response: ServerResponse, error: unknown): void {
    if (error instanceof MemoryAway) {
      this.#problem(
        response,
        new Problem('unavailable', 'This link cannot be looked up at the moment. Try again shortly.', {
          retryAfter: 2,
        }),
      );
      return;
    }
    this.#problem(response, new Problem('internal', 'The failure is logged under the request id.'), error);
  }

  #problem(response: ServerResponse, problem: Problem, error?: unknown): void {
    const id = newId('request', this.#parts.clock.now());
    if (error !== undefined) this.#parts.log.error({ err: error, request_id: id }, 'a redirect failed');
    if (response.headersSent) return void response.destroy();
    const body = JSON.stringify(problemBody(problem, id));
    response.writeHead(problem.status, {
      'content-type': 'application/problem+json',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-request-id': id,
      'x-content-type-options': 'nosniff',
      ...(problem.retryAfter === undefined ? {} : { 'retry-after': String(problem.retryAfter) }),
    });
    response.end(response.req.method === 'HEAD' ? undefined : body);
  }
}

function first(header: string | string[] | undefined): string | undefined {
  return typeof header === 'object' ? header.join(', ') : header;
}
