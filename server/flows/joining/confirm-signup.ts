import {
  addApplication,
  answerApplicant,
  type Decision,
  decideApplication,
  newApplicationId,
  openSignup,
  readForm,
  type SignupContent,
  type SignupForm,
  settleSignup,
} from '../../modules/joining/index.ts';
import {
  type ContactRow,
  findPartner,
  findPartnerByContact,
  type PartnerRow,
  resolveContact,
  vouchForContact,
} from '../../modules/partners/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { type ChooseSponsor, joinPartner } from '../join-partner.ts';
import { knownOf } from './sign-up.ts';
import { tellPartner } from './tell-partner.ts';

/** What a stranger reads who followed the mailed link and pressed the button. */
export type Confirmed = 'approved' | 'waiting' | 'rejected' | 'sign_in' | 'before' | 'gone';

const outcomes = { approve: 'approved', wait: 'waiting', reject: 'rejected' } as const;

type Open = Extract<Awaited<ReturnType<typeof openSignup>>, { state: 'open' }>;

/**
 * The address is confirmed: open what was kept -> find or make the contact, who is vouched for now -> see that they are no
 * partner yet -> decide by the form or its rule -> make them a partner as decided, with a sponsor by rule 19 -> write the
 * application down -> announce. All of it, or nothing. Refuses what `joinPartner` refuses.
 */
export async function confirmSignup(
  context: Context,
  token: string,
  chooseSponsor: ChooseSponsor,
): Promise<Confirmed | Refusal> {
  const { tx, accountId } = context;
  const opened = await openSignup(context, token, true);
  if (opened.state !== 'open') return opened.state === 'confirmed' ? 'before' : 'gone';
  const form = await readForm(tx, accountId, opened.row.program_id);
  if (!form) return refuse('not_found', 'There is no such program.');
  const { email, name } = opened.content;
  const resolved = await resolveContact(context, { email, name }, { cause: 'application' });
  const contact = await vouchForContact(context, resolved.contact);
  await settleSignup(context, opened.row.id);
  const partner = await findPartnerByContact(tx, accountId, contact.id);
  return partner
    ? applyAgain(context, form, opened, partner)
    : applyFirst(context, form, opened, contact, chooseSponsor);
}

async function applyFirst(
  context: Context,
  form: SignupForm,
  opened: Open,
  contact: ContactRow,
  chooseSponsor: ChooseSponsor,
): Promise<Confirmed | Refusal> {
  const { tx, accountId, now } = context;
  const { content } = opened;
  const decision = decide(form, opened, false);
  const id = newApplicationId(now);
  const status = ({ approve: 'approved', wait: 'pending', reject: 'rejected' } as const)[decision.outcome];
  const asked = {
    contact_id: contact.id,
    program_id: form.programId,
    click_id: content.click_id,
    via: content.via,
    status,
  };
  const joined = await joinPartner(context, asked, chooseSponsor, { application_id: id });
  if (isRefusal(joined)) return joined;
  const partner = (await findPartner(tx, accountId, joined.partnerId))!;
  await writeDown(context, form, opened, { id, partner, decision });
  return outcomes[decision.outcome];
}

/** Somebody who was rejected before, and may apply again, waits for a person; every other partner is told how they stand. */
async function applyAgain(
  context: Context,
  form: SignupForm,
  opened: Open,
  partner: PartnerRow,
): Promise<Confirmed | Refusal> {
  const answer = answerApplicant(await knownOf(context, partner), form.reapply_after_days, context.now);
  if (answer.tell !== 'confirm') {
    await tellPartner(context, partner, answer, opened.row.id);
    return answer.tell;
  }
  const id = newApplicationId(context.now);
  const decision = decide(form, opened, true);
  await writeDown(context, form, opened, { id, partner, decision });
  const data = { program_id: form.programId, application_id: id };
  await context.announce({ kind: 'partner_applied', subject: partner.id, partnerId: partner.id, data });
  return outcomes[decision.outcome];
}

function decide(form: SignupForm, { row, content }: Open, again: boolean): Decision {
  const { email, country, answers } = content;
  return decideApplication(form.approval, { email, country, answers, proved: row.proved, again });
}

interface Applied {
  readonly id: string;
  readonly partner: PartnerRow;
  readonly decision: Decision;
}

async function writeDown(
  context: Context,
  form: SignupForm,
  { row, content }: { readonly row: Open['row']; readonly content: SignupContent },
  { id, partner, decision }: Applied,
): Promise<void> {
  await addApplication(context, {
    ...{ id, decision, proved: row.proved, answers: content.answers, country: content.country },
    programId: form.programId,
    contactId: partner.contact_id,
    partnerId: partner.id,
    signupId: row.id,
    sponsorId: partner.sponsor_id,
    termsVersion: content.terms_version,
    signedUpAt: row.signed_up_at,
  });
  await context.announce({
    kind: 'application_received',
    subject: id,
    partnerId: partner.id,
    data: { program_id: form.programId, outcome: decision.outcome },
  });
}
