import { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import { newId, newSecret } from '../../platform/ids.ts';
import type { Seal } from '../../platform/seal.ts';
import type { AccountId, ProgramId } from '../../values/id.ts';
import { addDays, DAY, HOUR, MINUTE } from '../../values/instant.ts';
import { scheduleDue } from '../accounts/index.ts';
import { answerKept } from './contract.ts';
import { lockFormRow } from './queries-forms.ts';
import {
  countMailed,
  deleteEndedTokens,
  deleteSignup,
  deleteSignupsOf,
  findSignup,
  insertSignup,
  insertUsedToken,
  isTokenUsed,
  lockSignup,
  lockSignupOf,
  type SignupRow,
  updateSignup,
} from './queries-signups.ts';
import { hashEmail, hashToken, makeConfirmToken, readConfirmToken } from './tokens.ts';

/** What falls due when a sign-up was not confirmed in time, or was long ago; its subject is the sign-up. */
export const SIGNUP_OVER = 'signup_over';

/** How long a mailed link confirms. */
export const CONFIRM_DAYS = 3;
/** The same address again within this time gets no second mail: it is on its way. */
const SETTLES_MS = 2 * MINUTE;
/** To one address, by one form, in one day. */
const MAILS_A_DAY = 5;
/** Without proof of work a form takes only a part of what it takes otherwise. */
const UNPROVED_PART = 5;

const content = z.object({
  email: z.string(),
  name: z.string(),
  answers: z.array(answerKept),
  terms_version: z.int().nullable(),
  country: z.string().nullable(),
  click_id: z.string().nullable(),
  via: z.string().nullable(),
});
/** What somebody filled in, and how they came; sealed until the address is confirmed. */
export type SignupContent = z.output<typeof content>;

type Keeper = Pick<Context, 'tx' | 'accountId' | 'seal' | 'now'>;

const about = (account: AccountId, id: string): string => `${account}/${id}/signup`;

export interface NewSignup {
  readonly programId: ProgramId;
  readonly emailKey: string;
  readonly content: SignupContent;
  readonly proved: boolean;
  readonly perHour: number;
}

export type KeptSignup =
  /** Mail this token. */
  | { readonly state: 'mail'; readonly signupId: string; readonly token: string }
  /** A mail is on its way already, or the address had its share for today. */
  | { readonly state: 'settled' }
  /** The form took all that it takes in an hour. */
  | { readonly state: 'busy'; readonly retryAfter: number };

/**
 * Keeps a sign-up until its address is confirmed: one for an address and form, the newest content, and the newest link alone
 * opens it, so that nobody slips words into another's application. Sign-ups by one form follow one another.
 */
export async function keepSignup(context: Keeper, signup: NewSignup): Promise<KeptSignup> {
  const { tx, accountId, seal, now } = context;
  await lockFormRow(tx, accountId, signup.programId);
  const busy = await seeWhetherBusy(context, signup);
  if (busy) return busy;
  const emailHash = hashEmail(seal, accountId, signup.emailKey);
  const present = await lockSignupOf(tx, accountId, signup.programId, emailHash);
  const isNewDay = !present || now.getTime() - present.first_mail_at.getTime() >= DAY;
  if (present && now.getTime() - present.last_mail_at.getTime() < SETTLES_MS) return { state: 'settled' };
  if (present && !isNewDay && present.mails >= MAILS_A_DAY) return { state: 'settled' };
  const id = present?.id ?? newId('signup', now);
  const nonce = newSecret(12);
  const row = {
    nonce,
    signed_up_at: now,
    proved: signup.proved,
    content: seal.close(JSON.stringify(signup.content), about(accountId, id)),
    mails: isNewDay ? 1 : present.mails + 1,
    first_mail_at: isNewDay ? now : present.first_mail_at,
    last_mail_at: now,
    expires_at: addDays(now, CONFIRM_DAYS),
    confirmed_at: null,
  };
  if (present) await updateSignup(tx, accountId, id, row);
  else
    await insertSignup(tx, {
      ...{ account_id: accountId, id, program_id: signup.programId, email_hash: emailHash },
      ...row,
    });
  await scheduleDue(tx, accountId, [{ due_at: row.expires_at, kind: SIGNUP_OVER, subject_id: id }]);
  return { state: 'mail', signupId: id, token: makeConfirmToken(seal, accountId, id, nonce) };
}

async function seeWhetherBusy(
  { tx, accountId, now }: Keeper,
  { programId, perHour, proved }: NewSignup,
): Promise<KeptSignup | null> {
  const mailed = await countMailed(tx, accountId, programId, new Date(now.getTime() - HOUR));
  const isBusy = mailed.all >= perHour || (!proved && mailed.unproved >= Math.ceil(perHour / UNPROVED_PART));
  if (!isBusy) return null;
  const wait = mailed.first === null ? MINUTE : mailed.first.getTime() + HOUR - now.getTime();
  return { state: 'busy', retryAfter: Math.max(1, Math.ceil(wait / 1000)) };
}

export type OpenedSignup =
  | { readonly state: 'open'; readonly row: SignupRow; readonly content: SignupContent }
  | { readonly state: 'confirmed'; readonly row: SignupRow }
  /** Forged, older than the newest link, or too old. */
  | { readonly state: 'gone' };

/** What a mailed link is about. `hold`: until the transaction ends, so that the link acts once. */
export async function openSignup(context: Keeper, token: string, hold: boolean): Promise<OpenedSignup> {
  const { tx, accountId, seal, now } = context;
  const read = readConfirmToken(seal, accountId, token);
  const row = read && (await (hold ? lockSignup : findSignup)(tx, accountId, read.signup));
  if (!read || !row || row.nonce !== read.nonce || row.expires_at.getTime() <= now.getTime()) return { state: 'gone' };
  if (row.confirmed_at !== null || row.content === null) return { state: 'confirmed', row };
  const opened = content.parse(JSON.parse(seal.open(row.content, about(accountId, row.id))));
  return { state: 'open', row, content: opened };
}

/** The address is confirmed: what was sealed stands elsewhere now. */
export function settleSignup({ tx, accountId, now }: Keeper, id: string) {
  return updateSignup(tx, accountId, id, { confirmed_at: now, content: null });
}

/** Lets go of a sign-up whose time is over. Resolves to true where nobody confirmed it, so that its mail is erased too. */
export async function endSignup({ tx, accountId, now }: Pick<Keeper, 'tx' | 'accountId' | 'now'>, id: string) {
  const row = await lockSignup(tx, accountId, id);
  // Signed up again meanwhile: another row of what is due stands for that.
  if (!row || row.expires_at.getTime() > now.getTime()) return false;
  await deleteSignup(tx, accountId, id);
  return row.confirmed_at === null;
}

/** Forgets who signed up with these addresses. Resolves to the sign-ups' ids. */
export function eraseSignups(tx: Tx, account: AccountId, seal: Seal, emailKeys: readonly string[]): Promise<string[]> {
  return deleteSignupsOf(
    tx,
    account,
    emailKeys.map((key) => hashEmail(seal, account, key)),
  );
}

type Tx = Keeper['tx'];

/** True once for a token, whoever asks at the same moment. It is remembered until it would have ended anyway. */
export async function takeToken(tx: Tx, account: AccountId, token: string, until: Date, now: Date): Promise<boolean> {
  await deleteEndedTokens(tx, account, now);
  return insertUsedToken(tx, account, hashToken(token), until);
}

export const wasTokenUsed = (tx: Tx, account: AccountId, token: string): Promise<boolean> =>
  isTokenUsed(tx, account, hashToken(token));
