import type { ApplicationSent } from '../../modules/joining/contract.ts';
import {
  type AnswerKept,
  answerApplicant,
  CONFIRM_DAYS,
  checkAnswers,
  isProved,
  keepSignup,
  listApplications,
  pageUrlOf,
  readStarted,
  type SignupForm,
  takeToken,
} from '../../modules/joining/index.ts';
import { sendMessageTo } from '../../modules/messaging/index.ts';
import {
  findContactsByEmail,
  findPartnerByContact,
  isEmail,
  listPartnerHistory,
  normalizeEmail,
  type PartnerRow,
} from '../../modules/partners/index.ts';
import { hasProgramEnded } from '../../modules/programs/index.ts';
import { findVisitorsClick } from '../../modules/tracking/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { DAY, SECOND } from '../../values/instant.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { tellPartner } from './tell-partner.ts';
import { words } from './words.ts';

/** How a form came: what no field of it says. */
export interface Sender {
  readonly country: string | null;
  readonly cookies: string | undefined;
  /** By the machine's clock. */
  readonly at: Date;
}

export type SignedUp =
  /** Whoever it was: the mail alone says more. */
  | { readonly state: 'sent' }
  | { readonly state: 'faults'; readonly faults: Readonly<Record<string, string>> }
  | { readonly state: 'busy'; readonly retryAfter: number };

/** Nobody reads and fills in a form in less; without proof of work it takes more. */
const LEAST_MS = 3 * SECOND;
const LEAST_UNPROVED_MS = 6 * SECOND;

/**
 * Somebody fills in a form: look whether a person did -> check what was filled in -> see who it is -> keep it until the address
 * is confirmed -> send the one mail that is right for them. The answer is the same for all of them. Refuses `signup_closed`
 * and `signup_unproved`.
 */
export async function signUp(
  context: Context,
  form: SignupForm,
  sent: ApplicationSent,
  sender: Sender,
): Promise<SignedUp | Refusal> {
  const { tx, accountId, seal } = context;
  if (!form.open || (await hasProgramEnded(context, form.programId)))
    return refuse('signup_closed', 'Nobody can sign up with this form at the moment.');
  if (sent.website.trim() !== '') return { state: 'sent' };
  const proved = Boolean(sent.proof) && (await isProved(seal, sent.started, sent.proof!));
  const refused = refuseStart(context, form, sent, sender.at, proved);
  if (refused) return refused;
  const checked = checkFilled(form, sent);
  if ('faults' in checked) return { state: 'faults', faults: checked.faults };
  // Pressed twice: the first has done it.
  const until = new Date(sender.at.getTime() + DAY);
  if (!(await takeToken(tx, accountId, sent.started, until, sender.at))) return { state: 'sent' };
  const via = sent.via?.trim() || null;
  const content = {
    ...{ email: sent.email.trim(), name: sent.name.trim(), answers: [...checked.answers], via },
    ...{ terms_version: form.terms?.version ?? null, country: sender.country },
    click_id:
      sent.click_id?.trim() || (via ? null : await findVisitorsClick(tx, accountId, sender.cookies, context.now)),
  };
  const emailKey = normalizeEmail(content.email);
  const kept = await keepSignup(context, {
    ...{ programId: form.programId, emailKey, content, proved },
    perHour: form.signups_per_hour,
  });
  if (kept.state === 'busy') return kept;
  if (kept.state === 'mail') await mailThem(context, form, content, kept);
  return { state: 'sent' };
}

function refuseStart(
  { accountId, seal }: Context,
  { programId }: SignupForm,
  { started, proof }: ApplicationSent,
  at: Date,
  proved: boolean,
): Refusal | null {
  const begun = readStarted(seal, { accountId, programId }, started);
  const age = begun === null ? -1 : at.getTime() - begun.getTime();
  if (age < 0 || age > DAY) return refuse('signup_unproved', 'The form is too old, or none of ours: fetch it anew.');
  if (age < (proved ? LEAST_MS : LEAST_UNPROVED_MS))
    return refuse('signup_unproved', 'Nobody fills in a form so fast: fetch it anew, and take some seconds.');
  if (proof && !proved) return refuse('signup_unproved', 'The proof of work does not hold: fetch the form anew.');
  return null;
}

type Checked = { readonly faults: Record<string, string> } | { readonly answers: readonly AnswerKept[] };

function checkFilled(form: SignupForm, sent: ApplicationSent): Checked {
  const faults: Record<string, string> = {};
  if (!isEmail(normalizeEmail(sent.email))) faults['email'] = words.faults.email;
  if (sent.name.trim() === '') faults['name'] = words.faults.name;
  const version = form.terms?.version ?? null;
  if (version !== null && sent.terms_version !== version)
    faults['terms_version'] = sent.terms_version === null ? words.faults.terms : words.faults.termsChanged;
  const checked = checkAnswers(form.questions, sent.answers);
  if ('faults' in checked)
    for (const { question_id, message } of checked.faults) faults[`answers.${question_id}`] = `This ${message}.`;
  return 'faults' in checked || Object.keys(faults).length > 0 ? { faults } : { answers: checked.answers };
}

/** Who a partner is to a form: what decides which mail they get. */
export async function knownOf({ tx, accountId }: Context, partner: PartnerRow | undefined) {
  if (!partner) return { status: null, since: null, waits: false };
  const standings = await listPartnerHistory(tx, accountId, [partner.id]);
  const waiting = await listApplications(tx, accountId, { partner_id: partner.id, status: 'waiting' }, null, 1);
  return { status: partner.status, since: standings.at(-1)?.from_at ?? null, waits: waiting.length > 0 };
}

async function mailThem(
  context: Context,
  form: SignupForm,
  { email, name }: { readonly email: string; readonly name: string },
  { signupId, token }: { readonly signupId: string; readonly token: string },
): Promise<void> {
  const { tx, accountId, now } = context;
  const [contact] = await findContactsByEmail(tx, accountId, email);
  const partner = contact && (await findPartnerByContact(tx, accountId, contact.id));
  const answer = answerApplicant(await knownOf(context, partner), form.reapply_after_days, now);
  if (partner && answer.tell !== 'confirm') return tellPartner(context, partner, answer, signupId);
  const confirmation_url = `${pageUrlOf(context, form)}/confirm/${token}`;
  await sendMessageTo(context, {
    kind: 'email_confirmation',
    to: { address: email, name },
    event: 'signup',
    subjectId: signupId,
    texts: { confirmation_url, valid_for: `${CONFIRM_DAYS} days` },
  });
}
