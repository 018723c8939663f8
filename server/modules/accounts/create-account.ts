import { breaks, type Tx } from '../../platform/db.ts';
import { newId, newSecret } from '../../platform/ids.ts';
import type { Seal } from '../../platform/seal.ts';
import type { AccountId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import type { NewAccount } from './contract.ts';
import { scopes } from './contract.ts';
import { issueKey } from './keys.ts';
import { keepPageKey } from './page-key.ts';
import { insertAccount, insertSecret, setBareHostAccount, standIn } from './queries.ts';

export interface AccountMade {
  readonly id: AccountId;
  readonly name: string;
  readonly slug: string;
  readonly sandbox: boolean;
  readonly secret_key: string;
  readonly publishable_key: string;
}

/** The Idempotency-Key of the request that makes an account, and the hash of its body. */
export interface AccountRequest {
  readonly key: string;
  readonly bodyHash: string;
}

/**
 * Makes an account with its two keys. The secret one is in the answer this once; only its hash is kept. The first account
 * that is no sandbox owns the bare host. Refuses `slug_taken`. Runs in a directory transaction. Throws where another account
 * was made by the same `request`; `findAccountByRequest` tells which.
 */
export async function createAccount(
  tx: Tx,
  seal: Seal,
  input: Omit<NewAccount, 'owner_email'> & { readonly owner_email?: string },
  now: Date,
  request: AccountRequest | null = null,
): Promise<AccountMade | Refusal> {
  const id = newId('account', now);
  const slug = input.slug ?? slugFrom(input.name, id);
  try {
    await insertAccount(tx, {
      id,
      slug,
      name: input.name,
      sandbox: input.sandbox,
      currency: input.currency,
      time_zone: input.time_zone,
      created_at: now,
      request_key: request?.key ?? null,
      request_hash: request?.bodyHash ?? null,
    });
  } catch (error) {
    if (breaks(error, 'accounts_slug')) return refuse('slug_taken', `The slug "${slug}" is taken; choose another.`);
    throw error;
  }
  await standIn(tx, id);
  if (!input.sandbox) await setBareHostAccount(tx, id, false);
  await insertSecret(tx, id, 'signing', seal.close(newSecret(), `${id}/signing`));
  const secret = await issueKey(tx, id, 'secret', 'First key', [...scopes], now);
  const publishable = await issueKey(tx, id, 'publishable', 'Pages', ['write'], now);
  await keepPageKey({ tx, accountId: id, seal }, publishable.secret);
  return {
    id,
    name: input.name,
    slug,
    sandbox: input.sandbox,
    secret_key: secret.secret,
    publishable_key: publishable.secret,
  };
}

/** Readable where the name allows, and never taken: the end of the id stands behind it. */
function slugFrom(name: string, id: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '');
  return words ? `${words}-${id.slice(-6)}` : id.slice(-12);
}
