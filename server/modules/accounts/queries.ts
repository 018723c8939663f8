import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountFacts } from '../../platform/http/route.ts';
import type { AccountId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

export interface AccountRow extends AccountFacts {
  readonly clockOffsetMs: bigint;
}

const accounts = (tx: Tx) =>
  db(tx)
    .selectFrom('directory.accounts as a')
    .leftJoin('directory.bare_host as b', 'b.account_id', 'a.id')
    .select([
      'a.id',
      'a.slug',
      'a.name',
      'a.sandbox',
      'a.currency',
      'a.time_zone as timeZone',
      'a.clock_offset_ms as clockOffsetMs',
    ])
    .select((e) => e('b.account_id', 'is not', null).$castTo<boolean>().as('ownsBareHost'));

/** From here on the transaction sees and writes the rows of this account. */
export const standIn = (tx: Tx, account: AccountId) =>
  sql`select set_config('app.account_id', ${account}, true)`.execute(tx);

export const insertAccount = (
  tx: Tx,
  row: {
    id: string;
    slug: string;
    name: string;
    sandbox: boolean;
    currency: string;
    time_zone: string;
    created_at: Date;
    request_key: string | null;
    request_hash: string | null;
  },
) => db(tx).insertInto('directory.accounts').values(row).execute();

/** The account that an operator's request made, with the hash of that request's body. */
export const findAccountByRequest = (tx: Tx, requestKey: string) =>
  db(tx)
    .selectFrom('directory.accounts')
    .select(['id', 'name', 'slug', 'sandbox', 'request_hash'])
    .where('request_key', '=', requestKey)
    .executeTakeFirst();

export const findAccount = (tx: Tx, id: AccountId): Promise<AccountRow | undefined> =>
  accounts(tx).where('a.id', '=', id).executeTakeFirst();

export const findAccountBySlug = (tx: Tx, slug: string): Promise<AccountRow | undefined> =>
  accounts(tx).where('a.slug', '=', slug).executeTakeFirst();

export const listAccounts = (tx: Tx): Promise<AccountRow[]> => accounts(tx).orderBy('a.id').execute();

export const anyAccount = (tx: Tx) => db(tx).selectFrom('directory.accounts').select('id').limit(1).executeTakeFirst();

export interface KeyFound extends AccountRow {
  readonly key_id: string;
  readonly kind: string;
  readonly scopes: string[];
}

/** The account, key and clock behind a key's hash. */
export const findByKeyHash = (tx: Tx, hash: Buffer): Promise<KeyFound | undefined> =>
  accounts(tx)
    .innerJoin('directory.key_hashes as k', 'a.id', 'k.account_id')
    .select(['k.key_id', 'k.kind', 'k.scopes'])
    .where('k.hash', '=', hash)
    .executeTakeFirst();

export async function insertKey(
  tx: Tx,
  row: {
    account_id: string;
    id: string;
    kind: string;
    name: string;
    scopes: string[];
    ending: string;
    created_at: Date;
  },
  hash: Buffer,
): Promise<void> {
  await db(tx)
    .insertInto('tenant.keys')
    .values({ ...row, revoked_at: null })
    .execute();
  await db(tx)
    .insertInto('directory.key_hashes')
    .values({ hash, account_id: row.account_id, key_id: row.id, kind: row.kind, scopes: row.scopes })
    .execute();
}

export const listKeys = (tx: Tx, account: AccountId, after: string | null, limit: number) =>
  db(tx)
    .selectFrom('tenant.keys')
    .selectAll()
    .where('account_id', '=', account)
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const findKey = (tx: Tx, account: AccountId, id: string) =>
  db(tx)
    .selectFrom('tenant.keys')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

export async function revokeKey(tx: Tx, account: AccountId, id: string, at: Date): Promise<void> {
  await db(tx)
    .updateTable('tenant.keys')
    .set({ revoked_at: at })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  await db(tx).deleteFrom('directory.key_hashes').where('account_id', '=', account).where('key_id', '=', id).execute();
}

export const readChosenSettings = async (tx: Tx, account: AccountId): Promise<Record<string, unknown>> =>
  (await db(tx).selectFrom('tenant.settings').select('chosen').where('account_id', '=', account).executeTakeFirst())
    ?.chosen ?? {};

/** Merges `change` into what was chosen, key by key, under the row's lock. */
export const mergeSettings = (tx: Tx, account: AccountId, change: Record<string, unknown>) =>
  db(tx)
    .insertInto('tenant.settings')
    .values({ account_id: account, chosen: JSON.stringify(change) })
    .onConflict((c) => c.column('account_id').doUpdateSet({ chosen: sql<string>`settings.chosen || excluded.chosen` }))
    .execute();

/** The account's row under its lock, so that two moves of a test clock follow one another. */
export const lockAccount = (tx: Tx, id: AccountId): Promise<AccountRow> =>
  accounts(tx).where('a.id', '=', id).forUpdate('a').executeTakeFirstOrThrow();

export const setClockOffset = (tx: Tx, id: AccountId, offset: bigint) =>
  db(tx).updateTable('directory.accounts').set({ clock_offset_ms: offset }).where('id', '=', id).execute();

/** Tells every node's memory of links that something changed. */
export const bumpLinksVersion = (tx: Tx, id: AccountId) =>
  db(tx)
    .updateTable('directory.accounts')
    .set((e) => ({ links_version: e('links_version', '+', 1n) }))
    .where('id', '=', id)
    .execute();

export const findBareHostAccount = (tx: Tx) =>
  db(tx).selectFrom('directory.bare_host').select('account_id').executeTakeFirst();

export const setBareHostAccount = (tx: Tx, account: AccountId, replace: boolean) =>
  db(tx)
    .insertInto('directory.bare_host')
    .values({ account_id: account })
    .onConflict((c) => (replace ? c.column('only').doUpdateSet({ account_id: account }) : c.column('only').doNothing()))
    .execute();

export const insertSetupLink = (tx: Tx, hash: Buffer, at: Date) =>
  db(tx).insertInto('machinery.setup_links').values({ token_hash: hash, created_at: at, used_at: null }).execute();

/** True once: for a link that is known and not used. */
export const consumeSetupLink = async (tx: Tx, hash: Buffer, at: Date): Promise<boolean> =>
  (
    await db(tx)
      .updateTable('machinery.setup_links')
      .set({ used_at: at })
      .where('token_hash', '=', hash)
      .where('used_at', 'is', null)
      .executeTakeFirst()
  ).numUpdatedRows === 1n;

export const findSetupLink = (tx: Tx, hash: Buffer) =>
  db(tx).selectFrom('machinery.setup_links').select('used_at').where('token_hash', '=', hash).executeTakeFirst();

export const insertSecret = (tx: Tx, account: AccountId, name: string, sealed: Buffer) =>
  db(tx).insertInto('tenant.secrets').values({ account_id: account, name, sealed }).execute();

/** Takes the place of one of the same name. */
export const putSecret = (tx: Tx, account: AccountId, name: string, sealed: Buffer) =>
  db(tx)
    .insertInto('tenant.secrets')
    .values({ account_id: account, name, sealed })
    .onConflict((c) => c.columns(['account_id', 'name']).doUpdateSet({ sealed }))
    .execute();

export const findSecret = (tx: Tx, account: AccountId, name: string) =>
  db(tx)
    .selectFrom('tenant.secrets')
    .select('sealed')
    .where('account_id', '=', account)
    .where('name', '=', name)
    .executeTakeFirst();

export const insertAudit = (
  tx: Tx,
  row: {
    account_id: string;
    id: string;
    at: Date;
    actor: string;
    act: string;
    subject: string;
    note: string | null;
    detail: string;
  },
) => db(tx).insertInto('tenant.audit_log').values(row).execute();
