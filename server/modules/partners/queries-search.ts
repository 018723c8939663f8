import { type RawBuilder, sql } from 'kysely';
import type { AccountId, PartnerId } from '../../values/id.ts';

/** After every text that begins with `text`, in the order of bytes. */
const endOf = (text: string): string => `${text}\u{10FFFF}`;

/**
 * The ids of contacts whose name, last word of the name, or one of whose addresses begins with these words, ignoring case.
 * Ranges of kept columns, and no function of them: under row level security nothing else finds its index.
 */
export function contactsBeginning(account: AccountId, words: string): RawBuilder<string> {
  const from = words.trim().toLowerCase();
  const to = endOf(from);
  return sql<string>`(
    select id from tenant.contacts where account_id = ${account} and name_key >= ${from} and name_key < ${to}
    union select id from tenant.contacts where account_id = ${account} and surname_key >= ${from} and surname_key < ${to}
    union select contact_id from tenant.contact_emails
      where account_id = ${account} and email_key collate "C" >= ${from} and email_key collate "C" < ${to})`;
}

/** The ids of partners who are found so as contacts, and of one more, whom the words name otherwise. */
export function partnersBeginning(account: AccountId, words: string, also: PartnerId | null): RawBuilder<string> {
  return sql<string>`(
    select p.id from tenant.partners p
      where p.account_id = ${account} and p.contact_id in ${contactsBeginning(account, words)}
    union select ${also})`;
}
