import { recordAct } from '../modules/accounts/index.ts';
import { describeBuyer, findCredit, gatherTouches, listCredits } from '../modules/attribution/index.ts';
import { reverseAll } from '../modules/commissions/index.ts';
import {
  findOrder,
  listLines,
  listPayments,
  listRefunds,
  lockOrder,
  type OrderRow,
  spreadOf,
} from '../modules/orders/index.ts';
import { findPartner } from '../modules/partners/index.ts';
import type { Context } from '../platform/http/route.ts';
import type { PartnerId } from '../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';
import { announceCommissions } from './announce-commissions.ts';
import { creditOrder } from './credit-order.ts';
import { firstKnown } from './record-order.ts';
import { settleReversals, standing } from './record-refund.ts';

/**
 * Gives the credit of an order to another partner, or to nobody, by hand: old commissions are reversed, new ones recorded
 * with the refunds so far, both kept (rules.md 12). Reassigning a subscription's first payment takes its later payments
 * along. Refuses `not_found`, `note_required`, `wrong_status` for a partner who is not approved, `no_exchange_rate`.
 */
export async function reassignOrder(
  context: Context,
  orderId: string,
  partnerId: PartnerId | null,
  note: string,
): Promise<undefined | Refusal> {
  const { tx, accountId } = context;
  if (note.trim() === '') return refuse('note_required', 'Say why the credit changes hands.');
  const order = await findOrder(tx, accountId, orderId);
  if (!order) return refuse('not_found', 'There is no such order.');
  if (order.replaced_by !== null)
    return refuse('wrong_status', `Order ${order.replaced_by} took the place of this one.`);
  if (partnerId !== null) {
    const partner = await findPartner(tx, accountId, partnerId);
    if (!partner) return refuse('not_found', 'There is no such partner.');
    if (partner.status !== 'approved')
      return refuse('wrong_status', `This partner is ${partner.status}; only an approved one can be credited.`);
  }
  for (const id of await ordersToMove(context, order)) {
    const moved = await reassignOne(context, id, partnerId, note);
    if (isRefusal(moved)) return moved;
  }
  await recordAct(context, 'order_reassigned', orderId, { note, detail: { partner_id: partnerId } });
}

/**
 * The order itself; with a subscription's first payment all later ones, those included that went to nobody because its
 * partner was not active, but for those that a person gave to somebody else. In the order of their ids.
 */
async function ordersToMove({ tx, accountId }: Context, order: OrderRow): Promise<string[]> {
  if (order.subscription_id === null) return [order.id];
  const payments = await listPayments(tx, accountId, order.subscription_id);
  if (firstKnown(payments)?.id !== order.id) return [order.id];
  const credits = new Map(
    (
      await listCredits(
        tx,
        accountId,
        payments.map((payment) => payment.id),
      )
    ).map((credit) => [credit.order_id, credit]),
  );
  const followed = credits.get(order.id)?.partner_id;
  const isItsOwn = (id: string) => {
    const credit = credits.get(id);
    return credit?.reason === 'manual' && credit.partner_id !== followed;
  };
  const later = payments.filter(
    (payment) => payment.id !== order.id && payment.payment_number > 1 && !isItsOwn(payment.id),
  );
  return [order.id, ...later.map((payment) => payment.id)].sort();
}

async function reassignOne(
  context: Context,
  orderId: string,
  partnerId: PartnerId | null,
  note: string,
): Promise<undefined | Refusal> {
  const { tx, accountId } = context;
  const order = (await lockOrder(tx, accountId, orderId))!;
  const credit = (await findCredit(tx, accountId, order.id))!;
  const reversed = await reverseAll(context, order.id, credit.version, note);
  const lines = await listLines(tx, accountId, [order.id]);
  const gathered = await gatherTouches(tx, accountId, {}, order.occurred_at, partnerId === null ? [] : [partnerId]);
  const known = order.subscription_id === null ? [] : await listPayments(tx, accountId, order.subscription_id);
  const done = await creditOrder(context, {
    order: {
      id: order.id,
      currency: order.currency,
      occurredAt: order.occurred_at,
      spread: spreadOf(order, lines),
      total: order.total_amount,
    },
    payments: { number: order.payment_number, known },
    decision: {
      partner_id: partnerId,
      reason: 'manual',
      held: null,
      via_touch: null,
      gathered,
      steps: [{ position: 1, step: 'decision', outcome: 'manual', partner_id: partnerId, held: null }],
    },
    buyer: await describeBuyer(context, { contactId: order.contact_id, isNew: false, email: null }),
    holding: order.verified ? [] : ['unverified'],
    version: credit.version + 1,
    note,
  });
  if (isRefusal(done)) return done;
  const refunds = await listRefunds(tx, accountId, [order.id]);
  const cause = { refundId: null, occurredAt: order.occurred_at, cause: 'carried_over', told: null } as const;
  const carried = refunds.length > 0 ? await settleReversals(context, order, lines, standing(refunds), cause) : [];
  const told = { cause: 'reassigned', at: order.occurred_at, lines };
  await announceCommissions(context, order, [...reversed, ...done.commissions, ...carried], told);
}
