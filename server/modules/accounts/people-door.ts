import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { Problem } from '../../platform/http/problems.ts';
import type { Caller } from '../../platform/http/server.ts';
import { isId, type UserId } from '../../values/id.ts';
import { MINUTE } from '../../values/instant.ts';
import { accountTime } from './authenticate.ts';
import { touchSession } from './queries-people.ts';
import { findMembership } from './queries-team.ts';
import { roleScopes } from './rules/role-scopes.ts';
import { ADDRESS_HEADER, type Library } from './sign-in-library.ts';

/** How long a proof of the password or of a code is good for what asks for one. */
export const PROOF_HOLDS_MS = 15 * MINUTE;
/** A session is said to have been seen at most this often. */
const SEEN_EVERY_MS = 5 * MINUTE;

export interface Person {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly twoFactor: boolean;
  readonly createdAt: Date;
  readonly session: {
    readonly id: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    readonly provedAt: Date;
  };
}

export interface PeopleDoor {
  /** True for a request that comes with a session's cookie, or names an account as people do. */
  isPersonal(request: FastifyRequest): boolean;
  /** Throws `no_session` (401), and `cross_site` (403) for what another site set in motion. */
  personOf(request: FastifyRequest): Promise<Person>;
  /** The person in the account that the request names. Throws `not_a_member` (403) for every other account, and for none. */
  callerOf(request: FastifyRequest): Promise<Caller>;
}

/** Finds who is signed in. Every request asks the database, so that a session that ended opens nothing from that moment on. */
export function createPeopleDoor(
  { auth }: Library,
  { database, clock, publicUrl }: { database: Database; clock: Clock; publicUrl: string },
): PeopleDoor {
  async function personOf(request: FastifyRequest): Promise<Person> {
    refuseOtherSites(request, publicUrl);
    const found = await auth.api.getSession({ headers: headersFor(request), query: { disableRefresh: true } });
    if (!found) throw new Problem('no_session', 'Sign in first, or again: nobody is signed in here.');
    const { user, session } = found;
    const now = clock.now();
    if (now.getTime() - session.updatedAt.getTime() > SEEN_EVERY_MS)
      await database.inDirectory((tx) => touchSession(tx, session.id, { updated_at: now }));
    return {
      id: user.id as UserId,
      email: user.email,
      name: user.name,
      twoFactor: user.twoFactorEnabled === true,
      createdAt: user.createdAt,
      session: {
        id: session.id,
        createdAt: session.createdAt,
        expiresAt: session.expiresAt,
        provedAt: session.provedAt,
      },
    };
  }
  return {
    isPersonal: ({ headers }) =>
      headers['tributary-account'] !== undefined ||
      /(?:^|[;\s])(?:__Secure-)?tributary\.session_token=/.test(headers.cookie ?? ''),
    personOf,
    async callerOf(request) {
      const person = await personOf(request);
      const account = request.headers['tributary-account'];
      // A page of another site can send no header of its own.
      if (account === undefined)
        throw new Problem('cross_site', 'Say which account is meant: Tributary-Account: acct_...');
      const id = typeof account === 'string' && isId('account', account) ? account : null;
      const found = id === null ? undefined : await database.inAccount(id, (tx) => findMembership(tx, id, person.id));
      if (!found) throw new Problem('not_a_member', 'You are no member of this account.');
      const { slug, name, sandbox, currency, timeZone, ownsBareHost, role } = found;
      return {
        account: { id: found.id, slug, name, sandbox, currency, timeZone, ownsBareHost },
        actor: { kind: 'user', id: person.id },
        kind: 'user',
        scopes: roleScopes(role),
        now: accountTime(found, clock.now()),
        isProved: isProved(person, clock.now()),
      };
    },
  };
}

export const isProved = ({ session }: Person, now: Date): boolean =>
  now.getTime() - session.provedAt.getTime() < PROOF_HOLDS_MS;

/** What the library is told of a request: its cookie, its browser, and its address as we know it. */
export function headersFor({ headers, ip }: { headers: IncomingHttpHeaders; ip: string }): Headers {
  const told = new Headers({ [ADDRESS_HEADER]: ip });
  if (headers.cookie !== undefined) told.set('cookie', headers.cookie);
  if (headers['user-agent'] !== undefined) told.set('user-agent', headers['user-agent'].slice(0, 300));
  return told;
}

/** Throws `cross_site` (403) where the browser says that a page of another site asks for a change. */
export function refuseOtherSites(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isOurs =
    site !== undefined
      ? site === 'same-origin' || site === 'none'
      : origin === undefined || origin === publicUrl || origin === `${request.protocol}://${request.host}`;
  if (!isOurs) throw new Problem('cross_site', 'This can be asked for from our own pages only.');
}
