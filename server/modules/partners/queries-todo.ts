import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { PartnerTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PartnerTables>();

/** Partners who wait for somebody to decide, and since when the first does. */
export const countToDecide = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('tenant.partners')
    .select((e) => [e.fn.countAll<bigint>().as('count'), e.fn.min('created_at').as('since')])
    .where('account_id', '=', account)
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow();

/** Pairs of contacts that one order or lead named together and nobody has settled. */
export const countConflicts = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('tenant.contact_conflicts')
    .select((e) => [e.fn.countAll<bigint>().as('count'), e.fn.min('at').as('since')])
    .where('account_id', '=', account)
    .where('settled_at', 'is', null)
    .executeTakeFirstOrThrow();

/** True once there is any partner. */
export const hasPartner = async (tx: Tx, account: AccountId): Promise<boolean> =>
  (await db(tx).selectFrom('tenant.partners').select('id').where('account_id', '=', account).limit(1).execute())
    .length > 0;
