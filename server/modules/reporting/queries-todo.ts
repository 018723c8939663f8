import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { ReportingTables } from './tables.ts';

/** Sites and links that fell silent against their own past. */
export const countSilent = (tx: Tx, account: AccountId) =>
  tx
    .withTables<ReportingTables>()
    .selectFrom('tenant.last_heard')
    .select((e) => [e.fn.countAll<bigint>().as('count'), e.fn.min('silent_since').as('since')])
    .where('account_id', '=', account)
    .where('silent_since', 'is not', null)
    .executeTakeFirstOrThrow();

/** What was heard of at all, of any site or link. */
export const wasHeard = (tx: Tx, account: AccountId) =>
  tx
    .withTables<ReportingTables>()
    .selectFrom('tenant.last_heard')
    .select((e) => [e.fn.max('click_at').as('click'), e.fn.max('lead_at').as('lead'), e.fn.max('order_at').as('order')])
    .where('account_id', '=', account)
    .executeTakeFirstOrThrow();
