import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ProgramId } from '../../values/id.ts';
import type { JoiningTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<JoiningTables>();

export type SignupRow = Selectable<JoiningTables['tenant.signups']>;

const signups = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.signups').selectAll().where('account_id', '=', account);

export const findSignup = (tx: Tx, account: AccountId, id: string): Promise<SignupRow | undefined> =>
  signups(tx, account).where('id', '=', id).executeTakeFirst();

/** Held until the transaction ends: a link that is followed twice at once acts once. */
export const lockSignup = (tx: Tx, account: AccountId, id: string): Promise<SignupRow | undefined> =>
  signups(tx, account).where('id', '=', id).forUpdate().executeTakeFirst();

export const lockSignupOf = (
  tx: Tx,
  account: AccountId,
  program: ProgramId,
  emailHash: string,
): Promise<SignupRow | undefined> =>
  signups(tx, account)
    .where('program_id', '=', program)
    .where('email_hash', '=', emailHash)
    .forUpdate()
    .executeTakeFirst();

export const insertSignup = (tx: Tx, row: Insertable<JoiningTables['tenant.signups']>) =>
  db(tx).insertInto('tenant.signups').values(row).execute();

export const updateSignup = (
  tx: Tx,
  account: AccountId,
  id: string,
  change: Updateable<JoiningTables['tenant.signups']>,
) => db(tx).updateTable('tenant.signups').set(change).where('account_id', '=', account).where('id', '=', id).execute();

export const deleteSignup = (tx: Tx, account: AccountId, id: string) =>
  db(tx).deleteFrom('tenant.signups').where('account_id', '=', account).where('id', '=', id).execute();

/** Those of these addresses, by whatever form; they are gone, and their ids are answered. */
export async function deleteSignupsOf(tx: Tx, account: AccountId, emailHashes: readonly string[]): Promise<string[]> {
  if (emailHashes.length === 0) return [];
  const rows = await db(tx)
    .deleteFrom('tenant.signups')
    .where('account_id', '=', account)
    .where('email_hash', '=', (e) => e.fn.any(e.val([...emailHashes])))
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** How many were mailed to by a form since an instant, and when the first of them was. */
export async function countMailed(
  tx: Tx,
  account: AccountId,
  program: ProgramId,
  since: Date,
): Promise<{ readonly all: number; readonly unproved: number; readonly first: Date | null }> {
  const row = await db(tx)
    .selectFrom('tenant.signups')
    .select(({ fn }) => [
      fn.countAll<string>().as('all'),
      sql<string>`count(*) filter (where not proved)`.as('unproved'),
      fn.min('last_mail_at').as('first'),
    ])
    .where('account_id', '=', account)
    .where('program_id', '=', program)
    .where('last_mail_at', '>', since)
    .executeTakeFirstOrThrow();
  return { all: Number(row.all), unproved: Number(row.unproved), first: row.first };
}

/** False where the token was used before, by a transaction under way too, which is waited for. */
export async function insertUsedToken(tx: Tx, account: AccountId, hash: Buffer, expiresAt: Date): Promise<boolean> {
  const made = await db(tx)
    .insertInto('tenant.used_tokens')
    .values({ account_id: account, token_hash: hash, expires_at: expiresAt })
    .onConflict((c) => c.columns(['account_id', 'token_hash']).doNothing())
    .returning('token_hash')
    .executeTakeFirst();
  return made !== undefined;
}

export const isTokenUsed = async (tx: Tx, account: AccountId, hash: Buffer): Promise<boolean> =>
  (await db(tx)
    .selectFrom('tenant.used_tokens')
    .select('expires_at')
    .where('account_id', '=', account)
    .where('token_hash', '=', hash)
    .executeTakeFirst()) !== undefined;

/** A token that has ended opens nothing any more, used or not. */
export const deleteEndedTokens = (tx: Tx, account: AccountId, now: Date) =>
  db(tx).deleteFrom('tenant.used_tokens').where('account_id', '=', account).where('expires_at', '<', now).execute();
