import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import { newId, newSecret } from '../../platform/ids.ts';
import type { AccountId } from '../../values/id.ts';
import { insertKey } from './queries.ts';

export interface KeyIssued {
  readonly id: string;
  /** The key itself, shown once. */
  readonly secret: string;
}

/** A new key of 256 random bits. Only its hash is kept; a fast hash does, since nobody can guess that many bits. */
export async function issueKey(
  tx: Tx,
  account: AccountId,
  kind: 'secret' | 'publishable',
  name: string,
  scopes: readonly string[],
  now: Date,
): Promise<KeyIssued> {
  const secret = `${kind === 'secret' ? 'trb_sk_' : 'trb_pk_'}${newSecret()}`;
  const id = newId('key', now);
  await insertKey(
    tx,
    { account_id: account, id, kind, name, scopes: [...scopes], ending: secret.slice(-4), created_at: now },
    hashKey(secret),
  );
  return { id, secret };
}

export function hashKey(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
