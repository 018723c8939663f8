import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { readSettings, recordAct } from '../accounts/index.ts';
import { sendMessageTo } from '../messaging/index.ts';
import {
  changeContact,
  findContact,
  findPartner,
  lockPartner,
  normalizeEmail,
  type PartnerRow,
  type PayoutMethod,
  payoutMethodShape,
  setPayoutMethod,
} from '../partners/index.ts';
import { livesInWords, makeMailedLink, openContent, readWaiting, takeMailedToken } from './mailed-tokens.ts';
import { dropTokens } from './queries-tokens.ts';
import { maskEmail } from './rules/mask-email.ts';

/**
 * A partner wants another address: the new one is sent a link to confirm it, the present one is told. Nothing changes until
 * then, and nothing is said of whether somebody else has the address.
 */
export async function askForEmail(context: Context, partnerId: PartnerId, email: string): Promise<void> {
  const { tx, accountId } = context;
  const partner = (await lockPartner(tx, accountId, partnerId))!;
  const contact = await findContact(tx, accountId, partner.contact_id);
  if (contact?.email && normalizeEmail(contact.email) === normalizeEmail(email)) return;
  const url = await makeMailedLink(context, partnerId, { kind: 'email', content: email });
  const about = { partnerId, event: 'email_change_asked', subjectId: partnerId };
  const name = contact?.name ?? null;
  const texts = { confirmation_url: url, valid_for: livesInWords.email };
  await sendMessageTo(context, { ...about, kind: 'email_confirmation', to: { address: email, name }, texts });
  if (contact?.email)
    await sendMessageTo(context, {
      ...{ ...about, kind: 'email_changing', to: { contactId: contact.id } },
      texts: { new_address: maskEmail(email), valid_for: livesInWords.email },
    });
  await recordAct(context, 'email_change_asked', partnerId);
}

/**
 * A partner wants to be paid another way: the address of today is sent a link to confirm it. After that a changed method
 * waits 48 hours (rules.md 27). Refuses `method_not_offered`.
 */
export async function askForPayoutMethod(
  context: Context,
  partnerId: PartnerId,
  method: PayoutMethod,
): Promise<undefined | Refusal> {
  const { tx, accountId } = context;
  const partner = (await lockPartner(tx, accountId, partnerId))!;
  if (!(await readSettings(tx, accountId)).payout_methods.includes(method.kind))
    return refuse('method_not_offered', `"${method.kind}" is not among the ways that are offered.`);
  const content = JSON.stringify(method);
  const url = await makeMailedLink(context, partnerId, { kind: 'payout_method', content });
  await sendMessageTo(context, {
    kind: 'payout_method_confirmation',
    to: { contactId: partner.contact_id },
    partnerId,
    event: 'payout_method_asked',
    subjectId: partnerId,
    texts: { confirmation_url: url, valid_for: livesInWords.payout_method },
  });
  await recordAct(context, 'payout_method_asked', partnerId, { detail: { kind: method.kind } });
}

/** A method that waits for its link is taken back. */
export const takeBackPayoutMethod = ({ tx, accountId }: Context, partner: PartnerId) =>
  dropTokens(tx, accountId, partner, ['payout_method']);

export async function readWaitingMethod(
  context: Context,
  partner: PartnerId,
): Promise<{ readonly method: PayoutMethod; readonly until: Date } | null> {
  const waiting = await readWaiting(context, partner, 'payout_method');
  return waiting && { method: payoutMethodShape.parse(JSON.parse(waiting.content)), until: waiting.until };
}

export const readWaitingEmail = (context: Context, partner: PartnerId) => readWaiting(context, partner, 'email');

/**
 * Does what a mailed link confirms, once. Refuses `link_used`; `identity_conflict` where the address is somebody else's by
 * now; `method_not_offered` where the owner took that way away meanwhile.
 */
export async function confirmByLink(
  context: Context,
  secret: string,
): Promise<{ readonly what: 'email' | 'payout_method' } | Refusal> {
  const token = await takeMailedToken(context, secret, ['email', 'payout_method']);
  if (isRefusal(token)) return token;
  const partner = await findPartner(context.tx, context.accountId, token.partner_id);
  if (!partner) return refuse('link_used', 'This link does not work any more.');
  const as = { ...context, actor: { kind: 'partner', id: partner.id } } as const;
  const content = openContent(context.seal, token);
  const done =
    token.kind === 'email'
      ? await confirmEmail(as, partner, content)
      : await setPayoutMethod(as, partner, payoutMethodShape.parse(JSON.parse(content)));
  return isRefusal(done) ? done : { what: token.kind as 'email' | 'payout_method' };
}

/** Links to the former address sign nobody in any more. */
async function confirmEmail(context: Context, partner: PartnerRow, email: string): Promise<undefined | Refusal> {
  const changed = await changeContact(context, partner.contact_id, { email });
  if (isRefusal(changed)) return changed;
  await dropTokens(context.tx, context.accountId, partner.id, ['sign_in', 'password_reset', 'payout_method']);
  await recordAct(context, 'email_changed', partner.id);
}
