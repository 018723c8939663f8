import { type Insertable, type Selectable, sql } from 'kysely';
import { codeOf, type Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { PromoTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PromoTables>();

export type UploadRow = Selectable<PromoTables['tenant.uploads']>;

const uploads = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.uploads').selectAll().where('account_id', '=', account);

export const findUpload = (tx: Tx, account: AccountId, id: string): Promise<UploadRow | undefined> =>
  uploads(tx, account).where('id', '=', id).executeTakeFirst();

export const findUploads = async (tx: Tx, account: AccountId, ids: readonly string[]): Promise<UploadRow[]> =>
  ids.length === 0
    ? []
    : uploads(tx, account)
        .where('id', '=', (e) => e.fn.any(e.val([...ids])))
        .execute();

export const findUploadByToken = (tx: Tx, account: AccountId, token: string): Promise<UploadRow | undefined> =>
  uploads(tx, account).where('token', '=', token).executeTakeFirst();

/** Newest first. */
export const listUploads = (
  tx: Tx,
  account: AccountId,
  kind: UploadRow['kind'] | undefined,
  after: string | null,
  limit: number,
): Promise<UploadRow[]> =>
  uploads(tx, account)
    .$if(kind !== undefined, (q) => q.where('kind', '=', kind!))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const insertUpload = (tx: Tx, row: Insertable<PromoTables['tenant.uploads']>): Promise<UploadRow> =>
  db(tx).insertInto('tenant.uploads').values(row).returningAll().executeTakeFirstOrThrow();

/** Bytes that the account's uploads take. */
export async function sumUploads(tx: Tx, account: AccountId): Promise<bigint> {
  const { rows } = await sql<{ bytes: bigint }>`
    select coalesce(sum(size), 0)::bigint as bytes from tenant.uploads where account_id = ${account}`.execute(tx);
  return rows[0]!.bytes;
}

/** Somebody deletes it or begins to show it at this moment: asks for the whole transaction anew. */
class UploadMoves extends Error {
  readonly code = '40001';
}

/** The key between the two tables decides a race; whoever comes second looks again. */
async function orAnew<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw codeOf(error) === '23503' ? new UploadMoves('an upload was deleted or taken a moment ago') : error;
  }
}

export const deleteUpload = (tx: Tx, account: AccountId, id: string) =>
  orAnew(db(tx).deleteFrom('tenant.uploads').where('account_id', '=', account).where('id', '=', id).execute());

/** Of these uploads the ones that somebody shows. */
export async function listHeld(tx: Tx, account: AccountId, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db(tx)
    .selectFrom('tenant.upload_holds')
    .select('upload_id')
    .distinct()
    .where('account_id', '=', account)
    .where('upload_id', '=', (e) => e.fn.any(e.val([...ids])))
    .execute();
  return new Set(rows.map((row) => row.upload_id));
}

export const insertHold = (tx: Tx, account: AccountId, upload: string, holder: string) =>
  orAnew(
    db(tx)
      .insertInto('tenant.upload_holds')
      .values({ account_id: account, upload_id: upload, holder })
      .onConflict((c) => c.doNothing())
      .execute(),
  );

export const deleteHold = (tx: Tx, account: AccountId, upload: string, holder: string) =>
  db(tx)
    .deleteFrom('tenant.upload_holds')
    .where('account_id', '=', account)
    .where('upload_id', '=', upload)
    .where('holder', '=', holder)
    .execute();

/** Of an account, all of them: for copies of the whole. */
export const listAllUploads = (tx: Tx, account: AccountId): Promise<UploadRow[]> =>
  uploads(tx, account).orderBy('id').execute();
