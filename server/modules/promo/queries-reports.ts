import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { LinkRow } from './queries.ts';

/** Links by their ids. */
export const findLinks = async (tx: Tx, account: AccountId, ids: readonly string[]): Promise<LinkRow[]> =>
  ids.length === 0
    ? []
    : (
        await sql<LinkRow>`
          select l.* from tenant.links l where l.account_id = ${account} and l.id = any(${ids}::text[])`.execute(tx)
      ).rows;
