import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId, ProgramId } from '../../values/id.ts';
import type { PartnerTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PartnerTables>();

/** The program that each partner of the account is in now, for those who hold links in memory. */
export async function listProgramsOfPartners(tx: Tx, account: AccountId): Promise<Map<PartnerId, ProgramId>> {
  const rows = await db(tx)
    .selectFrom('tenant.partners')
    .select(['id', 'program_id'])
    .where('account_id', '=', account)
    .execute();
  return new Map(rows.map((row) => [row.id, row.program_id]));
}
