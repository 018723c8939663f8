import type { Insertable, Selectable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { PartnerTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PartnerTables>();

type Notes = PartnerTables['tenant.notes'];
export type NoteRow = Selectable<Notes>;

export const insertNote = (tx: Tx, row: Insertable<Notes>) => db(tx).insertInto('tenant.notes').values(row).execute();

export const findNote = (tx: Tx, account: AccountId, id: string): Promise<NoteRow | undefined> =>
  db(tx)
    .selectFrom('tenant.notes')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

/** Newest first; of a partner or a contact, or all of them. */
export const listNoteRows = (tx: Tx, account: AccountId, subject: string | null, after: string | null, limit: number) =>
  db(tx)
    .selectFrom('tenant.notes')
    .selectAll()
    .where('account_id', '=', account)
    .$if(subject !== null, (q) => q.where('subject', '=', subject!))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** True if it was there. */
export const deleteNote = async (tx: Tx, account: AccountId, id: string): Promise<boolean> =>
  (await db(tx).deleteFrom('tenant.notes').where('account_id', '=', account).where('id', '=', id).executeTakeFirst())
    .numDeletedRows === 1n;

/** All that was written down of these. */
export const deleteNotesOf = (tx: Tx, account: AccountId, subjects: readonly string[]) =>
  db(tx)
    .deleteFrom('tenant.notes')
    .where('account_id', '=', account)
    .where('subject', '=', (e) => e.fn.any(e.val([...subjects])))
    .execute();
