import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ContactId } from '../../values/id.ts';

/** After every text that begins with `text`, in the order of bytes. */
const endOf = (text: string): string => `${text}\u{10FFFF}`;

/** Beyond so many the newest of a list are gone through, since every few of them match. */
const FEW = 1000;

/** Whom some words find: these contacts, or too many to name. */
export interface Found {
  readonly words: string;
  /** Null: many. */
  readonly contacts: readonly ContactId[] | null;
}

/**
 * The contacts whose name, last word of the name, or one of whose addresses begins with these words, ignoring case. Ranges
 * of kept columns, and no function of them: under row level security nothing else finds its index.
 */
export async function findBeginning(tx: Tx, account: AccountId, words: string): Promise<Found> {
  const from = words.trim().toLowerCase();
  const to = endOf(from);
  const { rows } = await sql<{ id: ContactId }>`
    select id from tenant.contacts where account_id = ${account} and name_key >= ${from} and name_key < ${to}
    union all select id from tenant.contacts where account_id = ${account} and surname_key >= ${from} and surname_key < ${to}
    union all select contact_id from tenant.contact_emails
      where account_id = ${account} and email_key collate "C" >= ${from} and email_key collate "C" < ${to}
    limit ${FEW + 1}`.execute(tx);
  return { words: from, contacts: rows.length > FEW ? null : [...new Set(rows.map(({ id }) => id))] };
}

/**
 * Whether the contact of a row is among those that were found; `contact` names the row's column. Where there are many it is
 * asked of row after row, newest first, as a value that the planner cannot turn into a join of everything.
 */
export function isFound(account: AccountId, contact: string, { words, contacts }: Found): RawBuilder<boolean> {
  const column = sql.ref(contact);
  if (contacts !== null) return sql<boolean>`${column} = any(${contacts})`;
  const to = endOf(words);
  return sql<boolean>`coalesce((
    select (c.name_key >= ${words} and c.name_key < ${to}) or (c.surname_key >= ${words} and c.surname_key < ${to})
      or exists (select from tenant.contact_emails e where e.account_id = ${account} and e.contact_id = c.id
        and e.email_key collate "C" >= ${words} and e.email_key collate "C" < ${to})
    from tenant.contacts c where c.account_id = ${account} and c.id = ${column}), false)`;
}
