import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../platform/http/route.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import { HOUR } from '../../values/instant.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { readSettings, recordAct } from '../accounts/index.ts';
import { type PayoutMethod, payoutMethod } from './contract.ts';
import { lockPartner, type PartnerRow, updatePartner } from './queries.ts';

/** Time for a partner to notice that somebody else changed where their money goes (rules.md 27). */
const WAIT = 48 * HOUR;

/** What a partner's sealed method is bound to. */
export const aboutPayoutMethod = (account: AccountId, partner: PartnerId): string =>
  `${account}/${partner}/payout_method`;

const about = (partner: Pick<PartnerRow, 'account_id' | 'id'>): string =>
  aboutPayoutMethod(partner.account_id, partner.id);

/** How the partner is paid, unsealed; null where nothing is known. Throws where it was sealed under another secret. */
export function readPayoutMethod(context: Pick<Context, 'seal'>, partner: PartnerRow): PayoutMethod | null {
  if (partner.payout_method === null) return null;
  return payoutMethod.parse(JSON.parse(context.seal.open(partner.payout_method, about(partner))));
}

/** The same where a list or a change must not fail for it: what cannot be unsealed is logged and taken as unknown. */
export function tryPayoutMethod(context: Pick<Context, 'seal' | 'log'>, partner: PartnerRow): PayoutMethod | null {
  try {
    return readPayoutMethod(context, partner);
  } catch (error) {
    context.log.warn({ err: error, partner_id: partner.id }, 'a payout method cannot be unsealed');
    return null;
  }
}

/**
 * Sets how a partner is paid, or that nothing is known (null). The same again changes nothing. After the first method every
 * other one waits 48 hours before a run pays to it, also where the first was taken away in between. Refuses `not_found`
 * and `method_not_offered`.
 */
export async function setPayoutMethod(
  context: Context,
  partner: { readonly id: PartnerId },
  method: PayoutMethod | null,
): Promise<PartnerRow | Refusal> {
  const { tx, accountId, now } = context;
  const present = await lockPartner(tx, accountId, partner.id);
  if (!present) return refuse('not_found', 'There is no such partner.');
  const isSame =
    method === null ? present.payout_method === null : isDeepStrictEqual(tryPayoutMethod(context, present), method);
  if (isSame) return present;
  if (method && !(await readSettings(tx, accountId)).payout_methods.includes(method.kind))
    return refuse('method_not_offered', `"${method.kind}" is not among the payout_methods of the settings.`);
  const hadOne = present.payout_method_changed_at !== null;
  const kind = method?.kind ?? null;
  const after = await updatePartner(tx, accountId, present.id, {
    payout_kind: kind,
    payout_method: method && context.seal.close(JSON.stringify(method), about(present)),
    payout_method_changed_at: now,
    payout_method_waits_until: hadOne ? new Date(now.getTime() + WAIT) : null,
  });
  await recordAct(context, 'payout_method_changed', present.id, { detail: { kind } });
  if (hadOne)
    await context.announce({
      kind: 'payout_method_changed',
      subject: present.id,
      partnerId: present.id,
      data: { kind, waits_until: after.payout_method_waits_until?.toISOString() ?? null },
    });
  return after;
}
