import { createHash } from 'node:crypto';
import type { Context } from '../../platform/http/route.ts';
import { newId, newSecret } from '../../platform/ids.ts';
import type { PartnerId } from '../../values/id.ts';
import { DAY, SECOND } from '../../values/instant.ts';
import { findSession, insertSession, touchSession } from './queries-sessions.ts';

/** A browser that is not used for so long has to sign in again. */
export const SESSION_LIVES_MS = 30 * DAY;
/** No token lives longer, whatever is asked. */
const TOKEN_LIVES_AT_MOST = 3600;
export const TOKEN_PREFIX = 'trb_ct_';

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

type Opener = Pick<Context, 'tx' | 'accountId' | 'now'>;

/** Opens a session of a browser; the secret goes into its cookie and stands nowhere else. */
export async function openSession(
  { tx, accountId, now }: Opener,
  partner: PartnerId,
  agent: string | null,
): Promise<{ readonly id: string; readonly secret: string }> {
  const secret = newSecret();
  const id = newId('session', now);
  await insertSession(tx, {
    ...{ account_id: accountId, id, partner_id: partner, how: 'browser', agent },
    hash: hashOf(secret),
    created_at: now,
    last_seen_at: now,
    expires_at: new Date(now.getTime() + SESSION_LIVES_MS),
  });
  return { id, secret };
}

/**
 * A token with which a page of the owner's shows a partner their center, for `seconds` (an hour at most). For the owner's
 * server, which knows who sits before the page. It may look and make links; details and payout methods need a sign-in.
 */
export async function issueCenterToken(
  { tx, accountId, now }: Opener,
  partner: PartnerId,
  seconds: number,
): Promise<{ readonly token: string; readonly expires_at: string }> {
  const token = TOKEN_PREFIX + newSecret();
  const expires = new Date(now.getTime() + Math.min(seconds, TOKEN_LIVES_AT_MOST) * SECOND);
  await insertSession(tx, {
    ...{ account_id: accountId, id: newId('session', now), partner_id: partner, how: 'token', agent: null },
    hash: hashOf(token),
    created_at: now,
    last_seen_at: now,
    expires_at: expires,
  });
  return { token, expires_at: expires.toISOString() };
}

/** Notes once a day that a browser's session is in use, which keeps it open. */
export async function keepSession(context: Context): Promise<void> {
  const { tx, accountId, now, partner } = context;
  if (partner?.how !== 'browser') return;
  const row = await findSession(tx, accountId, partner.id, partner.session);
  if (!row || now.getTime() - row.last_seen_at.getTime() < DAY) return;
  await touchSession(tx, row, now, new Date(now.getTime() + SESSION_LIVES_MS));
}
