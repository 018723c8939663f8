import { makeLink, RESET_HOLDS_MS, WELCOME_HOLDS_MS } from '../../modules/accounts/index.ts';
import { sendMessageTo } from '../../modules/messaging/index.ts';
import type { Context } from '../../platform/http/route.ts';
import type { UserId } from '../../values/id.ts';
import type { Parts } from '../context.ts';
import { accountToWriteBy, inAccount } from './note-for-accounts.ts';

interface Addressee {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
}

export const resetUrl = (publicUrl: string, token: string): string => `${publicUrl}/reset-password?token=${token}`;

/** Mails a link by which a person chooses another password. Says nothing where there is nobody to write by. */
export async function mailReset(parts: Parts, user: Addressee): Promise<void> {
  const account = await accountToWriteBy(parts, user.id);
  if (account === null) return;
  await inAccount(parts, account, { kind: 'user', id: user.id }, async (context) => {
    const until = new Date(parts.clock.now().getTime() + RESET_HOLDS_MS);
    const token = await makeLink(context.tx, { kind: 'password', user: user.id, until });
    await sendMessageTo(context, {
      kind: 'password_reset',
      to: { address: user.email, name: user.name },
      event: 'password_reset_asked',
      subjectId: user.id,
      texts: { reset_url: resetUrl(parts.publicUrl, token), valid_for: 'one hour' },
    });
  });
}

/** Mails a link to an address that is to become a person's: whoever opens it has proved that the address is theirs. */
export async function mailConfirmation(parts: Parts, user: Addressee, email: string): Promise<void> {
  const account = await accountToWriteBy(parts, user.id);
  if (account === null) return;
  await inAccount(parts, account, { kind: 'user', id: user.id }, async (context) => {
    const until = new Date(parts.clock.now().getTime() + RESET_HOLDS_MS);
    const token = await makeLink(context.tx, { kind: 'email', user: user.id, email, until });
    await sendMessageTo(context, {
      kind: 'email_confirmation',
      to: { address: email, name: user.name },
      event: 'address_change_asked',
      subjectId: user.id,
      texts: { confirmation_url: `${parts.publicUrl}/confirm-email?token=${token}`, valid_for: 'one hour' },
    });
  });
}

/** A link to choose a first password, for somebody whose account was made for them. In the transaction at hand. */
export const makeWelcomeLink = (tx: Context['tx'], user: UserId, now: Date): Promise<string> =>
  makeLink(tx, { kind: 'password', user, until: new Date(now.getTime() + WELCOME_HOLDS_MS) });
