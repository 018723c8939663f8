import { createHash } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Tx } from '../../platform/db.ts';
import { newId, newSecret } from '../../platform/ids.ts';
import type { UserId } from '../../values/id.ts';
import { DAY, HOUR } from '../../values/instant.ts';
import { dropLinks, endSessions, findUserByEmail, insertLink, insertUser, putPasswordHash } from './queries-people.ts';

/** How long a link to choose another password, or to confirm an address, works. */
export const RESET_HOLDS_MS = HOUR;
/** How long somebody who is new has to choose their first password. */
export const WELCOME_HOLDS_MS = 7 * DAY;

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The person with this address, made if there is none. `isNew` tells which. */
export async function ensurePerson(
  tx: Tx,
  { email, name }: { readonly email: string; readonly name: string },
  now: Date,
): Promise<{ readonly id: UserId; readonly isNew: boolean }> {
  const address = email.trim().toLowerCase();
  const id = newId('user', now);
  if (await insertUser(tx, { id, email: address, name, at: now })) return { id, isNew: true };
  return { id: (await findUserByEmail(tx, address))!.id, isNew: false };
}

/** What is kept of a password. Takes a tenth of a second on purpose; not inside a transaction. */
export const scramblePassword = (password: string): Promise<string> => hashPassword(password);

/** From now on this password, and no session or link of before. */
export async function replacePassword(
  tx: Tx,
  user: UserId,
  scrambled: string,
  now: Date,
  keep: { readonly session?: string } = {},
): Promise<void> {
  await putPasswordHash(tx, user, scrambled, now);
  await dropLinks(tx, user);
  await endSessions(tx, user, keep.session === undefined ? {} : { but: keep.session });
}

/** A token for a link that works once. Only its hash is kept. */
export async function makeLink(
  tx: Tx,
  link: { readonly kind: 'password' | 'email'; readonly user: UserId; readonly email?: string; readonly until: Date },
): Promise<string> {
  const token = newSecret();
  const { kind, user, email = null, until } = link;
  await insertLink(tx, { token_hash: hashToken(token), kind, user_id: user, email, expires_at: until });
  return token;
}
