import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ContactId, PartnerId } from '../../values/id.ts';
import type { ApplicationStatus, JoiningTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<JoiningTables>();

export type ApplicationRow = Selectable<JoiningTables['tenant.applications']>;

export interface ApplicationFilter {
  readonly status?: ApplicationStatus | undefined;
  readonly program_id?: string | undefined;
  readonly partner_id?: string | undefined;
  readonly contact_id?: string | undefined;
  readonly sponsor_id?: string | undefined;
}

const applications = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.applications').selectAll().where('account_id', '=', account);

export const insertApplication = (
  tx: Tx,
  row: Insertable<JoiningTables['tenant.applications']>,
): Promise<ApplicationRow> =>
  db(tx).insertInto('tenant.applications').values(row).returningAll().executeTakeFirstOrThrow();

export const findApplication = (tx: Tx, account: AccountId, id: string): Promise<ApplicationRow | undefined> =>
  applications(tx, account).where('id', '=', id).executeTakeFirst();

/** Held until the transaction ends: two who decide at once decide one after the other. */
export const lockApplication = (tx: Tx, account: AccountId, id: string): Promise<ApplicationRow | undefined> =>
  applications(tx, account).where('id', '=', id).forUpdate().executeTakeFirst();

export const findApplications = (tx: Tx, account: AccountId, ids: readonly string[]): Promise<ApplicationRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : applications(tx, account)
        .where('id', '=', (e) => e.fn.any(e.val([...ids])))
        .execute();

/** Newest first. */
export const listApplications = (
  tx: Tx,
  account: AccountId,
  filter: ApplicationFilter,
  after: string | null,
  limit: number,
): Promise<ApplicationRow[]> => {
  let query = applications(tx, account);
  for (const field of ['status', 'program_id', 'partner_id', 'contact_id', 'sponsor_id'] as const) {
    const value = filter[field];
    if (value !== undefined) query = query.where(field, '=', value);
  }
  return query
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
};

/** The newest that still waits, held. */
export const lockWaitingOf = (tx: Tx, account: AccountId, partner: PartnerId): Promise<ApplicationRow | undefined> =>
  applications(tx, account)
    .where('partner_id', '=', partner)
    .where('status', '=', 'waiting')
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();

export const updateApplication = (
  tx: Tx,
  account: AccountId,
  id: string,
  change: Updateable<JoiningTables['tenant.applications']>,
) =>
  db(tx)
    .updateTable('tenant.applications')
    .set(change)
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();

/** What a person said of themselves goes; that they applied, and what was decided, stays. Resolves to their sign-ups. */
export async function eraseApplicationRows(
  tx: Tx,
  account: AccountId,
  contact: ContactId,
  blank: Updateable<JoiningTables['tenant.applications']>,
): Promise<string[]> {
  const rows = await db(tx)
    .updateTable('tenant.applications')
    .set(blank)
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .returning('signup_id')
    .execute();
  return rows.map(({ signup_id }) => signup_id);
}

export const moveApplicationRows = (tx: Tx, account: AccountId, from: ContactId, into: ContactId) =>
  db(tx)
    .updateTable('tenant.applications')
    .set({ contact_id: into })
    .where('account_id', '=', account)
    .where('contact_id', '=', from)
    .execute();
