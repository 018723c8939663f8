import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { OrderTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<OrderTables>();

/** Refunds that were taken in and could not be applied. */
export const countRefusedRefunds = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('tenant.waiting_refunds')
    .select((e) => [e.fn.countAll<bigint>().as('count'), e.fn.min('recorded_at').as('since')])
    .where('account_id', '=', account)
    .where('state', '=', 'refused')
    .executeTakeFirstOrThrow();

/** True once there is any order. */
export const hasOrder = async (tx: Tx, account: AccountId): Promise<boolean> =>
  (await db(tx).selectFrom('tenant.orders').select('id').where('account_id', '=', account).limit(1).execute()).length >
  0;
