import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { CommissionTables } from './tables.ts';

/** Commissions that wait for a person, by currency, and since when the first does. */
export const countToReview = (tx: Tx, account: AccountId) =>
  tx
    .withTables<CommissionTables>()
    .selectFrom('tenant.commissions')
    .select((e) => [
      'currency',
      e.fn.countAll<bigint>().as('count'),
      e.fn.sum<bigint>('amount').as('amount'),
      e.fn.min('recorded_at').as('since'),
    ])
    .where('account_id', '=', account)
    .where('status', '=', 'pending')
    .where('held_reason', 'is not', null)
    .groupBy('currency')
    .orderBy('currency')
    .execute();
