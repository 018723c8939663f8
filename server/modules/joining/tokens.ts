import { createHash, timingSafeEqual } from 'node:crypto';
import { newSecret } from '../../platform/ids.ts';
import type { Seal } from '../../platform/seal.ts';
import type { AccountId, ProgramId } from '../../values/id.ts';

/**
 * Tokens that nobody else can make. A form's says when it was handed out; a mailed link's says whose sign-up or application
 * it is about, and until when.
 */
const STARTED = 'signup started';
const CONFIRM = 'signup confirm';
const DECIDE = 'application decide';

export interface Form {
  readonly accountId: AccountId;
  readonly programId: ProgramId;
}

/** A token for a form that is handed out now, by the machine's clock. */
export function makeStarted(seal: Seal, form: Form, at: Date): string {
  const said = `${at.getTime().toString(36)}.${newSecret(12)}`;
  return `${said}.${seal.sign(about(form, said), STARTED)}`;
}

/** When a form was handed out; null where the token is none of ours, or another form's. */
export function readStarted(seal: Seal, form: Form, token: string): Date | null {
  const parts = split(token, 3);
  if (!parts) return null;
  const [at = '', nonce = '', signature = ''] = parts;
  if (!isSame(signature, seal.sign(about(form, `${at}.${nonce}`), STARTED))) return null;
  return new Date(Number.parseInt(at, 36));
}

const about = ({ accountId, programId }: Form, said: string): string => `${accountId}.${programId}.${said}`;

/** The token of a mailed link that confirms an address. The nonce lets only the newest link open. */
export function makeConfirmToken(seal: Seal, account: AccountId, signup: string, nonce: string): string {
  return `${signup}.${nonce}.${seal.sign(`${account}.${signup}.${nonce}`, CONFIRM)}`;
}

export function readConfirmToken(
  seal: Seal,
  account: AccountId,
  token: string,
): { readonly signup: string; readonly nonce: string } | null {
  const parts = split(token, 3);
  if (!parts) return null;
  const [signup = '', nonce = '', signature = ''] = parts;
  return isSame(signature, seal.sign(`${account}.${signup}.${nonce}`, CONFIRM)) ? { signup, nonce } : null;
}

/** The token of the owner's link that leads to one application, in the account's time. */
export function makeDecisionToken(seal: Seal, account: AccountId, application: string, until: Date): string {
  const said = `${application}.${Math.floor(until.getTime() / 1000)}`;
  return `${said}.${seal.sign(`${account}.${said}`, DECIDE)}`;
}

export function readDecisionToken(
  seal: Seal,
  account: AccountId,
  token: string,
): { readonly application: string; readonly until: Date } | null {
  const parts = split(token, 3);
  if (!parts) return null;
  const [application = '', until = '', signature = ''] = parts;
  if (!isSame(signature, seal.sign(`${account}.${application}.${until}`, DECIDE))) return null;
  return { application, until: new Date(Number(until) * 1000) };
}

/** How a used token is remembered. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Tells an address again without telling it: the same for the same address of the same account. */
export const hashEmail = (seal: Seal, account: AccountId, emailKey: string): string =>
  seal.sign(`${account}.${emailKey}`, 'signup address');

function split(token: string, count: number): string[] | null {
  const parts = token.split('.');
  return parts.length === count && token.length <= 300 ? parts : null;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
