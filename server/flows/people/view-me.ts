import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { meView } from '../../modules/accounts/contract.ts';
import {
  findMembership,
  listMemberships,
  type Person,
  PROOF_HOLDS_MS,
  roleScopes,
} from '../../modules/accounts/index.ts';
import type { PeopleParts } from './people-parts.ts';

/** Who is signed in, and where they belong. */
export async function viewMe(parts: PeopleParts, person: Person): Promise<z.input<typeof meView>> {
  const { id, email, name, twoFactor, createdAt, session } = person;
  const ids = await parts.database.inDirectory((tx) => listMemberships(tx, id));
  const found = await Promise.all(
    ids.map((account) => parts.database.inAccount(account, (tx) => findMembership(tx, account, id))),
  );
  return {
    user: { id, email, name, two_factor: twoFactor, created_at: createdAt.toISOString() },
    session: {
      id: session.id,
      created_at: session.createdAt.toISOString(),
      expires_at: session.expiresAt.toISOString(),
      proved_until: provedUntil(session.provedAt),
    },
    accounts: found
      .flatMap((account) => account ?? [])
      .map((account) => ({
        id: account.id,
        name: account.name,
        slug: account.slug,
        sandbox: account.sandbox,
        currency: account.currency,
        time_zone: account.timeZone,
        role: account.role,
        scopes: [...roleScopes(account.role)],
      })),
  };
}

export const provedUntil = (provedAt: Date): string => new Date(provedAt.getTime() + PROOF_HOLDS_MS).toISOString();

/** Counts a try to prove something as this person. */
export const takeTry = (parts: PeopleParts, person: Person, request: FastifyRequest): Promise<void> =>
  parts.throttle.take(person.id, request.ip);
