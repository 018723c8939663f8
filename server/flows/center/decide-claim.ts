import { findCredit } from '../../modules/attribution/index.ts';
import { checkClaim, decideClaim, lockOpenClaim, openClaim } from '../../modules/center/index.ts';
import { findOrder } from '../../modules/orders/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { reassignOrder } from '../reassign-order.ts';

export interface Acceptance {
  /** Which order it is; null: the one that the check finds. */
  readonly orderId: string | null;
  readonly note: string | null;
}

/**
 * Accepts a claim, once: the order is credited to the partner by reassignment, and they are told. Refuses `not_found`;
 * `wrong_status` for a claim that is decided, an order that is theirs already, or a partner who is not approved;
 * `order_required` where the check found none.
 */
export async function acceptClaim(context: Context, id: string, acceptance: Acceptance): Promise<undefined | Refusal> {
  const claim = await lockOpenClaim(context, id);
  if (isRefusal(claim)) return claim;
  const orderId = acceptance.orderId ?? (await findClaimed(context, claim));
  if (orderId === null)
    return refuse(
      'order_required',
      'The check found no order: name it (claimed_order_id, our id of it), or decline the claim.',
    );
  const order = await findOrder(context.tx, context.accountId, orderId);
  if (!order) return refuse('not_found', 'There is no such order.');
  const credit = await findCredit(context.tx, context.accountId, order.id);
  if (credit?.partner_id === claim.partner_id)
    return refuse('wrong_status', 'This order is credited to them already; decline the claim and say so.');
  const note = acceptance.note?.trim() || `Claim ${id} was accepted`;
  const moved = await reassignOrder(context, order.id, claim.partner_id, note);
  if (isRefusal(moved)) return moved;
  await decideClaim(context, claim, { state: 'accepted', orderId: order.id, reason: null, note: acceptance.note });
}

async function findClaimed(
  context: Context,
  claim: Parameters<typeof openClaim>[1] & { readonly partner_id: string },
): Promise<string | null> {
  const said = openClaim(context, claim);
  return said === null ? null : ((await checkClaim(context, claim.partner_id, said)).order?.id ?? null);
}

/** Declines a claim, once; the partner reads the reason. Refuses `not_found` and `wrong_status`. */
export async function declineClaim(
  context: Context,
  id: string,
  said: { readonly reason: string; readonly note: string | null },
): Promise<undefined | Refusal> {
  const claim = await lockOpenClaim(context, id);
  if (isRefusal(claim)) return claim;
  await decideClaim(context, claim, { state: 'declined', orderId: null, ...said });
}
