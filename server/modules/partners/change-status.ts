import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { lockPartner, type PartnerRow } from './queries.ts';
import { recordStanding } from './record-standing.ts';
import { movePartner as nextStatus, type PartnerAction } from './rules/partner-transitions.ts';

const acts: Record<PartnerAction, string> = {
  approve: 'partner_approved',
  reject: 'partner_rejected',
  suspend: 'partner_suspended',
  reinstate: 'partner_reinstated',
};

/** Approves, rejects, suspends or reinstates from now on. Refuses `not_found` and `wrong_status`. */
export async function changeStatus(
  context: Context,
  partner: { readonly id: PartnerId },
  act: PartnerAction,
  note: string | null = null,
): Promise<PartnerRow | Refusal> {
  const present = await lockPartner(context.tx, context.accountId, partner.id);
  if (!present) return refuse('not_found', 'There is no such partner.');
  const status = nextStatus(present.status, act);
  return isRefusal(status) ? status : recordStanding(context, present, { status }, acts[act], note);
}
