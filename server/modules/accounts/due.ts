import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { type Due, insertDue, listDue, takeDue } from './queries-due.ts';

export { listAccountsWithDue } from './queries-due.ts';
export type { Due };

/** Puts down that something falls due, in the transaction of what caused it. The same row twice is one. */
export async function scheduleDue(tx: Tx, account: AccountId, rows: readonly Due[]): Promise<void> {
  if (rows.length > 0) await insertDue(tx, account, rows);
}

/** The earliest rows due until then, in the order in which they are to be done. */
export const nextDue = (tx: Tx, account: AccountId, until: Date, limit = 200): Promise<Due[]> =>
  listDue(tx, account, until, limit);

/** Takes the row in this transaction: whoever deletes it does the work; false: somebody else did. */
export const claimDue = (tx: Tx, account: AccountId, row: Due): Promise<boolean> => takeDue(tx, account, row);
