import type { Context } from '../../platform/http/route.ts';
import { hashKey, issueKey } from './keys.ts';
import { findByKeyHash, findSecret, putSecret } from './queries.ts';

const NAME = 'page_key';

/**
 * A publishable key for pages that we serve ourselves. Keys are kept as hashes, so this one is kept sealed beside; if it was
 * deleted, another is made.
 */
export async function readPageKey(context: Pick<Context, 'tx' | 'accountId' | 'seal' | 'now'>): Promise<string> {
  const { tx, accountId, seal, now } = context;
  const row = await findSecret(tx, accountId, NAME);
  if (row) {
    const key = seal.open(row.sealed, `${accountId}/${NAME}`);
    if (await findByKeyHash(tx, hashKey(key))) return key;
  }
  const { secret } = await issueKey(tx, accountId, 'publishable', 'Demo shop', ['write'], now);
  await putSecret(tx, accountId, NAME, seal.close(secret, `${accountId}/${NAME}`));
  return secret;
}
