import type { Context } from '../../platform/http/route.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { findPartnerByContact, updatePartner } from './queries.ts';
import { type ContactRow, lockContact, moveKeys, settleConflicts, updateContact } from './queries-contacts.ts';

/**
 * Joins one contact into another by hand (rules.md 1): whatever found the one finds the other from now on. Refuses
 * `not_found`, and `identity_conflict` where both are partners or they are one already. What else names the contact is moved
 * by the caller.
 */
export async function mergeContacts(
  context: Context,
  fromId: string,
  intoId: string,
): Promise<{ from: ContactRow; into: ContactRow } | Refusal> {
  const { tx, accountId, now } = context;
  if (fromId === intoId) return refuse('identity_conflict', 'A contact cannot be joined into itself.');
  const locked = new Map<string, ContactRow | undefined>();
  // In the order of their ids, so that two merges at once cannot wait for each other.
  for (const id of [fromId, intoId].sort()) locked.set(id, await lockContact(tx, accountId, id));
  const [from, into] = [locked.get(fromId), locked.get(intoId)];
  const gone = (row: ContactRow | undefined) => !row || row.merged_into !== null || row.erased_at !== null;
  if (gone(from) || gone(into)) return refuse('not_found', 'There is no such contact.');
  const partner = await findPartnerByContact(tx, accountId, fromId);
  if (partner && (await findPartnerByContact(tx, accountId, intoId)))
    return refuse('identity_conflict', 'Both contacts are partners; they stay apart.');
  if (partner) await updatePartner(tx, accountId, partner.id, { contact_id: intoId });
  await moveKeys(tx, accountId, fromId, intoId);
  await settleConflicts(tx, accountId, fromId, intoId, now);
  await updateContact(tx, accountId, fromId, { merged_into: intoId, name: null, email: null, external_id: null });
  const kept = {
    name: into!.name ?? from!.name,
    email: into!.email ?? from!.email,
    external_id: into!.external_id ?? from!.external_id,
  };
  await updateContact(tx, accountId, intoId, kept);
  return { from: from!, into: { ...into!, ...kept } };
}
