import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

export interface LinksVersion {
  readonly id: AccountId;
  readonly version: bigint;
  readonly clockOffsetMs: bigint;
}

/** For those who hold links in memory: whether something changed, and how far each account's clock was moved. */
export const listLinksVersions = (tx: Tx, ids: readonly AccountId[]): Promise<LinksVersion[]> =>
  db(tx)
    .selectFrom('directory.accounts')
    .select(['id', 'links_version as version', 'clock_offset_ms as clockOffsetMs'])
    .where('id', '=', (e) => e.fn.any(e.val([...ids])))
    .execute();

/** Accounts that are newer than one, or the newest of all, newest first. Ids sort by the time at which they were made. */
export const listNewestAccounts = async (tx: Tx, after: AccountId | null, limit: number): Promise<AccountId[]> => {
  const rows = await db(tx)
    .selectFrom('directory.accounts')
    .select('id')
    .$if(after !== null, (q) => q.where('id', '>', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};
