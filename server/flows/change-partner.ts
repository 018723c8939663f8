import {
  changeContact,
  changeSponsor,
  findPartner,
  type PartnerChange,
  type PartnerRow,
  setPayoutMethod,
  updatePartner,
} from '../modules/partners/index.ts';
import { createLink, findLinkByCode } from '../modules/promo/index.ts';
import type { Context } from '../platform/http/route.ts';
import type { PartnerId } from '../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';

/**
 * Changes what is named of a partner: name and address (their contact's), sponsor, code, payout method. Refuses `not_found`,
 * `identity_conflict`, `sponsor_ring`, `code_taken` and `method_not_offered`; then nothing of it stays.
 */
export async function changePartner(
  context: Context,
  id: PartnerId,
  change: PartnerChange,
): Promise<Refusal | undefined> {
  const partner = await findPartner(context.tx, context.accountId, id);
  if (!partner) return refuse('not_found', 'There is no such partner.');
  const { name, email, code, sponsor_id, payout_method } = change;
  const steps: (() => Promise<unknown>)[] = [
    async () => (name ?? email) && changeContact(context, partner.contact_id, { name, email }),
    async () => sponsor_id !== undefined && changeSponsor(context, partner, sponsor_id),
    async () => code !== undefined && changeCode(context, partner, code),
    async () => payout_method !== undefined && setPayoutMethod(context, partner, payout_method),
  ];
  for (const step of steps) {
    const result = await step();
    if (isRefusal(result)) return result;
  }
}

/** The partner's link gets a new code; the former one keeps leading to the same partner. */
async function changeCode(context: Context, partner: PartnerRow, code: string): Promise<Refusal | undefined> {
  if (code === partner.code) return;
  const { tx, accountId } = context;
  const known = await findLinkByCode(tx, accountId, code);
  const isOwn = known?.partner_id === partner.id && known.url === null && known.promo_tool_id === null;
  const link = isOwn ? known : await createLink(context, { partnerId: partner.id, url: null, code });
  if (isRefusal(link)) return link;
  await updatePartner(tx, accountId, partner.id, { code });
}
