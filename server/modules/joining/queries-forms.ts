import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ProgramId } from '../../values/id.ts';
import type { JoiningTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<JoiningTables>();

export type FormRow = Selectable<JoiningTables['tenant.signup_forms']>;
export type SignupTermsRow = Selectable<JoiningTables['tenant.signup_terms']>;

const forms = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.signup_forms').selectAll().where('account_id', '=', account);

export const findFormRow = (tx: Tx, account: AccountId, program: ProgramId): Promise<FormRow | undefined> =>
  forms(tx, account).where('program_id', '=', program).executeTakeFirst();

export const findFormRowBySlug = (tx: Tx, account: AccountId, slug: string): Promise<FormRow | undefined> =>
  forms(tx, account).where('slug', '=', slug).executeTakeFirst();

/** Holds the form's row, so that sign-ups by it follow one another. */
export const lockFormRow = (tx: Tx, account: AccountId, program: ProgramId): Promise<FormRow | undefined> =>
  forms(tx, account).where('program_id', '=', program).forUpdate().executeTakeFirst();

/** False where another form has the slug. */
export async function putFormRow(tx: Tx, row: Insertable<JoiningTables['tenant.signup_forms']>): Promise<boolean> {
  const { slug, is_open, chosen, changed_at, author } = row;
  const change: Updateable<JoiningTables['tenant.signup_forms']> = { slug, is_open, chosen, changed_at, author };
  const taken =
    slug == null
      ? undefined
      : await forms(tx, row.account_id as AccountId)
          .where('slug', '=', slug)
          .where('program_id', '<>', row.program_id)
          .executeTakeFirst();
  if (taken) return false;
  await db(tx)
    .insertInto('tenant.signup_forms')
    .values(row)
    .onConflict((c) => c.columns(['account_id', 'program_id']).doUpdateSet(change))
    .execute();
  return true;
}

export const insertSignupTerms = (tx: Tx, row: Insertable<JoiningTables['tenant.signup_terms']>) =>
  db(tx).insertInto('tenant.signup_terms').values(row).execute();

/** Newest first. */
export const listSignupTerms = (
  tx: Tx,
  account: AccountId,
  program: ProgramId,
  limit: number,
): Promise<SignupTermsRow[]> =>
  db(tx)
    .selectFrom('tenant.signup_terms')
    .selectAll()
    .where('account_id', '=', account)
    .where('program_id', '=', program)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
