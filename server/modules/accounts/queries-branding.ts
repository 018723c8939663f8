import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

export const findChosenBranding = async (tx: Tx, account: AccountId): Promise<Record<string, unknown>> =>
  (await db(tx).selectFrom('tenant.branding').select('chosen').where('account_id', '=', account).executeTakeFirst())
    ?.chosen ?? {};

/** Merges `change` into what was chosen, key by key, under the row's lock. */
export const mergeBranding = (tx: Tx, account: AccountId, change: Record<string, unknown>) =>
  db(tx)
    .insertInto('tenant.branding')
    .values({ account_id: account, chosen: JSON.stringify(change) })
    .onConflict((c) => c.column('account_id').doUpdateSet({ chosen: sql<string>`branding.chosen || excluded.chosen` }))
    .execute();
