import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { LedgerTables } from './tables.ts';

/** What partners have coming now, by currency: how many have anything payable, and how much in all. */
export const sumPayable = (tx: Tx, account: AccountId) =>
  tx
    .withTables<LedgerTables>()
    .selectFrom('tenant.balances')
    .select((e) => ['currency', e.fn.countAll<bigint>().as('count'), e.fn.sum<bigint>('payable').as('amount')])
    .where('account_id', '=', account)
    .where('payable', '>', 0n)
    .groupBy('currency')
    .orderBy('currency')
    .execute();
