import type { Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/http/route.ts';
import type { AccountId, ProgramId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { lockAccount, recordAct } from '../accounts/index.ts';
import { findProgram } from '../programs/index.ts';
import { type Approval, type ChosenForm, chosenForm, type FormPut } from './contract.ts';
import {
  type FormRow,
  findFormRow,
  findFormRowBySlug,
  insertSignupTerms,
  listSignupTerms,
  putFormRow,
} from './queries-forms.ts';

export interface SignupTerms {
  readonly version: number;
  readonly text: string;
  readonly fromAt: Date;
}

/** The sign-up form of a program as it is now; of one that was never made, the closed one that it would begin with. */
export interface SignupForm extends Omit<ChosenForm, 'title' | 'approval'> {
  readonly programId: ProgramId;
  readonly programName: string;
  readonly currency: string;
  readonly tiers: 1 | 2;
  readonly open: boolean;
  readonly slug: string | null;
  readonly title: string;
  readonly approval: Approval;
  readonly terms: SignupTerms | null;
  readonly changedAt: Date | null;
}

/** The form of a program; undefined where there is no such program. */
export async function readForm(tx: Tx, account: AccountId, programId: ProgramId): Promise<SignupForm | undefined> {
  return toForm(tx, account, programId, await findFormRow(tx, account, programId));
}

/** The form that an address names, by its slug or the program's id. */
export async function findForm(tx: Tx, account: AccountId, named: string): Promise<SignupForm | undefined> {
  const row = named.includes('_') ? undefined : await findFormRowBySlug(tx, account, named);
  return readForm(tx, account, row?.program_id ?? named);
}

async function toForm(
  tx: Tx,
  account: AccountId,
  programId: ProgramId,
  row: FormRow | undefined,
): Promise<SignupForm | undefined> {
  const program = await findProgram(tx, account, programId);
  if (!program) return undefined;
  const chosen = chosenForm.parse(row?.chosen ?? {});
  const [newest] = await listSignupTerms(tx, account, programId, 1);
  return {
    ...chosen,
    programId,
    programName: program.name,
    currency: program.currency,
    tiers: program.tiers,
    open: row?.is_open ?? false,
    slug: row?.slug ?? null,
    title: chosen.title ?? `Join ${program.name}`,
    approval: chosen.approval ?? { kind: program.approval === 'automatic' ? 'automatic' : 'by_hand' },
    terms: newest?.body ? { version: newest.version, text: newest.body, fromAt: newest.from_at } : null,
    changedAt: row?.changed_at ?? null,
  };
}

/** A draft as it would be shown, without being kept. */
export async function draftForm(
  tx: Tx,
  account: AccountId,
  programId: ProgramId,
  draft: FormPut,
  now: Date,
): Promise<SignupForm | undefined> {
  const present = await readForm(tx, account, programId);
  const { terms, title, approval, ...rest } = draft;
  return (
    present && {
      ...present,
      ...rest,
      title: title ?? `Join ${present.programName}`,
      approval: approval ?? present.approval,
      terms: terms === null ? null : { version: (present.terms?.version ?? 0) + 1, text: terms, fromAt: now },
    }
  );
}

/** Replaces the form of a program; a changed text of terms is a new version. Refuses `not_found` and `slug_taken`. */
export async function changeForm(context: Context, programId: ProgramId, form: FormPut): Promise<undefined | Refusal> {
  const { tx, accountId, actor, now } = context;
  const author = `${actor.kind}:${actor.id}`;
  const present = await readForm(tx, accountId, programId);
  if (!present) return refuse('not_found', 'There is no such program.');
  const { open, slug, terms, ...chosen } = form;
  // Two forms that want one slug at once: the second sees the first.
  if (slug !== null) await lockAccount(tx, accountId);
  const row = { account_id: accountId, program_id: programId, slug, is_open: open, changed_at: now, author };
  if (!(await putFormRow(tx, { ...row, chosen: JSON.stringify(chosen) })))
    return refuse('slug_taken', `Another form is called "${slug}"; choose another slug.`);
  await keepTerms(context, programId, terms);
  await recordAct(context, 'signup_form_changed', programId, { detail: { open } });
}

async function keepTerms({ tx, accountId, actor, now }: Context, programId: ProgramId, body: string | null) {
  const [newest] = await listSignupTerms(tx, accountId, programId, 1);
  if ((newest?.body ?? null) === body) return;
  await insertSignupTerms(tx, {
    account_id: accountId,
    program_id: programId,
    version: (newest?.version ?? 0) + 1,
    from_at: now,
    author: `${actor.kind}:${actor.id}`,
    body,
  });
}
