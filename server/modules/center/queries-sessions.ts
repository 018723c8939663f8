import type { Insertable, Selectable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import type { CenterTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<CenterTables>();

export type SessionRow = Selectable<CenterTables['tenant.partner_sessions']>;
export type DoorRow = Selectable<CenterTables['directory.partner_door']>;

/** The session behind the hash of a cookie or token, before the account is known. */
export const findDoor = (tx: Tx, hash: Buffer): Promise<DoorRow | undefined> =>
  db(tx).selectFrom('directory.partner_door').selectAll().where('hash', '=', hash).executeTakeFirst();

export async function insertSession(tx: Tx, row: Insertable<CenterTables['tenant.partner_sessions']>): Promise<void> {
  const { account_id, partner_id, id: session_id, how, hash, expires_at } = row;
  await Promise.all([
    db(tx).insertInto('tenant.partner_sessions').values(row).execute(),
    db(tx)
      .insertInto('directory.partner_door')
      .values({ hash, account_id, partner_id, session_id, how, expires_at })
      .execute(),
  ]);
}

const sessions = (tx: Tx, account: AccountId, partner: PartnerId) =>
  db(tx)
    .selectFrom('tenant.partner_sessions')
    .selectAll()
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .where('ended_at', 'is', null);

/** Sessions of browsers that are open, newest first. */
export const listSessions = (tx: Tx, account: AccountId, partner: PartnerId, now: Date): Promise<SessionRow[]> =>
  sessions(tx, account, partner)
    .where('how', '=', 'browser')
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();

export const findSession = (tx: Tx, account: AccountId, partner: PartnerId, id: string) =>
  sessions(tx, account, partner).where('id', '=', id).executeTakeFirst();

export async function touchSession(tx: Tx, row: SessionRow, seen: Date, expires: Date): Promise<void> {
  await Promise.all([
    db(tx)
      .updateTable('tenant.partner_sessions')
      .set({ last_seen_at: seen, expires_at: expires })
      .where('account_id', '=', row.account_id)
      .where('id', '=', row.id)
      .execute(),
    db(tx).updateTable('directory.partner_door').set({ expires_at: expires }).where('hash', '=', row.hash).execute(),
  ]);
}

export interface WhichSessions {
  /** Only this one. */
  readonly only?: string;
  /** All but this one. */
  readonly but?: string;
  /** Only those of browsers, or only tokens. */
  readonly how?: 'browser' | 'token';
}

/** Ends sessions; from the commit on they open nothing. Resolves to how many there were. */
export async function endSessions(
  tx: Tx,
  account: AccountId,
  partner: PartnerId,
  at: Date,
  { only, but, how }: WhichSessions = {},
): Promise<number> {
  const ended = await db(tx)
    .updateTable('tenant.partner_sessions')
    .set({ ended_at: at })
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .where('ended_at', 'is', null)
    .$if(only !== undefined, (q) => q.where('id', '=', only!))
    .$if(but !== undefined, (q) => q.where('id', '<>', but!))
    .$if(how !== undefined, (q) => q.where('how', '=', how!))
    .returning('id')
    .execute();
  await db(tx)
    .deleteFrom('directory.partner_door')
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .$if(only !== undefined, (q) => q.where('session_id', '=', only!))
    .$if(but !== undefined, (q) => q.where('session_id', '<>', but!))
    .$if(how !== undefined, (q) => q.where('how', '=', how!))
    .execute();
  return ended.length;
}

export const deleteSessions = (tx: Tx, account: AccountId, partner: PartnerId) =>
  Promise.all([
    db(tx)
      .deleteFrom('directory.partner_door')
      .where('account_id', '=', account)
      .where('partner_id', '=', partner)
      .execute(),
    db(tx)
      .deleteFrom('tenant.partner_sessions')
      .where('account_id', '=', account)
      .where('partner_id', '=', partner)
      .execute(),
  ]);

export const findPassword = (tx: Tx, account: AccountId, partner: PartnerId) =>
  db(tx)
    .selectFrom('tenant.partner_passwords')
    .select(['password', 'set_at'])
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .executeTakeFirst();

export const putPassword = (tx: Tx, row: Insertable<CenterTables['tenant.partner_passwords']>) =>
  db(tx)
    .insertInto('tenant.partner_passwords')
    .values(row)
    .onConflict((c) =>
      c.columns(['account_id', 'partner_id']).doUpdateSet({ password: row.password, set_at: row.set_at }),
    )
    .execute();

export const deletePassword = (tx: Tx, account: AccountId, partner: PartnerId) =>
  db(tx)
    .deleteFrom('tenant.partner_passwords')
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .execute();
