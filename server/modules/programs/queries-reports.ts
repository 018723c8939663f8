import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';

/** The longest click window that any program of the account ever had, in days; 0 without programs. */
export const findLongestWindow = async (tx: Tx, account: AccountId): Promise<number> =>
  (
    await sql<{ days: number | null }>`
      select max(v.click_window_days) as days from tenant.program_versions v where v.account_id = ${account}`.execute(
      tx,
    )
  ).rows[0]?.days ?? 0;
