import type { Context } from '../../platform/http/route.ts';
import { hashKey, issueKey } from './keys.ts';
import { findByKeyHash, findSecret, putSecret } from './queries.ts';

const NAME = 'page_key';

type Keeper = Pick<Context, 'tx' | 'accountId' | 'seal'>;

/** Keeps a publishable key, so that it can be shown again: it stands in the source of public pages, and opens nothing. */
export async function keepPageKey({ tx, accountId, seal }: Keeper, key: string): Promise<void> {
  await putSecret(tx, accountId, NAME, seal.close(key, `${accountId}/${NAME}`));
}

/**
 * The publishable key for pages, the owner's and those that we serve ourselves. Keys are kept as hashes, so this one is kept
 * sealed beside; if it was deleted, another is made.
 */
export async function readPageKey(context: Keeper & Pick<Context, 'now'>): Promise<string> {
  const { tx, accountId, seal, now } = context;
  const row = await findSecret(tx, accountId, NAME);
  if (row) {
    const key = seal.open(row.sealed, `${accountId}/${NAME}`);
    if (await findByKeyHash(tx, hashKey(key))) return key;
  }
  const { secret } = await issueKey(tx, accountId, 'publishable', 'Pages', ['write'], now);
  await keepPageKey(context, secret);
  return secret;
}
