import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import type { CenterTables, ClaimState } from './tables.ts';

const db = (tx: Tx) => tx.withTables<CenterTables>();

type Claims = CenterTables['tenant.claims'];
export type ClaimRow = Selectable<Claims>;

const claims = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.claims').selectAll().where('account_id', '=', account);

export const insertClaim = (tx: Tx, row: Insertable<Claims>) =>
  db(tx).insertInto('tenant.claims').values(row).execute();

export const findClaim = (tx: Tx, account: AccountId, id: string): Promise<ClaimRow | undefined> =>
  claims(tx, account).where('id', '=', id).executeTakeFirst();

/** Under its lock, so that a claim is decided once. */
export const lockClaim = (tx: Tx, account: AccountId, id: string): Promise<ClaimRow | undefined> =>
  claims(tx, account).where('id', '=', id).forUpdate().executeTakeFirst();

export interface ClaimFilter {
  readonly partner_id?: PartnerId | undefined;
  readonly status?: ClaimState | undefined;
}

/** Newest first. */
export const listClaims = (
  tx: Tx,
  account: AccountId,
  { partner_id, status }: ClaimFilter,
  after: string | null,
  limit: number,
): Promise<ClaimRow[]> =>
  claims(tx, account)
    .$if(partner_id !== undefined, (q) => q.where('partner_id', '=', partner_id!))
    .$if(status !== undefined, (q) => q.where('state', '=', status!))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const updateClaim = (tx: Tx, account: AccountId, id: string, set: Updateable<Claims>) =>
  db(tx).updateTable('tenant.claims').set(set).where('account_id', '=', account).where('id', '=', id).execute();

/** How many a partner made since then. */
export const countClaimsSince = async (
  tx: Tx,
  account: AccountId,
  partner: PartnerId,
  since: Date,
): Promise<number> => {
  const { count } = await db(tx)
    .selectFrom('tenant.claims')
    .select((e) => e.fn.countAll<bigint>().as('count'))
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(count);
};

export const countOpenClaims = async (tx: Tx, account: AccountId, partner: PartnerId): Promise<number> => {
  const { count } = await db(tx)
    .selectFrom('tenant.claims')
    .select((e) => e.fn.countAll<bigint>().as('count'))
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** Claims that still say something, a parcel after another in the order of their ids. */
export const listClaimsToErase = (tx: Tx, account: AccountId, after: string, limit: number): Promise<ClaimRow[]> =>
  claims(tx, account).where('content', 'is not', null).where('id', '>', after).orderBy('id').limit(limit).execute();

export const blankClaims = (tx: Tx, account: AccountId, ids: readonly string[]) =>
  db(tx)
    .updateTable('tenant.claims')
    .set({ content: null, reason: null, note: null })
    .where('account_id', '=', account)
    .where('id', '=', (e) => e.fn.any(e.val([...ids])))
    .execute();
