import { findAccount, listMemberships, recordAct } from '../../modules/accounts/index.ts';
import type { Actor, Context } from '../../platform/http/route.ts';
import type { AccountId, UserId } from '../../values/id.ts';
import { contextFor, type Parts } from '../context.ts';

/** What a person did as such, or somebody tried in their name: it stands in the audit log of each of their accounts. */
export async function noteForAccounts(
  parts: Parts,
  user: UserId,
  act: string,
  more: { readonly detail?: Record<string, unknown>; readonly actor?: Actor } = {},
): Promise<void> {
  const { detail = {}, actor = { kind: 'user', id: user } } = more;
  for (const account of await parts.database.inDirectory((tx) => listMemberships(tx, user)))
    await inAccount(parts, account, actor, (context) => recordAct(context, act, user, { detail }));
}

/** Work of one account that its person set in motion. */
export async function inAccount<T>(
  parts: Parts,
  account: AccountId,
  actor: Actor,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  return parts.database.inAccount(account, async (tx) => {
    const found = await findAccount(tx, account);
    if (!found) throw new Error(`there is no account ${account}`);
    return work(contextFor(parts, tx, found, actor));
  });
}

/**
 * The account by whose mail server a person is written to about themselves: the one that they have been in for longest, a
 * real one before a sandbox. Null where they are in none.
 */
export async function accountToWriteBy(parts: Parts, user: UserId): Promise<AccountId | null> {
  return parts.database.inDirectory(async (tx) => {
    const accounts = await Promise.all((await listMemberships(tx, user)).map((id) => findAccount(tx, id)));
    const known = accounts.flatMap((account) => account ?? []);
    return (known.find(({ sandbox }) => !sandbox) ?? known[0])?.id ?? null;
  });
}
