import { sql } from 'kysely';
import { addRowsTo } from '../../platform/add-rows.ts';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();
const add = addRowsTo<AccountTables>();

export interface Due {
  readonly due_at: Date;
  readonly kind: string;
  readonly subject_id: string;
}

export const insertDue = (tx: Tx, account: AccountId, rows: readonly Due[]) =>
  add(
    tx,
    'machinery.due',
    rows.map((row) => ({ account_id: account, ...row })),
    'is left as it is',
  );

/** The earliest rows that are due, all of one instant and kind first in line. */
export const listDue = (tx: Tx, account: AccountId, until: Date, limit: number): Promise<Due[]> =>
  db(tx)
    .selectFrom('machinery.due')
    .select(['due_at', 'kind', 'subject_id'])
    .where('account_id', '=', account)
    .where('due_at', '<=', until)
    .orderBy('due_at')
    .orderBy('kind')
    .orderBy('subject_id')
    .limit(limit)
    .execute();

/** Takes one due row; false where another sweeper has it or has done it. */
export const takeDue = async (tx: Tx, account: AccountId, row: Due): Promise<boolean> =>
  (
    await db(tx)
      .deleteFrom('machinery.due')
      .where('account_id', '=', account)
      .where('due_at', '=', row.due_at)
      .where('kind', '=', row.kind)
      .where('subject_id', '=', row.subject_id)
      .executeTakeFirst()
  ).numDeletedRows === 1n;

/** Accounts with anything due at their own time: by the real clock from the index, moved sandboxes one by one. */
export const listAccountsWithDue = async (tx: Tx, now: Date): Promise<{ id: AccountId; clockOffsetMs: bigint }[]> =>
  (
    await sql<{ id: AccountId; clockOffsetMs: bigint }>`
      select a.id, a.clock_offset_ms as "clockOffsetMs" from directory.accounts a
      where a.id in (select d.account_id from machinery.due d where d.due_at <= ${now})
         or (a.clock_offset_ms > 0 and exists (
              select 1 from machinery.due d where d.account_id = a.id
                and d.due_at <= ${now}::timestamptz + a.clock_offset_ms * interval '1 millisecond'))
      order by a.id`.execute(tx)
  ).rows;
