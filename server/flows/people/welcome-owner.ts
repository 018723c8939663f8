import {
  type AccountMade,
  ensurePerson,
  findAccount,
  findPasswordHash,
  putMember,
  replacePassword,
} from '../../modules/accounts/index.ts';
import { sendMessageTo } from '../../modules/messaging/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { Actor } from '../../platform/http/route.ts';
import type { UserId } from '../../values/id.ts';
import { contextFor, type Parts } from '../context.ts';
import { makeWelcomeLink, resetUrl } from './mail-links.ts';

export interface Welcomed {
  readonly user: UserId;
  /** Where the owner chooses a password; null for who has one. */
  readonly passwordUrl: string | null;
}

/**
 * Makes the person for whom an account was made its owner, in the transaction of that. Whoever signs in here already keeps
 * their password, whatever was given: `scrambled` is for somebody new.
 */
export async function welcomeOwner(
  parts: Parts,
  tx: Tx,
  account: AccountMade,
  { email, scrambled }: { readonly email: string; readonly scrambled: string | null },
): Promise<Welcomed> {
  const now = parts.clock.now();
  const { id } = await ensurePerson(tx, { email, name: email.trim().split('@')[0]! }, now);
  await putMember(tx, account.id, id, 'owner', now);
  if ((await findPasswordHash(tx, id)) !== null) return { user: id, passwordUrl: null };
  if (scrambled !== null) {
    await replacePassword(tx, id, scrambled, now);
    return { user: id, passwordUrl: null };
  }
  return { user: id, passwordUrl: resetUrl(parts.publicUrl, await makeWelcomeLink(tx, id, now)) };
}

/** Mails the new owner where to choose a password. */
export async function mailWelcome(
  parts: Parts,
  tx: Tx,
  account: AccountMade,
  email: string,
  { user, passwordUrl }: Welcomed,
  actor: Actor,
): Promise<void> {
  if (passwordUrl === null) return;
  const context = contextFor(parts, tx, (await findAccount(tx, account.id))!, actor);
  await sendMessageTo(context, {
    kind: 'setup',
    to: { address: email.trim(), name: null },
    event: 'account_made',
    subjectId: user,
    texts: { setup_url: passwordUrl },
  });
}
