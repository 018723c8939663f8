import type { Tx } from '../../platform/db.ts';
import { dropJobs } from '../../platform/jobs/queries.ts';
import type { AccountId, ContactId } from '../../values/id.ts';
import { findPartnerByContact } from '../partners/index.ts';
import { eraseMessages, listMessagesAbout, listMessagesTo } from './queries.ts';
import { dropSuppressionsOf, dropWishes } from './queries-wishes.ts';
import { MESSAGE_JOB } from './write-message.ts';

/**
 * Erases what messages say to and of a contact, in the transaction that erases the contact: the rows stay, with their kind,
 * time and state; words, address and what waited are gone. What is queued is not sent any more. Resolves to how many.
 */
export async function eraseMessagesOf(tx: Tx, account: AccountId, contact: ContactId, now: Date): Promise<number> {
  const partner = await findPartnerByContact(tx, account, contact);
  const rows = await listMessagesTo(tx, account, contact, partner?.id ?? null);
  const ids = rows.map((row) => row.id);
  await eraseMessages(tx, account, ids, now);
  await dropJobs(tx, account, MESSAGE_JOB, ids);
  await dropSuppressionsOf(tx, account, contact);
  if (partner) await dropWishes(tx, account, partner.id);
  return ids.length;
}

/** Erases messages that something caused, whoever they went to: mails to addresses that belong to no contact. */
export async function eraseMessagesAbout(
  tx: Tx,
  account: AccountId,
  subjects: readonly string[],
  now: Date,
): Promise<void> {
  const ids = await listMessagesAbout(tx, account, subjects);
  await eraseMessages(tx, account, ids, now);
  await dropJobs(tx, account, MESSAGE_JOB, ids);
}
