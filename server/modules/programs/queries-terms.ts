import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId, ProgramId } from '../../values/id.ts';
import type { Terms } from './rules/terms.ts';
import type { ProgramTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<ProgramTables>();

export type TermsRow = Selectable<ProgramTables['tenant.terms']>;
export type NewTermsRow = Insertable<ProgramTables['tenant.terms']>;

/** One version of the terms of a program's default, of one of its products, or of a partner. */
export interface TermsVersion {
  readonly id: string;
  readonly scope: 'default' | 'product' | 'partner';
  readonly programId: ProgramId | null;
  readonly sku: string | null;
  readonly partnerId: PartnerId | null;
  readonly version: number;
  readonly fromAt: Date;
  /** Null: from then on there are none. */
  readonly terms: Terms | null;
}

/** Whose terms: a program's default (`sku` null), one of its products, or a partner's own. */
export type TermsOwner =
  | { readonly programId: ProgramId; readonly sku: string | null }
  | { readonly partnerId: PartnerId };

const rows = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.terms').selectAll().where('account_id', '=', account);

const ownedBy = (tx: Tx, account: AccountId, owner: TermsOwner) =>
  'partnerId' in owner
    ? rows(tx, account).where('partner_id', '=', owner.partnerId)
    : rows(tx, account)
        .where('program_id', '=', owner.programId)
        .where('sku', owner.sku === null ? 'is' : '=', owner.sku);

export const insertTerms = (tx: Tx, row: NewTermsRow) => db(tx).insertInto('tenant.terms').values(row).execute();

/** The newest version, ended or not. */
export const findNewestTerms = (tx: Tx, account: AccountId, owner: TermsOwner): Promise<TermsRow | undefined> =>
  ownedBy(tx, account, owner).orderBy('version', 'desc').limit(1).executeTakeFirst();

/**
 * Every version that can bear on an order: of the program's default, of these products, and of the partner's own; each in
 * order of version. Feed for `termsAtHand`.
 */
export async function listTermsOf(
  tx: Tx,
  account: AccountId,
  of: { readonly programId: ProgramId; readonly skus: readonly string[]; readonly partnerId: PartnerId | null },
): Promise<TermsVersion[]> {
  const { rows: found } = await sql<TermsRow>`
    select * from tenant.terms
    where account_id = ${account} and ((program_id = ${of.programId} and (sku is null or sku = any(${[...new Set(of.skus)]})))
      or partner_id = ${of.partnerId})
    order by version`.execute(tx);
  return found.map((row) => ({
    id: row.id,
    scope: row.scope as TermsVersion['scope'],
    programId: row.program_id,
    sku: row.sku,
    partnerId: row.partner_id,
    version: row.version,
    fromAt: row.from_at,
    terms: row.terms,
  }));
}

/** The present default terms of programs; programs without any are left out. */
export async function listDefaultTerms(
  tx: Tx,
  account: AccountId,
  programIds: readonly ProgramId[],
): Promise<Map<ProgramId, Terms>> {
  const found = await rows(tx, account)
    .where('program_id', '=', (e) => e.fn.any(e.val([...programIds])))
    .where('sku', 'is', null)
    .orderBy('version')
    .execute();
  const newest = new Map(found.map((row) => [row.program_id!, row.terms]));
  return new Map([...newest].flatMap(([id, terms]) => (terms ? [[id, terms] as const] : [])));
}

/** True once anything was ever set that partners earn by. */
export const hasAnyTerms = async (tx: Tx, account: AccountId): Promise<boolean> =>
  (await rows(tx, account).where('program_id', 'is not', null).limit(1).execute()).length > 0;

/** The products that are in the program now, in the order of their names. */
export const listSkusInForce = async (tx: Tx, account: AccountId, program: ProgramId): Promise<string[]> => {
  const newest = await rows(tx, account)
    .distinctOn('sku')
    .where('program_id', '=', program)
    .where('sku', 'is not', null)
    .orderBy('sku')
    .orderBy('version', 'desc')
    .execute();
  return newest.flatMap((row) => (row.terms && row.sku !== null ? [row.sku] : []));
};

/** The products that are in the program now, the last changed first. */
export const listProducts = (tx: Tx, account: AccountId, program: ProgramId, after: string | null, limit: number) =>
  db(tx)
    .selectFrom((e) =>
      e
        .selectFrom('tenant.terms')
        .distinctOn('sku')
        .selectAll()
        .where('account_id', '=', account)
        .where('program_id', '=', program)
        .where('sku', 'is not', null)
        .orderBy('sku')
        .orderBy('version', 'desc')
        .as('newest'),
    )
    .selectAll()
    .where('terms', 'is not', null)
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** Every version of a program's terms, or of a partner's own, newest first. */
export const listTermsHistory = (
  tx: Tx,
  account: AccountId,
  of: { readonly programId: ProgramId } | { readonly partnerId: PartnerId },
  after: string | null,
  limit: number,
): Promise<TermsRow[]> =>
  rows(tx, account)
    .where((e) => ('partnerId' in of ? e('partner_id', '=', of.partnerId) : e('program_id', '=', of.programId)))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** Which of these versions there are: for the doctor, who asks whether every commission names terms that exist. */
export const listKnownTerms = async (tx: Tx, account: AccountId, ids: readonly string[]): Promise<Set<string>> => {
  const found = await db(tx)
    .selectFrom('tenant.terms')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', (e) => e.fn.any(e.val([...ids])))
    .execute();
  return new Set(found.map((row) => row.id));
};
