import { makeSignInLink } from '../../modules/center/index.ts';
import type { Answer } from '../../modules/joining/index.ts';
import { sendMessageTo } from '../../modules/messaging/index.ts';
import type { PartnerRow } from '../../modules/partners/index.ts';
import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { dayOf } from '../../values/instant.ts';

const kinds = { sign_in: 'sign_in_link', waiting: 'application_received', rejected: 'partner_rejected' } as const;

/** Tells a partner who signs up again how they stand, at the address that we know of them; nobody else learns of it. */
export async function tellPartner(
  context: Context,
  partner: PartnerRow,
  answer: Answer,
  signupId: string,
): Promise<void> {
  if (answer.tell === 'confirm') return;
  await sendMessageTo(context, {
    kind: kinds[answer.tell],
    to: { contactId: partner.contact_id },
    partnerId: partner.id,
    event: 'signup',
    subjectId: signupId,
    texts: await textsFor(context, partner.id, answer),
  });
}

async function textsFor(context: Context, partner: PartnerId, answer: Answer): Promise<Record<string, string>> {
  if (answer.tell === 'sign_in')
    return { sign_in_url: await makeSignInLink(context, partner, { validHours: 24 }), valid_for: '24 hours' };
  if (answer.tell !== 'rejected' || answer.againFrom === null) return {};
  return { reason: `You may apply again from ${dayOf(answer.againFrom, context.account.timeZone)} on.` };
}
