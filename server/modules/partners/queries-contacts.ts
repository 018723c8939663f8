import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ContactId } from '../../values/id.ts';
import { type Found, isFound } from './queries-search.ts';
import type { PartnerTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PartnerTables>();

type Contacts = PartnerTables['tenant.contacts'];
export type ContactRow = Selectable<Contacts>;

/** Without what is computed from them, for searching only. */
const columns = [
  ...(['account_id', 'id', 'name', 'email', 'external_id', 'created_at', 'standing', 'merged_into'] as const),
  'erased_at',
] as const;

const contacts = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.contacts').select(columns).where('account_id', '=', account);

export const findContact = (tx: Tx, account: AccountId, id: ContactId): Promise<ContactRow | undefined> =>
  contacts(tx, account).where('id', '=', id).executeTakeFirst();

/** Holds the contact's row until the transaction ends, so that changes of its referrers follow one another. */
export const lockContact = (tx: Tx, account: AccountId, id: ContactId): Promise<ContactRow | undefined> =>
  contacts(tx, account).where('id', '=', id).forUpdate().executeTakeFirst();

export const findContacts = (tx: Tx, account: AccountId, ids: readonly ContactId[]): Promise<ContactRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : contacts(tx, account)
        .where('id', '=', (e) => e.fn.any(e.val([...ids])))
        .execute();

export interface ContactFilter {
  readonly emailKey?: string | undefined;
  readonly ids?: readonly ContactId[] | undefined;
  /** Whose names or addresses begin so. */
  readonly found?: Found | undefined;
}

/** Contacts that were not joined into another, newest first; `emailKey` finds the one of that address. */
export const listContactRows = (
  tx: Tx,
  account: AccountId,
  filter: ContactFilter,
  after: string | null,
  limit: number,
): Promise<ContactRow[]> =>
  contacts(tx, account)
    .where('merged_into', 'is', null)
    .$if(filter.emailKey !== undefined, (q) =>
      q.where('id', 'in', (e) =>
        e
          .selectFrom('tenant.contact_emails')
          .select('contact_id')
          .where('account_id', '=', account)
          .where('email_key', '=', filter.emailKey!),
      ),
    )
    .$if(filter.ids !== undefined, (q) => q.where('id', '=', (e) => e.fn.any(e.val([...filter.ids!]))))
    .$if(filter.found !== undefined, (q) => q.where(isFound(account, 'tenant.contacts.id', filter.found!)))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** Every address by which these contacts are found. */
export const emailsOf = async (tx: Tx, account: AccountId, ids: readonly ContactId[]) =>
  ids.length === 0
    ? []
    : db(tx)
        .selectFrom('tenant.contact_emails')
        .select(['contact_id', 'email_key'])
        .where('account_id', '=', account)
        .where('contact_id', '=', (e) => e.fn.any(e.val([...new Set(ids)])))
        .orderBy('email_key')
        .execute();

export const externalIdsOf = async (tx: Tx, account: AccountId, id: ContactId): Promise<string[]> =>
  (
    await db(tx)
      .selectFrom('tenant.contact_external_ids')
      .select('external_id')
      .where('account_id', '=', account)
      .where('contact_id', '=', id)
      .orderBy('external_id')
      .execute()
  ).map((row) => row.external_id);

export interface KeyOwners {
  readonly external: ContactId | null;
  readonly email: ContactId | null;
}

/** To whom an external id and an address belong. */
export const findKeyOwners = (
  tx: Tx,
  account: AccountId,
  keys: { readonly externalId: string | null; readonly emailKey: string | null },
): Promise<KeyOwners> =>
  db(tx)
    .selectNoFrom((e) => [
      e
        .selectFrom('tenant.contact_external_ids')
        .select('contact_id')
        .where('account_id', '=', account)
        .where('external_id', '=', keys.externalId)
        .as('external'),
      e
        .selectFrom('tenant.contact_emails')
        .select('contact_id')
        .where('account_id', '=', account)
        .where('email_key', '=', keys.emailKey)
        .as('email'),
    ])
    .executeTakeFirstOrThrow();

/**
 * Inserts a contact with what it is found by. False where somebody else has taken the external id or the address meanwhile
 * (their transaction is waited for): then nothing of it stays.
 */
export async function insertContact(
  tx: Tx,
  row: Insertable<Contacts>,
  keys: { readonly externalId: string | null; readonly emailKey: string | null },
): Promise<boolean> {
  // They wait for nothing from one another, and travel together.
  const [, , isExternalOurs, isEmailOurs] = await Promise.all([
    sql`savepoint new_contact`.execute(tx),
    db(tx).insertInto('tenant.contacts').values(row).execute(),
    keys.externalId === null || insertExternalId(tx, row.account_id, keys.externalId, row.id),
    keys.emailKey === null || insertEmailKey(tx, row.account_id, keys.emailKey, row.id),
  ]);
  const isOurs = isExternalOurs && isEmailOurs;
  if (!isOurs) await sql`rollback to savepoint new_contact`.execute(tx);
  await sql`release savepoint new_contact`.execute(tx);
  return isOurs;
}

/**
 * Most customers come with an address alone: then one statement finds whose it is, or takes it and adds the contact. Null
 * where neither came to pass: a twin has just taken it.
 */
export async function findOrAddByEmail(
  tx: Tx,
  row: Insertable<Contacts>,
  emailKey: string,
): Promise<{ owner: ContactId | null; isAdded: boolean }> {
  const { rows } = await sql<{ owner: ContactId | null; added: ContactId | null }>`
    with owner as (
      select contact_id from tenant.contact_emails where account_id = ${row.account_id} and email_key = ${emailKey}),
    taken as (
      insert into tenant.contact_emails (account_id, email_key, contact_id)
      select ${row.account_id}, ${emailKey}, ${row.id} where not exists (select from owner)
      on conflict (account_id, email_key) do nothing returning account_id, contact_id),
    added as (
      insert into tenant.contacts (account_id, id, name, email, external_id, created_at, standing)
      select account_id, contact_id, ${row.name}::text, ${row.email}::text, null, ${row.created_at}::timestamptz,
        ${row.standing}::text from taken
      returning id)
    select (select contact_id from owner) as owner, (select id from added) as added`.execute(tx);
  return { owner: rows[0]!.owner, isAdded: rows[0]!.added !== null };
}

/** False where the external id is somebody's already. */
export const insertExternalId = async (tx: Tx, account: AccountId, externalId: string, contact: ContactId) =>
  (
    await db(tx)
      .insertInto('tenant.contact_external_ids')
      .values({ account_id: account, external_id: externalId, contact_id: contact })
      .onConflict((c) => c.columns(['account_id', 'external_id']).doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n;

/** False where the address is somebody's already. */
export const insertEmailKey = async (tx: Tx, account: AccountId, emailKey: string, contact: ContactId) =>
  (
    await db(tx)
      .insertInto('tenant.contact_emails')
      .values({ account_id: account, email_key: emailKey, contact_id: contact })
      .onConflict((c) => c.columns(['account_id', 'email_key']).doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n;

export const updateContact = (tx: Tx, account: AccountId, id: ContactId, set: Updateable<Contacts>) =>
  db(tx).updateTable('tenant.contacts').set(set).where('account_id', '=', account).where('id', '=', id).execute();

/** A pair is listed once, whichever of the two was named first. */
export const insertConflict = (tx: Tx, row: Insertable<PartnerTables['tenant.contact_conflicts']>) =>
  db(tx)
    .insertInto('tenant.contact_conflicts')
    .values(row)
    .onConflict((c) => c.constraint('contact_conflicts_pair').doNothing())
    .execute();

export const listConflicts = (tx: Tx, account: AccountId, after: string | null, limit: number) =>
  db(tx)
    .selectFrom('tenant.contact_conflicts')
    .selectAll()
    .where('account_id', '=', account)
    .where('settled_at', 'is', null)
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** Takes away everything by which the contact is found. */
export async function deleteKeys(tx: Tx, account: AccountId, id: ContactId): Promise<void> {
  await db(tx)
    .deleteFrom('tenant.contact_emails')
    .where('account_id', '=', account)
    .where('contact_id', '=', id)
    .execute();
  await db(tx)
    .deleteFrom('tenant.contact_external_ids')
    .where('account_id', '=', account)
    .where('contact_id', '=', id)
    .execute();
}

/** Gives everything by which one contact is found to another. */
export async function moveKeys(tx: Tx, account: AccountId, from: ContactId, to: ContactId): Promise<void> {
  const set = { contact_id: to };
  await db(tx)
    .updateTable('tenant.contact_emails')
    .set(set)
    .where('account_id', '=', account)
    .where('contact_id', '=', from)
    .execute();
  await db(tx)
    .updateTable('tenant.contact_external_ids')
    .set(set)
    .where('account_id', '=', account)
    .where('contact_id', '=', from)
    .execute();
}

/** Ends the listed conflicts between two contacts that are one now, or of one that is erased (`other` null: all of it). */
export const settleConflicts = (tx: Tx, account: AccountId, id: ContactId, other: ContactId | null, at: Date) =>
  db(tx)
    .updateTable('tenant.contact_conflicts')
    .set({ settled_at: at })
    .where('account_id', '=', account)
    .where('settled_at', 'is', null)
    .where((e) => {
      const either = e.or([e('contact_id', '=', id), e('other_contact_id', '=', id)]);
      return other === null
        ? either
        : e.and([either, e.or([e('contact_id', '=', other), e('other_contact_id', '=', other)])]);
    })
    .execute();
