import type { Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/http/route.ts';
import type { AccountId, ContactId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import {
  type ContactFilter,
  type ContactRow,
  findKeyOwners,
  insertEmailKey,
  listContactRows,
  lockContact,
  updateContact,
} from './queries-contacts.ts';
import { findBeginning } from './queries-search.ts';
import { normalizeEmail } from './rules/normalize-email.ts';

/** The contact found by this address, ignoring case; none or one. */
export function findContactsByEmail(tx: Tx, account: AccountId, email: string): Promise<ContactRow[]> {
  return listContactRows(tx, account, { emailKey: normalizeEmail(email) }, null, 10);
}

/** Contacts newest first. */
export async function listContacts(
  tx: Tx,
  account: AccountId,
  filter: Omit<ContactFilter, 'emailKey' | 'found'> & {
    readonly email?: string | undefined;
    readonly words?: string | undefined;
  },
  after: string | null,
  limit: number,
): Promise<ContactRow[]> {
  const { email, words, ...others } = filter;
  const found = words === undefined ? undefined : await findBeginning(tx, account, words);
  const emailKey = email === undefined ? undefined : normalizeEmail(email);
  return listContactRows(tx, account, { ...others, emailKey, found }, after, limit);
}

/**
 * Changes a contact's name or address by hand. A former address still finds the contact. Refuses `not_found`, and
 * `identity_conflict` where the address is another contact's.
 */
export async function changeContact(
  { tx, accountId }: Context,
  id: ContactId,
  change: { readonly name?: string | undefined; readonly email?: string | undefined },
): Promise<ContactRow | Refusal> {
  const contact = await lockContact(tx, accountId, id);
  if (!contact || contact.erased_at !== null) return refuse('not_found', 'There is no such contact.');
  if (change.email !== undefined) {
    const emailKey = normalizeEmail(change.email);
    const isNew = await insertEmailKey(tx, accountId, emailKey, id);
    const { email: owner } = isNew ? { email: id } : await findKeyOwners(tx, accountId, { externalId: null, emailKey });
    if (owner !== id) return refuse('identity_conflict', 'This address is another contact’s.');
  }
  const changed = { name: change.name ?? contact.name, email: change.email?.trim() ?? contact.email };
  if (changed.name !== contact.name || changed.email !== contact.email) await updateContact(tx, accountId, id, changed);
  return { ...contact, ...changed };
}

/** A server, a signature or a confirmation vouched for the contact. */
export async function vouchForContact({ tx, accountId }: Context, contact: ContactRow): Promise<ContactRow> {
  if (contact.standing === 'unverified') await updateContact(tx, accountId, contact.id, { standing: 'verified' });
  return { ...contact, standing: 'verified' };
}
