import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ContactId, PartnerId, ProgramId } from '../../values/id.ts';
import type { Frequency, MessageTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<MessageTables>();

export const findFrequency = async (tx: Tx, account: AccountId, partner: PartnerId): Promise<Frequency> =>
  (
    await db(tx)
      .selectFrom('tenant.message_preferences')
      .select('frequency')
      .where('account_id', '=', account)
      .where('partner_id', '=', partner)
      .executeTakeFirst()
  )?.frequency ?? 'each';

export const putFrequency = (tx: Tx, account: AccountId, partner: PartnerId, frequency: Frequency, at: Date) =>
  db(tx)
    .insertInto('tenant.message_preferences')
    .values({ account_id: account, partner_id: partner, frequency, changed_at: at })
    .onConflict((c) => c.columns(['account_id', 'partner_id']).doUpdateSet({ frequency, changed_at: at }))
    .execute();

export const findNotify = async (tx: Tx, account: AccountId, program: ProgramId): Promise<boolean> =>
  (
    await db(tx)
      .selectFrom('tenant.program_messages')
      .select('notify_when_earning')
      .where('account_id', '=', account)
      .where('program_id', '=', program)
      .executeTakeFirst()
  )?.notify_when_earning ?? true;

export const putNotify = (tx: Tx, account: AccountId, program: ProgramId, notify: boolean) =>
  db(tx)
    .insertInto('tenant.program_messages')
    .values({ account_id: account, program_id: program, notify_when_earning: notify })
    .onConflict((c) => c.columns(['account_id', 'program_id']).doUpdateSet({ notify_when_earning: notify }))
    .execute();

type Entries = MessageTables['tenant.digest_entries'];
export type EntryRow = Selectable<Entries>;

export const insertEntry = (tx: Tx, row: Insertable<Entries>) =>
  db(tx).insertInto('tenant.digest_entries').values(row).execute();

/** Takes what has gathered for a partner up to an instant, the oldest first. */
export const takeEntries = async (tx: Tx, account: AccountId, partner: PartnerId, until: Date): Promise<EntryRow[]> => {
  const rows = await db(tx)
    .deleteFrom('tenant.digest_entries')
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .where('at', '<=', until)
    .returningAll()
    .execute();
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
};

/** Forgets what a partner wished for and what waits for them. */
export async function dropWishes(tx: Tx, account: AccountId, partner: PartnerId): Promise<void> {
  await sql`delete from tenant.digest_entries where account_id = ${account} and partner_id = ${partner}`.execute(tx);
  await sql`delete from tenant.message_preferences where account_id = ${account} and partner_id = ${partner}`.execute(
    tx,
  );
}

type Suppressions = MessageTables['tenant.suppressions'];
export type SuppressionRow = Selectable<Suppressions>;

export const findSuppression = (tx: Tx, account: AccountId, contact: ContactId): Promise<SuppressionRow | undefined> =>
  db(tx)
    .selectFrom('tenant.suppressions')
    .selectAll()
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .executeTakeFirst();

export const putSuppression = (tx: Tx, row: Insertable<Suppressions>) => {
  const { account_id: _account, id: _id, contact_id: _contact, ...set } = row;
  return db(tx)
    .insertInto('tenant.suppressions')
    .values(row)
    .onConflict((c) => c.columns(['account_id', 'contact_id']).doUpdateSet(set))
    .execute();
};

export const listSuppressions = (
  tx: Tx,
  account: AccountId,
  after: string | null,
  limit: number,
): Promise<SuppressionRow[]> =>
  db(tx)
    .selectFrom('tenant.suppressions')
    .selectAll()
    .where('account_id', '=', account)
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const dropSuppression = async (tx: Tx, account: AccountId, id: string): Promise<boolean> =>
  (await sql`delete from tenant.suppressions where account_id = ${account} and id = ${id}`.execute(tx))
    .numAffectedRows === 1n;

export const dropSuppressionsOf = (tx: Tx, account: AccountId, contact: ContactId) =>
  sql`delete from tenant.suppressions where account_id = ${account} and contact_id = ${contact}`.execute(tx);
