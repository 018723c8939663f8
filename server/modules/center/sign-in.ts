import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { recordAct } from '../accounts/index.ts';
import { sendMessageTo } from '../messaging/index.ts';
import {
  findContact,
  findKeyOwners,
  findPartnerByContact,
  normalizeEmail,
  type PartnerRow,
} from '../partners/index.ts';
import { livesInWords, makeMailedLink } from './mailed-tokens.ts';
import { endSessions, findPassword, putPassword } from './queries-sessions.ts';
import { dropTokens } from './queries-tokens.ts';

type Looker = Pick<Context, 'tx' | 'accountId'>;

/** The partner whose address of today this is. A former address lets nobody in: whoever reads it may be somebody else. */
export async function findPartnerAt({ tx, accountId }: Looker, email: string): Promise<PartnerRow | undefined> {
  const key = normalizeEmail(email);
  const owners = await findKeyOwners(tx, accountId, { externalId: null, emailKey: key });
  const contact = owners.email === null ? undefined : await findContact(tx, accountId, owners.email);
  if (!contact?.email || normalizeEmail(contact.email) !== key) return undefined;
  return findPartnerByContact(tx, accountId, contact.id);
}

/** The password of the partner at an address, as it is kept; null where there is no such partner or password. */
export async function findKeptPassword(
  context: Looker,
  email: string,
): Promise<{ readonly partner: PartnerRow; readonly kept: string } | null> {
  const partner = await findPartnerAt(context, email);
  const password = partner && (await findPassword(context.tx, context.accountId, partner.id));
  return partner && password ? { partner, kept: password.password } : null;
}

/** Mails whoever is a partner at this address a link that signs them in or lets them choose a password; nobody else. */
export async function mailLink(context: Context, email: string, kind: 'sign_in' | 'password_reset'): Promise<void> {
  const partner = await findPartnerAt(context, email);
  if (!partner) return;
  const url = await makeMailedLink(context, partner.id, { kind });
  await sendMessageTo(context, {
    kind: kind === 'sign_in' ? 'sign_in_link' : 'password_reset',
    to: { contactId: partner.contact_id },
    partnerId: partner.id,
    event: `${kind}_asked`,
    subjectId: partner.id,
    texts: { [kind === 'sign_in' ? 'sign_in_url' : 'reset_url']: url, valid_for: livesInWords[kind] },
  });
}

/** Keeps a hashed password. Mailed links that sign in work no more, and all sessions end but the one that is named. */
export async function setPassword(
  context: Context,
  partner: PartnerId,
  password: string,
  keepSession?: string,
): Promise<void> {
  const { tx, accountId, now } = context;
  await putPassword(tx, { account_id: accountId, partner_id: partner, password, set_at: now });
  await dropTokens(tx, accountId, partner, ['sign_in', 'password_reset']);
  await endSessions(tx, accountId, partner, now, keepSession === undefined ? {} : { but: keepSession });
  await recordAct(context, 'password_set', partner);
}
