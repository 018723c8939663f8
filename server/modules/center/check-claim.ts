import type { Context } from '../../platform/http/route.ts';
import { dayOf, shiftDay, startOfDay } from '../../values/instant.ts';
import { findCredit } from '../attribution/index.ts';
import { findOrderByNumber, listOrdersOfContact } from '../orders/index.ts';
import { findKeyOwners, normalizeEmail } from '../partners/index.ts';
import type { Claimed } from './claims.ts';
import { type Found, judgeClaim } from './rules/judge-claim.ts';

/** A shop and a customer may be on two sides of midnight. */
const DAYS_AROUND = 1;

export interface Check extends ReturnType<typeof judgeClaim> {
  readonly named: Found['named'];
  readonly order: Found['order'];
}

/** Looks for the order of a claim, by its number, else by the customer's address and day, and says what is known of it. */
export async function checkClaim(context: Context, partnerId: string, claimed: Claimed): Promise<Check> {
  const named = claimed.order_id ? 'order' : claimed.email ? 'email' : 'nothing';
  const { contactKnown, orderId } = await lookFor(context, claimed);
  const credit = orderId === null ? undefined : await findCredit(context.tx, context.accountId, orderId);
  const order = orderId && credit ? { id: orderId, creditedTo: credit.partner_id, reason: credit.reason } : null;
  return { ...judgeClaim({ partnerId, named, contactKnown, order }), named, order };
}

async function lookFor(
  context: Context,
  { order_id, email, occurred_on }: Claimed,
): Promise<{ contactKnown: boolean; orderId: string | null }> {
  const { tx, accountId, account } = context;
  if (order_id) return { contactKnown: true, orderId: (await findOrderByNumber(tx, accountId, order_id))?.id ?? null };
  if (!email) return { contactKnown: false, orderId: null };
  const owners = await findKeyOwners(tx, accountId, { externalId: null, emailKey: normalizeEmail(email) });
  if (owners.email === null) return { contactKnown: false, orderId: null };
  const day = occurred_on ?? dayOf(context.now, account.timeZone);
  const span = {
    from: startOfDay(shiftDay(day, -DAYS_AROUND), account.timeZone),
    to: startOfDay(shiftDay(day, DAYS_AROUND + 1), account.timeZone),
  };
  const orders = await listOrdersOfContact(tx, accountId, owners.email, span);
  const onDay = orders.find((row) => dayOf(row.occurred_at, account.timeZone) === day);
  return { contactKnown: true, orderId: (onDay ?? orders[0])?.id ?? null };
}
