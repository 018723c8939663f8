import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ProgramId } from '../../values/id.ts';
import type { CustomerView } from './contract.ts';
import type { ProgramTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<ProgramTables>();

type VersionRow = Selectable<ProgramTables['tenant.program_versions']>;
export type NewVersionRow = Insertable<ProgramTables['tenant.program_versions']>;

/** What a program is from an instant on. */
export interface ProgramVersion {
  readonly programId: ProgramId;
  readonly version: number;
  readonly fromAt: Date;
  readonly name: string;
  readonly tiers: 1 | 2;
  readonly currency: string;
  readonly defaultUrl: string;
  readonly clickWindowDays: number;
  /** Null: a stored referrer serves for good. */
  readonly leadWindowDays: number | null;
  readonly holdDays: number;
  readonly approval: 'manual' | 'automatic';
  readonly commissionApproval: 'manual' | 'automatic';
  readonly includeTax: boolean;
  readonly includeShipping: boolean;
  readonly tier2Base: 'sale' | 'commission';
  readonly partnerSeesCustomers: CustomerView;
}

function toVersion(row: VersionRow): ProgramVersion {
  return {
    programId: row.program_id,
    version: row.version,
    fromAt: row.from_at,
    name: row.name,
    tiers: row.tiers as 1 | 2,
    currency: row.currency,
    defaultUrl: row.default_url,
    clickWindowDays: row.click_window_days,
    leadWindowDays: row.lead_window_days,
    holdDays: row.hold_days,
    approval: row.approval as 'manual' | 'automatic',
    commissionApproval: row.commission_approval as 'manual' | 'automatic',
    includeTax: row.include_tax,
    includeShipping: row.include_shipping,
    tier2Base: row.tier2_base as 'sale' | 'commission',
    partnerSeesCustomers: row.partner_sees_customers as CustomerView,
  };
}

export const insertProgram = (tx: Tx, account: AccountId, id: ProgramId, at: Date) =>
  db(tx).insertInto('tenant.programs').values({ account_id: account, id, created_at: at }).execute();

export const insertVersion = (tx: Tx, row: NewVersionRow) =>
  db(tx).insertInto('tenant.program_versions').values(row).execute();

/** Holds the program's row until the transaction ends, so that its versions and terms follow one another. */
export const lockProgram = (tx: Tx, account: AccountId, id: ProgramId) =>
  db(tx)
    .selectFrom('tenant.programs')
    .select(['id', 'ended_at'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

export const listProgramRows = (tx: Tx, account: AccountId, after: string | null, limit: number) =>
  db(tx)
    .selectFrom('tenant.programs')
    .select(['id', 'created_at', 'ended_at'])
    .where('account_id', '=', account)
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** The newest programs. */
export const listProgramIds = async (tx: Tx, account: AccountId, limit: number): Promise<ProgramId[]> =>
  (await listProgramRows(tx, account, null, limit)).map((row) => row.id);

export const findProgramRow = (tx: Tx, account: AccountId, id: ProgramId) =>
  db(tx)
    .selectFrom('tenant.programs')
    .select(['id', 'created_at', 'ended_at'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

export const updateEnd = (tx: Tx, account: AccountId, id: ProgramId, at: Date) =>
  db(tx)
    .updateTable('tenant.programs')
    .set({ ended_at: at })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();

/** Every version of these programs, each program's in order: feed for `versionAt`. */
export async function listProgramVersions(
  tx: Tx,
  account: AccountId,
  programIds: readonly ProgramId[],
): Promise<ProgramVersion[]> {
  if (programIds.length === 0) return [];
  const { rows } = await sql<VersionRow>`
    select * from tenant.program_versions where account_id = ${account} and program_id = any(${programIds}::text[])
    order by program_id, version`.execute(tx);
  return rows.map(toVersion);
}

/** The program as it is now. */
export async function findProgram(tx: Tx, account: AccountId, id: ProgramId): Promise<ProgramVersion | undefined> {
  const row = await db(tx)
    .selectFrom('tenant.program_versions')
    .selectAll()
    .where('account_id', '=', account)
    .where('program_id', '=', id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toVersion(row);
}

/** The default address of every program, as it is now. */
export async function listDefaultUrls(tx: Tx, account: AccountId): Promise<Map<ProgramId, string>> {
  const rows = await db(tx)
    .selectFrom('tenant.program_versions')
    .distinctOn('program_id')
    .select(['program_id', 'default_url'])
    .where('account_id', '=', account)
    .orderBy('program_id')
    .orderBy('version', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.program_id, row.default_url]));
}
