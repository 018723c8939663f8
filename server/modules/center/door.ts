import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Caller } from '../../platform/http/server.ts';
import { type AccountRow, accountTime, findAccount } from '../accounts/index.ts';
import { listAllowedHosts } from '../promo/index.ts';
import { type DoorRow, findDoor } from './queries-sessions.ts';
import { hashOf, TOKEN_PREFIX } from './sessions.ts';

/** Says whose center is meant; a page of another site cannot send it without being asked about first. */
export const CENTER_HEADER = 'x-center-account';
const COOKIE = 'center_';

export const cookieName = (slug: string): string => `${COOKIE}${slug}`;

export interface CenterDoor {
  /** The partner of a session or token. Throws `no_key`, `bad_key` (401) and `scope` (403). */
  enter(request: FastifyRequest): Promise<Caller>;
  /** Lets pages on the account's allowed hosts read what they ask for with a token (CORS). */
  allowPages(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Lets partners in: by the cookie of their browser, or by a token that the owner's server gave to a page. */
export function createCenterDoor(database: Database, clock: Clock): CenterDoor {
  const find = (secret: string) =>
    database.inDirectory(async (tx) => {
      const row = await findDoor(tx, hashOf(secret));
      const account = row && (await findAccount(tx, row.account_id));
      return row && account ? { row, account } : undefined;
    });
  return {
    async enter(request) {
      const given = secretOf(request);
      const found = await find(given.secret);
      const now = found && accountTime(found.account, clock.now());
      const isGood = found && now && found.row.expires_at > now && found.row.how === given.how;
      if (!isGood || (given.slug !== null && found.account.slug !== given.slug))
        throw new Problem('bad_key', 'This session has ended. Sign in again.');
      return toCaller(found.row, found.account, now);
    },
    async allowPages({ headers, url }, reply) {
      const token = bearerOf(headers.authorization);
      if (!url.startsWith('/v1/center/') || !headers.origin || !token?.startsWith(TOKEN_PREFIX)) return;
      const found = URL.canParse(headers.origin) ? await find(token) : undefined;
      if (!found) return;
      const accountId = found.account.id;
      const hosts = await database.inAccount(accountId, (tx) => listAllowedHosts({ tx, accountId }));
      if (!hosts.has(new URL(headers.origin).host))
        throw new Problem('scope', 'Pages of this host may not call; add it to allowed_hosts in the settings.');
      reply
        .header('access-control-allow-origin', headers.origin)
        .header('access-control-expose-headers', 'x-request-id, retry-after')
        .header('vary', 'Origin');
    },
  };
}

function toCaller(row: DoorRow, account: AccountRow, now: Date): Caller {
  const id = row.partner_id;
  const how = row.how as 'browser' | 'token';
  return {
    account,
    actor: { kind: 'partner', id },
    kind: 'partner',
    scopes: how === 'token' ? ['read', 'write'] : ['read', 'write', 'payouts', 'settings'],
    now,
    partner: { id, session: row.session_id, how },
  };
}

interface Given {
  readonly secret: string;
  readonly how: 'browser' | 'token';
  /** Whose center is meant, where it was said. */
  readonly slug: string | null;
}

function secretOf(request: FastifyRequest): Given {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = bearerOf(authorization);
    // Keys are the owner's; here nobody comes in but the partner.
    if (!token?.startsWith(TOKEN_PREFIX)) throw new Problem('bad_key', 'The partner center opens to partners only.');
    return { secret: token, how: 'token', slug: null };
  }
  const slug = centerHeaderOf(request);
  const cookies = readCookies(request.headers.cookie);
  const own = slug === null ? [...cookies] : [...cookies].filter(([name]) => name === cookieName(slug));
  if (own.length !== 1) throw new Problem('no_key', 'Sign in first.');
  refuseOtherPages(request);
  return { secret: own[0]![1], how: 'browser', slug };
}

const bearerOf = (header: string | undefined): string | undefined => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];

export function centerHeaderOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const value = headers[CENTER_HEADER];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Cookies of centers, by name; of others nothing is read. */
export function readCookies(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('=') as [string, string?]);
  return new Map(pairs.flatMap(([name, value]) => (name.startsWith(COOKIE) && value ? [[name, value]] : [])));
}

/**
 * A cookie comes along whoever made the browser ask. What changes something must carry our header, which no form can and no
 * other site may send, and must not come from a page of another site. Throws `scope`.
 */
export function refuseOtherPages(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const isOther =
    (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (centerHeaderOf(request) === null || isOther)
    throw new Problem('scope', 'This is taken from the pages of the partner center only.');
}
