import { type SelectQueryBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountId, UserId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

/** People, their sessions and what they prove themselves by: of the machinery, seen in any transaction. */
const users = (tx: Tx) =>
  db(tx).selectFrom('machinery.users').select(['id', 'email', 'name', 'two_factor_enabled', 'created_at']);
export type UserRow = ReturnType<typeof users> extends SelectQueryBuilder<infer _D, infer _T, infer Row> ? Row : never;

export const findUser = (tx: Tx, id: UserId): Promise<UserRow | undefined> =>
  users(tx).where('id', '=', id).executeTakeFirst();

/** `email` in lower case. */
export const findUserByEmail = (tx: Tx, email: string): Promise<UserRow | undefined> =>
  users(tx).where('email', '=', email).executeTakeFirst();

/** False where the address belongs to somebody already. */
export const insertUser = async (
  tx: Tx,
  { id, email, name, at }: { id: UserId; email: string; name: string; at: Date },
): Promise<boolean> =>
  (
    await db(tx)
      .insertInto('machinery.users')
      .values({ id, email, name, email_verified: false, created_at: at, updated_at: at })
      .onConflict((c) => c.column('email').doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n;

export const updateUser = (
  tx: Tx,
  id: UserId,
  change: { name?: string; email?: string; email_verified?: boolean; two_factor_enabled?: boolean },
  at: Date,
) =>
  db(tx)
    .updateTable('machinery.users')
    .set({ ...change, updated_at: at })
    .where('id', '=', id)
    .execute();

/** With everything that hangs from them. */
export const deleteUser = (tx: Tx, id: UserId) => db(tx).deleteFrom('machinery.users').where('id', '=', id).execute();

const PASSWORD = 'credential';

export const findPasswordHash = async (tx: Tx, user: UserId): Promise<string | null> =>
  (
    await db(tx)
      .selectFrom('machinery.credentials')
      .select('password')
      .where('user_id', '=', user)
      .where('provider_id', '=', PASSWORD)
      .executeTakeFirst()
  )?.password ?? null;

export const putPasswordHash = (tx: Tx, user: UserId, password: string, at: Date) =>
  db(tx)
    .insertInto('machinery.credentials')
    .values({
      id: newId('credential', at),
      user_id: user,
      provider_id: PASSWORD,
      provider_account_id: user,
      password,
      created_at: at,
      updated_at: at,
    })
    .onConflict((c) => c.columns(['user_id', 'provider_id']).doUpdateSet({ password, updated_at: at }))
    .execute();

/** Turns the second factor off, for somebody who lost it. */
export async function dropSecondFactor(tx: Tx, user: UserId, at: Date): Promise<void> {
  await db(tx).deleteFrom('machinery.two_factors').where('user_id', '=', user).execute();
  await updateUser(tx, user, { two_factor_enabled: false }, at);
}

export const listSessions = (tx: Tx, user: UserId, now: Date) =>
  db(tx)
    .selectFrom('machinery.sessions')
    .select(['id', 'created_at', 'updated_at', 'expires_at', 'ip_address', 'user_agent'])
    .where('user_id', '=', user)
    .where('expires_at', '>', now)
    .orderBy('updated_at', 'desc')
    .limit(100)
    .execute();

/** How many there were. `which`: one of them, or all but one; absent: all. */
export const endSessions = async (
  tx: Tx,
  user: UserId,
  which: { readonly only?: string; readonly but?: string } = {},
): Promise<bigint> =>
  (
    await db(tx)
      .deleteFrom('machinery.sessions')
      .where('user_id', '=', user)
      .$if(which.only !== undefined, (q) => q.where('id', '=', which.only!))
      .$if(which.but !== undefined, (q) => q.where('id', '!=', which.but!))
      .executeTakeFirst()
  ).numDeletedRows;

export const touchSession = (tx: Tx, id: string, change: { updated_at?: Date; proved_at?: Date }) =>
  db(tx).updateTable('machinery.sessions').set(change).where('id', '=', id).execute();

/** What is over: sessions, waiting sign-ins, links and counted attempts. */
export async function dropOver(tx: Tx, now: Date): Promise<void> {
  await db(tx).deleteFrom('machinery.sessions').where('expires_at', '<', now).execute();
  await db(tx).deleteFrom('machinery.verifications').where('expires_at', '<', now).execute();
  await db(tx).deleteFrom('machinery.person_links').where('expires_at', '<', now).execute();
  await db(tx).deleteFrom('machinery.sign_in_attempts').where('until', '<', now).execute();
}

export const insertLink = (
  tx: Tx,
  row: { token_hash: Buffer; kind: 'password' | 'email'; user_id: UserId; email: string | null; expires_at: Date },
) => db(tx).insertInto('machinery.person_links').values(row).execute();

/** Whoever deletes the row has used the link: true for one of two at once. */
export const takeLink = (tx: Tx, hash: Buffer, kind: 'password' | 'email', now: Date) =>
  db(tx)
    .deleteFrom('machinery.person_links')
    .where('token_hash', '=', hash)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .returning(['user_id', 'email'])
    .executeTakeFirst();

export const findLink = (tx: Tx, hash: Buffer, kind: 'password' | 'email', now: Date) =>
  db(tx)
    .selectFrom('machinery.person_links')
    .select(['user_id', 'email'])
    .where('token_hash', '=', hash)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .executeTakeFirst();

export const dropLinks = (tx: Tx, user: UserId) =>
  db(tx).deleteFrom('machinery.person_links').where('user_id', '=', user).execute();

/** Counts an attempt; a count whose time is over begins anew. Resolves to the attempts so far and when they are forgotten. */
export const countAttempt = (tx: Tx, who: string, now: Date, until: Date) =>
  db(tx)
    .insertInto('machinery.sign_in_attempts')
    .values({ who, attempts: 1, until })
    .onConflict((c) =>
      c.column('who').doUpdateSet({
        attempts: sql<number>`case when sign_in_attempts.until <= ${now} then 1 else sign_in_attempts.attempts + 1 end`,
        until: sql<Date>`case when sign_in_attempts.until <= ${now} then excluded.until else sign_in_attempts.until end`,
      }),
    )
    .returning(['attempts', 'until'])
    .executeTakeFirstOrThrow();

export const forgetAttempts = (tx: Tx, who: string) =>
  db(tx).deleteFrom('machinery.sign_in_attempts').where('who', '=', who).execute();

/** Accounts of a person, the oldest first. */
export const listMemberships = async (tx: Tx, user: UserId): Promise<AccountId[]> =>
  (
    await db(tx)
      .selectFrom('directory.memberships')
      .select('account_id')
      .where('user_id', '=', user)
      .orderBy('account_id')
      .execute()
  ).map(({ account_id }) => account_id);
