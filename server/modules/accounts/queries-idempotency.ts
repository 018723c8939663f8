import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

/** Claims the key; a twin that is still under way is waited for by the unique key itself. True if it is ours. */
export const claimKey = async (
  tx: Tx,
  row: { account_id: AccountId; path: string; key: string; body_hash: string; created_at: Date },
): Promise<boolean> =>
  (
    await db(tx)
      .insertInto('tenant.idempotency_keys')
      .values({ ...row, status: null, subject: null })
      .onConflict((c) => c.columns(['account_id', 'path', 'key']).doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n;

export const findKeyUse = (tx: Tx, account: AccountId, path: string, key: string) =>
  db(tx)
    .selectFrom('tenant.idempotency_keys')
    .select(['body_hash', 'status', 'subject'])
    .where('account_id', '=', account)
    .where('path', '=', path)
    .where('key', '=', key)
    .executeTakeFirst();

export const keepKeyUse = (tx: Tx, account: AccountId, path: string, key: string, status: number, subject: string) =>
  db(tx)
    .updateTable('tenant.idempotency_keys')
    .set({ status, subject })
    .where('account_id', '=', account)
    .where('path', '=', path)
    .where('key', '=', key)
    .execute();
