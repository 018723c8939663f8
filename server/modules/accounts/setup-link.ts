import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import { newSecret } from '../../platform/ids.ts';
import { anyAccount, consumeSetupLink, findSetupLink, insertSetupLink } from './queries.ts';

const hash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** A token for the one-time set-up page, while there is no account; null once there is one. */
export async function makeSetupToken(tx: Tx, now: Date): Promise<string | null> {
  if (await anyAccount(tx)) return null;
  const token = newSecret();
  await insertSetupLink(tx, hash(token), now);
  return token;
}

/** True while the link may still be used: known, unused, and no account made meanwhile. */
export async function isSetupTokenGood(tx: Tx, token: string): Promise<boolean> {
  const link = await findSetupLink(tx, hash(token));
  return link !== undefined && link.used_at === null && !(await anyAccount(tx));
}

/** Uses the link up; false where it was used or is unknown, or where an account exists already. */
export async function takeSetupToken(tx: Tx, token: string, now: Date): Promise<boolean> {
  return !(await anyAccount(tx)) && consumeSetupLink(tx, hash(token), now);
}
