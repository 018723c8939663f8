import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, OrderId } from '../../values/id.ts';
import type { OrderTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<OrderTables>();

const settle = (
  tx: Tx,
  account: AccountId,
  id: string,
  how: { verified?: true; replaced_by?: string; settled_written_by: ReturnType<typeof sql<string>> },
  at: Date,
) =>
  db(tx)
    .updateTable('tenant.orders')
    .set({ ...how, settled_at: at })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();

const thisTransaction = sql<string>`pg_current_xact_id()`;
/** What was signed counts already: for reports nothing happens. */
const unlessVerified = sql<string>`case when not verified then pg_current_xact_id() end`;

/** The owner's server said the same as the page. */
export const markConfirmed = (tx: Tx, account: AccountId, id: string, at: Date) =>
  settle(tx, account, id, { verified: true, settled_written_by: unlessVerified }, at);

/** The owner's server said something else: the number is the other order's from now on. */
export const markReplaced = (tx: Tx, account: AccountId, id: string, by: OrderId, at: Date) =>
  settle(tx, account, id, { replaced_by: by, settled_written_by: thisTransaction }, at);
