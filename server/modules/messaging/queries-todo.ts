import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { MessageTables } from './tables.ts';

/** Messages that were given up since an instant. */
export const countFailed = (tx: Tx, account: AccountId, since: Date) =>
  tx
    .withTables<MessageTables>()
    .selectFrom('tenant.messages')
    .select((e) => [e.fn.countAll<bigint>().as('count'), e.fn.min('created_at').as('since')])
    .where('account_id', '=', account)
    .where('state', '=', 'failed')
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow();
