import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { PayoutTables } from './tables.ts';

/** Runs whose payouts nobody has confirmed yet. */
export const countOpenRuns = (tx: Tx, account: AccountId) =>
  tx
    .withTables<PayoutTables>()
    .selectFrom('tenant.payout_runs')
    .select((e) => [e.fn.countAll<bigint>().as('count'), e.fn.min('created_at').as('since')])
    .where('account_id', '=', account)
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
