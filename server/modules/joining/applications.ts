import { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { Seal } from '../../platform/seal.ts';
import type { AccountId, ContactId, PartnerId, ProgramId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { type AnswerKept, answerKept } from './contract.ts';
import {
  type ApplicationRow,
  eraseApplicationRows,
  insertApplication,
  lockApplication,
  lockWaitingOf,
  updateApplication,
} from './queries-applications.ts';
import type { Decision } from './rules/decide-application.ts';
import { eraseSignups } from './signups.ts';

/** What an application's answers are sealed for. */
export const aboutAnswers = (account: AccountId, id: string): string => `${account}/${id}/answers`;

export interface NewApplication {
  /** Made before, so that what is announced on the way can name it. */
  readonly id: string;
  readonly programId: ProgramId;
  readonly contactId: ContactId;
  readonly partnerId: PartnerId;
  readonly signupId: string;
  readonly answers: readonly AnswerKept[];
  readonly sponsorId: PartnerId | null;
  readonly country: string | null;
  readonly termsVersion: number | null;
  readonly proved: boolean;
  readonly decision: Decision;
  readonly signedUpAt: Date;
}

const statuses = { approve: 'approved', wait: 'waiting', reject: 'rejected' } as const;

export const newApplicationId = (now: Date): string => newId('application', now);

/** Writes down who applied, and what the form made of it. */
export function addApplication(context: Context, made: NewApplication): Promise<ApplicationRow> {
  const { tx, accountId, seal, now } = context;
  const isDecided = made.decision.outcome !== 'wait';
  return insertApplication(tx, {
    account_id: accountId,
    id: made.id,
    program_id: made.programId,
    contact_id: made.contactId,
    partner_id: made.partnerId,
    signup_id: made.signupId,
    status: statuses[made.decision.outcome],
    answers: seal.close(JSON.stringify(made.answers), aboutAnswers(accountId, made.id)),
    sponsor_id: made.sponsorId,
    country: made.country,
    terms_version: made.termsVersion,
    proved: made.proved,
    decision: JSON.stringify(made.decision),
    signed_up_at: made.signedUpAt,
    confirmed_at: now,
    decided_at: isDecided ? now : null,
    decided_by: isDecided ? `system:${made.decision.by}` : null,
  });
}

/** The answers, opened; none once the person was erased. */
export function readAnswers(
  { accountId, seal }: { accountId: AccountId; seal: Seal },
  row: ApplicationRow,
): AnswerKept[] {
  if (row.answers === null) return [];
  return z.array(answerKept).parse(JSON.parse(seal.open(row.answers, aboutAnswers(accountId, row.id))));
}

/** Holds an application that still waits. Refuses `not_found`; `wrong_status` once it was decided. */
export async function holdWaiting({ tx, accountId }: Context, id: string): Promise<ApplicationRow | Refusal> {
  const row = await lockApplication(tx, accountId, id);
  if (!row) return refuse('not_found', 'There is no such application.');
  if (row.status === 'waiting') return row;
  return refuse('wrong_status', `This application was ${row.status} already.`);
}

export type ApplicationAct = 'approve' | 'reject';

/** Notes how an application was decided, by whom, and why. */
export async function noteDecision(
  context: Context,
  id: string,
  act: ApplicationAct,
  note: string | null,
): Promise<void> {
  const { tx, accountId, actor, now } = context;
  const status = statuses[act];
  const decided_by = `${actor.kind}:${actor.id}`;
  await updateApplication(tx, accountId, id, { status, decided_at: now, decided_by, note });
  await recordAct(context, `application_${status}`, id, { note });
}

/** A partner was approved or rejected by another way: what waited of them is decided with it. */
export async function settleWaitingOf(
  context: Context,
  partner: PartnerId,
  act: ApplicationAct,
  note: string | null,
): Promise<void> {
  const row = await lockWaitingOf(context.tx, context.accountId, partner);
  if (row) await noteDecision(context, row.id, act, note);
}

/**
 * Wipes what a person said when they applied, sign-ups under these addresses included. Resolves to the ids of the sign-ups,
 * whose mails are to be erased as well.
 */
export async function eraseApplicationsOf(
  tx: Tx,
  account: AccountId,
  seal: Seal,
  contact: ContactId,
  emailKeys: readonly string[],
): Promise<string[]> {
  const applied = await eraseApplicationRows(tx, account, contact, { answers: null, country: null, note: null });
  return [...new Set([...applied, ...(await eraseSignups(tx, account, seal, emailKeys))])];
}
