import { readSettings, type Settings } from '../modules/accounts/index.ts';
import {
  applyOrder,
  type Customer,
  decideOrder,
  findCredit,
  keepTouches,
  type OrderDecision,
  type SubscriptionPayment,
  storeReferrer,
} from '../modules/attribution/index.ts';
import {
  draftAmounts,
  findOrderByNumber,
  hashOrder,
  insertFacts,
  listPayments,
  type NewOrder,
  type OrderDraft,
  type PaymentRow,
  spreadOrder,
  totalOrder,
} from '../modules/orders/index.ts';
import { type ContactRow, resolveContact, vouchForContact } from '../modules/partners/index.ts';
import type { Context } from '../platform/http/route.ts';
import { newId } from '../platform/ids.ts';
import type { OrderId, PartnerId } from '../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';
import { applyWaitingRefunds } from './apply-waiting-refunds.ts';
import { creditOrder } from './credit-order.ts';
import { CLOCKS_DIFFER_MS } from './record-lead.ts';

export interface OrderRecorded {
  readonly id: OrderId;
  /** False: the same order was recorded before, and nothing was done. */
  readonly isNew: boolean;
}

/** Asks for the whole transaction anew: a twin recorded the same order a moment ago, and is found then. */
class TwinAhead extends Error {
  readonly code = '40001';
}

/**
 * An order, in one transaction: recognise a repeat -> place it in time -> find the customer -> gather touches and decide the
 * credit -> record the facts -> price and record commissions -> store the referrer -> apply refunds that came before it.
 * Refuses `order_differs`, `occurred_too_late`, `discount_exceeds_order`, `amount_too_large`, `no_exchange_rate`; a refused
 * order leaves nothing behind once the caller has rolled back.
 */
export async function recordOrder(
  context: Context,
  input: NewOrder,
  source: 'api' | 'import' | 'page',
): Promise<OrderRecorded | Refusal> {
  const { tx, accountId, now } = context;
  const hash = hashOrder(input);
  const before = await findOrderByNumber(tx, accountId, input.order_id);
  if (before) {
    if (before.content_hash === hash) return { id: before.id, isNew: false };
    return refuse(
      'order_differs',
      `Order ${input.order_id} is recorded with other content. Report changes as refunds.`,
    );
  }
  const occurredAt = input.occurred_at ?? now;
  if (occurredAt.getTime() > now.getTime() + CLOCKS_DIFFER_MS)
    return refuse('occurred_too_late', 'occurred_at is more than 10 minutes ahead.');
  const settings = await readSettings(tx, accountId);
  const amounts = draftAmounts(input, now, settings.prices_include_tax);
  const total = totalOrder(amounts);
  if (isRefusal(total)) return total;
  const draft: OrderDraft = { id: newId('order', now), occurredAt, amounts, total, hash };

  const contact = await findCustomer(context, input, draft.id);
  const payments = input.subscription ? await listPayments(tx, accountId, input.subscription.id) : [];
  const decision = await decide(context, input, occurredAt, contact, payments, settings);
  if (!(await insertFacts(context, input, draft, contact?.contact.id ?? null, source)))
    throw new TwinAhead('a twin recorded this order first');
  const credited = await creditOrder(context, {
    order: { id: draft.id, currency: input.currency, occurredAt, spread: spreadOrder(amounts), total },
    payments: { number: input.subscription?.payment_number ?? null, known: payments },
    decision,
    customer: customerOf(contact, input),
    holding: holdingReasons(contact, decision, settings),
    version: 1,
    note: null,
  });
  if (isRefusal(credited)) return credited;
  await keepWhatItSays(context, draft, contact, decision);
  await applyWaitingRefunds(context, draft.id, input.order_id);
  return { id: draft.id, isNew: true };
}

type Found = { contact: ContactRow; isNew: boolean; wasUnverified: boolean };

async function findCustomer(context: Context, input: NewOrder, orderId: OrderId): Promise<Found | null> {
  if (input.customer === null) return null;
  const { email, external_id, name } = input.customer;
  const { contact, isNew } = await resolveContact(
    context,
    { email, externalId: external_id, name },
    { cause: orderId },
  );
  const wasUnverified = contact.standing === 'unverified';
  // The owner's shop vouches for its customer: only what was worth credit before this order may be held.
  return { contact: wasUnverified ? await vouchForContact(context, contact) : contact, isNew, wasUnverified };
}

function customerOf(found: Found | null, input: NewOrder): Customer {
  return { contactId: found?.contact.id ?? null, isNew: found?.isNew ?? true, email: input.customer?.email ?? null };
}

async function decide(
  context: Context,
  input: NewOrder,
  occurredAt: Date,
  found: Found | null,
  payments: readonly PaymentRow[],
  settings: Settings,
): Promise<OrderDecision> {
  return decideOrder(context, {
    occurredAt,
    named: input,
    customer: customerOf(found, input),
    subscription: input.subscription
      ? await subscriptionOf(context, input.subscription.payment_number, payments)
      : null,
    settings,
  });
}

/** The credit of the first payment that is known: the one recorded first (rules.md 8.1). */
export async function subscriptionOf(
  { tx, accountId }: Context,
  number: number,
  payments: readonly PaymentRow[],
): Promise<SubscriptionPayment> {
  const first = firstKnown(payments);
  const credit = first && number > 1 ? await findCredit(tx, accountId, first.id) : undefined;
  return {
    payment_number: number,
    first: credit ? { partner_id: credit.partner_id, reason: credit.reason as never } : null,
  };
}

/** Ids sort by the time of recording. */
export function firstKnown(payments: readonly PaymentRow[]): PaymentRow | null {
  return payments.reduce<PaymentRow | null>(
    (first, payment) => (first === null || payment.id < first.id ? payment : first),
    null,
  );
}

/** A contact known only by leads that nobody vouched for, where the owner wants such credit held (contract.md, leads). */
function holdingReasons(
  found: Found | null,
  decision: OrderDecision,
  settings: Settings,
): ('unverified' | 'self_referral')[] {
  const unverified =
    found?.wasUnverified && settings.unverified_leads === 'hold' && decision.reason.endsWith('_referrer');
  return [...(decision.held ? [decision.held] : []), ...(unverified ? (['unverified'] as const) : [])];
}

/** Touches for good, and the referrer that the order stores, whoever is credited (rules.md 3, 7). */
async function keepWhatItSays(
  context: Context,
  draft: OrderDraft,
  found: Found | null,
  decision: OrderDecision,
): Promise<void> {
  const contactId = found?.contact.id ?? null;
  const { touches } = decision.gathered;
  const kept = touches.filter((touch) => touch.named || touch === decision.via_touch || touch === decision.store_touch);
  await keepTouches(context, draft.id, contactId, kept);
  if (!found || !decision.store_touch) return;
  const partner: PartnerId = decision.store_touch.partner_id;
  const leadWindow = decision.gathered.times.program(partner, draft.occurredAt)?.leadWindowDays ?? null;
  const applied = applyOrder(decision.history, {
    id: draft.id,
    occurred_at: draft.occurredAt,
    contact_is_new: found.isNew,
    touch: { partner_id: partner, lead_window_days: leadWindow },
  });
  await storeReferrer(context, found.contact.id, applied.entry);
}
