import type { Context } from '../../platform/http/route.ts';
import { newSecret } from '../../platform/ids.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { bumpLinksVersion } from '../accounts/index.ts';
import { findPartnerByContact, updatePartner } from './queries.ts';
import { type ContactRow, deleteKeys, lockContact, settleConflicts, updateContact } from './queries-contacts.ts';
import { deleteNotesOf } from './queries-notes.ts';

/**
 * Erases what is known of a person and leaves a tombstone, so that orders and money still add up (rules.md 37). A partner is
 * erased once they are rejected or suspended; how they were paid is wiped, and their code becomes a random one. Refuses
 * `not_found` and `wrong_status`. A second time changes nothing.
 */
export async function eraseContact(context: Context, id: string): Promise<ContactRow | Refusal> {
  const { tx, accountId, now } = context;
  const contact = await lockContact(tx, accountId, id);
  if (!contact) return refuse('not_found', 'There is no such contact.');
  if (contact.erased_at !== null) return contact;
  const partner = await findPartnerByContact(tx, accountId, contact.id);
  if (partner && (partner.status === 'approved' || partner.status === 'pending'))
    return refuse('wrong_status', `This contact is a partner (${partner.status}); reject or suspend them first.`);
  if (partner) {
    const wiped = {
      payout_kind: null,
      payout_method: null,
      payout_method_changed_at: null,
      payout_method_waits_until: null,
    };
    await updatePartner(tx, accountId, partner.id, { ...wiped, code: `erased-${newSecret(6)}` });
    await bumpLinksVersion(tx, accountId);
  }
  await deleteNotesOf(tx, accountId, partner ? [contact.id, partner.id] : [contact.id]);
  await deleteKeys(tx, accountId, contact.id);
  await settleConflicts(tx, accountId, contact.id, null, now);
  const blank = { name: null, email: null, external_id: null, erased_at: now };
  await updateContact(tx, accountId, contact.id, blank);
  return { ...contact, ...blank };
}
