import { deleteInvitationsOf, recordAct } from '../modules/accounts/index.ts';
import { eraseClaimsOf, eraseSignIn } from '../modules/center/index.ts';
import { eraseApplicationsOf } from '../modules/joining/index.ts';
import { eraseMessagesAbout } from '../modules/messaging/index.ts';
import { eraseCodes } from '../modules/orders/index.ts';
import {
  emailsOf,
  eraseContact,
  findPartnerByContact,
  type PartnerRow,
  updatePartner,
} from '../modules/partners/index.ts';
import { eraseReceivers } from '../modules/payouts/index.ts';
import { erasedCode, listCodeKeys, scrambleCodes } from '../modules/promo/index.ts';
import { listCodesNamed } from '../modules/tracking/index.ts';
import type { Tx } from '../platform/db.ts';
import type { Context } from '../platform/http/route.ts';
import type { AccountId, ContactId } from '../values/id.ts';
import { isRefusal, type Refusal } from '../values/refusal.ts';

/** What other modules wipe of a person: messages that were written to them. */
export type EraseElsewhere = (tx: Tx, account: AccountId, contact: ContactId, at: Date) => Promise<unknown>;

/**
 * Erases what is known of a person, in one transaction (rules.md 37): the contact -> of a partner the receivers of payouts
 * and the codes, wherever they stand -> messages. What claims say of them goes first. Refuses `not_found`; `wrong_status` for a partner who is active, or whose
 * payout is in flight. A second time changes nothing.
 */
export async function erasePerson(
  context: Context,
  id: string,
  eraseElsewhere: EraseElsewhere,
): Promise<ContactId | Refusal> {
  const { tx, accountId, now } = context;
  // While the person's addresses and name are still known.
  await eraseClaimsOf(context, id, (await findPartnerByContact(tx, accountId, id))?.id ?? null);
  const addresses = (await emailsOf(tx, accountId, [id])).map((row) => row.email_key);
  const erased = await eraseContact(context, id);
  if (isRefusal(erased)) return erased;
  const partner = await findPartnerByContact(tx, accountId, erased.id);
  const wiped = partner ? await erasePartner(context, partner) : null;
  if (isRefusal(wiped)) return wiped;
  await eraseElsewhere(tx, accountId, erased.id, now);
  const signups = await eraseApplicationsOf(tx, accountId, context.seal, erased.id, addresses);
  await eraseMessagesAbout(tx, accountId, signups, now);
  await deleteInvitationsOf(tx, accountId, addresses);
  await recordAct(context, 'contact_erased', erased.id);
  return erased.id;
}

async function erasePartner(context: Context, partner: PartnerRow): Promise<null | Refusal> {
  const { tx, accountId } = context;
  await eraseSignIn(context, partner.id);
  const receivers = await eraseReceivers(context, partner.id);
  if (isRefusal(receivers)) return receivers;
  const keys = await listCodeKeys(tx, accountId, partner.id);
  const named = await listCodesNamed(tx, accountId, partner.id);
  const code = await scrambleCodes(tx, accountId, partner.id);
  await updatePartner(tx, accountId, partner.id, { code });
  const erasedKeys = (rows: typeof keys.links) => rows.map((row) => ({ key: row.code_key, to: erasedCode(row.id) }));
  const vias = named.filter(({ kind }) => kind === 'via').map(({ named_by }) => ({ order: named_by, to: code }));
  const coupons = named.flatMap(({ named_by, coupon_id }) =>
    coupon_id === null ? [] : [{ order: named_by, to: erasedCode(coupon_id) }],
  );
  await eraseCodes(tx, accountId, 'via', erasedKeys(keys.links), vias);
  await eraseCodes(tx, accountId, 'coupon', erasedKeys(keys.coupons), coupons);
  return null;
}
