import type { Listener } from '../modules/accounts/index.ts';
import { makeSignInLink } from '../modules/center/index.ts';
import { sendMessageTo } from '../modules/messaging/index.ts';
import { findPartner } from '../modules/partners/index.ts';

/**
 * Welcomes who was approved, in the transaction of the approval: their link, and another that signs them in, once. Its secret
 * stands in the sealed mail alone, so this message is written out at once and not from the event. History welcomes nobody.
 */
export const welcomePartner: Listener = async (context, event) => {
  if (event.kind !== 'partner_approved' || event.data?.['source'] === 'import' || !event.partnerId) return;
  const partner = await findPartner(context.tx, context.accountId, event.partnerId);
  if (!partner) return;
  const sign_in_url = await makeSignInLink(context, partner.id);
  await sendMessageTo(context, {
    kind: 'partner_approved',
    to: { contactId: partner.contact_id },
    partnerId: partner.id,
    event: event.kind,
    subjectId: event.subject,
    texts: { sign_in_url },
  });
};
