import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { ContactId } from '../../values/id.ts';
import {
  type ContactRow,
  findKeyOwners,
  findOrAddByEmail,
  insertConflict,
  insertContact,
  insertEmailKey,
  insertExternalId,
  type KeyOwners,
  lockContact,
  updateContact,
} from './queries-contacts.ts';
import { normalizeEmail } from './rules/normalize-email.ts';

/** What somebody reported of a person; the external id or the address is there. */
export interface Described {
  readonly email?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly name?: string | null | undefined;
}

export interface HowKnown {
  /** What named the person, such as "order": kept with a conflict. */
  readonly cause: string;
  /** `unverified`: only a page said so. It may make a contact, and changes nothing of an existing one. */
  readonly standing?: 'verified' | 'unverified';
}

export interface Resolved {
  readonly contact: ContactRow;
  readonly isNew: boolean;
  /** External id and address point to two contacts; the one with the external id is used. */
  readonly conflict: boolean;
}

interface Keys {
  readonly externalId: string | null;
  readonly emailKey: string | null;
}

/** Twins may take a key between a look and a claim; each time around, one more of them is done. */
const LOOKS = 8;

/**
 * Finds or makes the contact of a person (rules.md 1): the external id decides, then the address. A key that is nobody's
 * yet is added to the contact found. The contact's row stays locked until the transaction ends. Throws where neither an
 * external id nor an address is given, which contracts refuse before.
 */
export async function resolveContact(context: Context, who: Described, how: HowKnown): Promise<Resolved> {
  const { tx, accountId } = context;
  const keys = { externalId: who.externalId || null, emailKey: who.email ? normalizeEmail(who.email) : null };
  if (keys.externalId === null && keys.emailKey === null)
    throw new Error('a contact needs an external id or an address');
  for (let look = 0; look < LOOKS; look += 1) {
    const { owners, made } = await findOwners(context, who, how, keys);
    if (made) return { contact: made, isNew: true, conflict: false };
    const id = owners.external ?? owners.email;
    if (id === null) continue;
    const contact = await lockContact(tx, accountId, id);
    // Joined into another, or erased, between the look and the lock: its keys are elsewhere by now.
    if (!contact || contact.merged_into !== null || contact.erased_at !== null) continue;
    const conflict = owners.external !== null && owners.email !== null && owners.external !== owners.email;
    if (how.standing === 'unverified') return { contact, isNew: false, conflict };
    if (conflict) await recordConflict(context, owners.external!, owners.email!, how.cause);
    if (!(await claimFreeKeys(context, contact.id, owners, keys))) continue;
    return { contact: await fillIn(context, contact, who, conflict), isNew: false, conflict };
  }
  throw new Error('the contact kept changing');
}

/** To whom the keys belong; where they are nobody's, the contact that is made of them. Neither: a twin was quicker. */
async function findOwners(
  context: Context,
  who: Described,
  how: HowKnown,
  keys: Keys,
): Promise<{ owners: KeyOwners; made: ContactRow | null }> {
  const { tx, accountId } = context;
  const row = draftContact(context, who, how, keys);
  if (keys.externalId === null) {
    const { owner, isAdded } = await findOrAddByEmail(tx, row, keys.emailKey!);
    return { owners: { external: null, email: owner }, made: isAdded ? row : null };
  }
  const owners = await findKeyOwners(tx, accountId, keys);
  const isNobody = owners.external === null && owners.email === null;
  return { owners, made: isNobody && (await insertContact(tx, row, keys)) ? row : null };
}

function draftContact({ accountId, now }: Context, who: Described, how: HowKnown, keys: Keys): ContactRow {
  return {
    account_id: accountId,
    id: newId('contact', now),
    name: who.name || null,
    email: who.email?.trim() || null,
    external_id: keys.externalId,
    created_at: now,
    standing: how.standing ?? 'verified',
    merged_into: null,
    erased_at: null,
  };
}

/** False where somebody took one of them in the meantime. */
async function claimFreeKeys(
  { tx, accountId }: Context,
  id: ContactId,
  owners: KeyOwners,
  keys: Keys,
): Promise<boolean> {
  if (keys.externalId !== null && owners.external === null) {
    if (!(await insertExternalId(tx, accountId, keys.externalId, id))) return false;
  }
  return keys.emailKey === null || owners.email !== null || insertEmailKey(tx, accountId, keys.emailKey, id);
}

async function recordConflict(context: Context, used: ContactId, other: ContactId, cause: string): Promise<void> {
  const { tx, accountId, now } = context;
  const [older, newer] = used < other ? [used, other] : [other, used];
  const id = newId('conflict', now);
  await insertConflict(tx, { account_id: accountId, id, contact_id: older, other_contact_id: newer, at: now, cause });
}

/** What was not known of the contact yet. What is known stays: the owner changes it by hand. */
async function fillIn(
  { tx, accountId }: Context,
  contact: ContactRow,
  who: Described,
  conflict: boolean,
): Promise<ContactRow> {
  const filled = {
    name: contact.name ?? (who.name || null),
    email: contact.email ?? (conflict ? null : who.email?.trim() || null),
    external_id: contact.external_id ?? (who.externalId || null),
  };
  const isChanged =
    filled.name !== contact.name || filled.email !== contact.email || filled.external_id !== contact.external_id;
  if (isChanged) await updateContact(tx, accountId, contact.id, filled);
  return { ...contact, ...filled };
}
