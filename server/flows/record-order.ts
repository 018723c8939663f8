import { readSettings, type Settings } from '../modules/accounts/index.ts';
import {
  applyOrder,
  type Customer,
  decideOrder,
  type FoundNamed,
  findCredit,
  findNamed,
  keepTouches,
  listReferrerHistory,
  type OrderDecision,
  type SubscriptionPayment,
  storeReferrer,
} from '../modules/attribution/index.ts';
import { recordCommissions } from '../modules/commissions/index.ts';
import {
  draftAmounts,
  findOrderOrRefunds,
  hashOrder,
  insertOrderFacts,
  listPayments,
  type NewOrder,
  type OrderDraft,
  type OrderRow,
  type PaymentRow,
  spreadOrder,
  totalOrder,
} from '../modules/orders/index.ts';
import { type ContactRow, resolveContact, vouchForContact } from '../modules/partners/index.ts';
import type { Context } from '../platform/http/route.ts';
import { newId } from '../platform/ids.ts';
import { together } from '../platform/speaker.ts';
import type { OrderId, PartnerId } from '../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';
import { announceCommissions } from './announce-commissions.ts';
import { announceOrder } from './announce-order.ts';
import { applyWaitingRefunds } from './apply-waiting-refunds.ts';
import { draftCredit, earningsOf, freezeCredit } from './credit-order.ts';
import type { AroundOrder } from './order-view.ts';
import { CLOCKS_DIFFER_MS } from './record-lead.ts';
import { confirmPageOrder, isPagesWord, replacePageOrder, TwinAhead, withTouchesOf } from './settle-page-order.ts';
import { useCoupons } from './use-coupons.ts';

export interface OrderRecorded {
  readonly id: OrderId;
  /** False: the same order was recorded before, and nothing was done. */
  readonly isNew: boolean;
  /** What was recorded, as it stands: null where it was there before, or refunds that waited have changed it already. */
  readonly recorded: { readonly order: OrderRow; readonly around: AroundOrder } | null;
}

/** Who reports the order. `verified` is false for a page whose word nobody vouches for. */
export interface HowReported {
  readonly source: 'api' | 'import' | 'page';
  readonly verified?: boolean;
}

/**
 * An order, in one transaction: recognise a repeat -> place it in time -> find the customer -> gather touches and decide the
 * credit -> price -> record the facts and the referrer, and announce -> record the commissions -> apply refunds that came
 * before it. What a page reported is confirmed or replaced (decisions/0010). Refuses `order_differs`, `occurred_too_late`,
 * `discount_exceeds_order`, `amount_too_large`, `no_exchange_rate`; a refused order leaves nothing behind once the caller
 * has rolled back.
 */
export async function recordOrder(
  context: Context,
  input: NewOrder,
  { source, verified = true }: HowReported,
): Promise<OrderRecorded | Refusal> {
  const { tx, accountId, now } = context;
  const hash = hashOrder(input);
  const occurredAt = input.occurred_at ?? now;
  const [{ order: before, refundsWait }, settings, payments, named] = await Promise.all([
    findOrderOrRefunds(tx, accountId, input.order_id),
    readSettings(tx, accountId),
    input.subscription ? listPayments(tx, accountId, input.subscription.id) : [],
    findNamed(tx, accountId, input, occurredAt),
  ]);
  if (before && !isPagesWord(before, { source, verified })) return repeated(before, hash);
  if (before?.content_hash === hash) {
    await confirmPageOrder(context, before);
    return { id: before.id, isNew: false, recorded: null };
  }
  if (occurredAt.getTime() > now.getTime() + CLOCKS_DIFFER_MS)
    return refuse('occurred_too_late', 'occurred_at is more than 10 minutes ahead.');
  const amounts = draftAmounts(input, now, settings.prices_include_tax);
  const total = totalOrder(amounts);
  if (isRefusal(total)) return total;
  const draft: OrderDraft = { id: newId('order', now), occurredAt, amounts, total, hash };
  const report = { input, named, draft, settings, payments, how: { source, verified }, page: before ?? null };
  return recordNew(context, report, refundsWait);
}

interface Report {
  readonly input: NewOrder;
  readonly named: FoundNamed;
  readonly draft: OrderDraft;
  readonly settings: Settings;
  readonly payments: readonly PaymentRow[];
  readonly how: Required<HowReported>;
  /** What a page said of this order before, whose place it takes. */
  readonly page: OrderRow | null;
}

async function recordNew(context: Context, report: Report, refundsWait: boolean): Promise<OrderRecorded | Refusal> {
  const { draft, settings, payments, how, page } = report;
  const found = await findCustomer(context, report);
  const input = page ? await withTouchesOf(context, page, report.input, found?.contact ?? null) : report.input;
  const decision = await decide(context, report, input, found);
  const credit = await draftCredit(context, {
    order: {
      id: draft.id,
      currency: input.currency,
      occurredAt: draft.occurredAt,
      spread: spreadOrder(draft.amounts),
      total: draft.total,
    },
    payments: { number: input.subscription?.payment_number ?? null, known: payments },
    decision,
    buyer: decision.buyer,
    holding: [...holdingReasons(found, decision, settings), ...(how.verified ? [] : (['unverified'] as const))],
    version: 1,
    note: null,
  });
  if (isRefusal(credit)) return credit;
  if (page) await replacePageOrder(context, page, draft.id);
  const earnings = earningsOf(credit);
  // What history brings along is no news, and a page's word is none yet.
  const isNews = how.source !== 'import' && how.verified;
  const news = { cause: 'recorded', at: draft.occurredAt, lines: input.items };
  const writing = { ...context, tx: together(context.tx) };
  const { order_id } = input;
  const telling = Promise.all([
    announceCommissions(writing, { id: draft.id, order_id }, isNews ? earnings : [], news),
    isNews && announceOrder(writing, { ...draft, order_id, currency: input.currency }, decision),
  ]);
  // Where the order itself fails, that is what counts.
  telling.catch(() => {});
  const facts = await insertOrderFacts(writing, input, draft, found?.contact.id ?? null, how);
  if (!facts) throw new TwinAhead('a twin recorded this order first');
  const [frozen, commissions] = await Promise.all([
    freezeCredit(writing, credit),
    // Balances are what others wait for: they come after all that is inserted, and are held the shortest.
    recordCommissions(writing, earnings),
    keepWhatItSays(writing, report, found, decision),
    telling,
  ]);
  const applies = refundsWait && how.verified;
  if (applies) await applyWaitingRefunds(context, draft.id, input.order_id);
  const pricing = credit.priced?.detail.uncommissioned ?? [];
  const around = { lines: facts.lines, credit: frozen, commissions, pricing, refunded: 0n };
  return { id: draft.id, isNew: true, recorded: applies ? null : { order: facts.order, around } };
}

function repeated(before: OrderRow, hash: string): OrderRecorded | Refusal {
  if (before.content_hash === hash) return { id: before.id, isNew: false, recorded: null };
  return refuse('order_differs', `Order ${before.order_id} is recorded with other content. Report changes as refunds.`);
}

type Found = { contact: ContactRow; isNew: boolean; wasUnverified: boolean };

async function findCustomer(context: Context, { input, draft, how }: Report): Promise<Found | null> {
  if (input.customer === null) return null;
  const { email, external_id, name } = input.customer;
  const { contact, isNew } = await resolveContact(
    context,
    { email, externalId: external_id, name },
    { cause: draft.id, standing: how.verified ? 'verified' : 'unverified' },
  );
  const wasUnverified = contact.standing === 'unverified';
  // The owner's shop vouches for its customer: only what was worth credit before this order may be held.
  const vouched = wasUnverified && how.verified ? await vouchForContact(context, contact) : contact;
  return { contact: vouched, isNew, wasUnverified };
}

function customerOf(found: Found | null, input: NewOrder): Customer {
  return { contactId: found?.contact.id ?? null, isNew: found?.isNew ?? true, email: input.customer?.email ?? null };
}

async function decide(
  context: Context,
  { draft, named, payments, settings, page }: Report,
  input: NewOrder,
  found: Found | null,
): Promise<OrderDecision> {
  return decideOrder(context, {
    occurredAt: draft.occurredAt,
    named: input,
    customer: customerOf(found, input),
    subscription: input.subscription
      ? await subscriptionOf(context, input.subscription.payment_number, payments)
      : null,
    settings,
    // In place of a page's word it names what that did, too.
    ...(page ? { without: page.id } : { found: named }),
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

/** Touches for good, and the referrer that the order stores, whoever is credited (rules.md 3, 7). A page's word stores none. */
async function keepWhatItSays(
  context: Context,
  report: Report,
  found: Found | null,
  decision: OrderDecision,
): Promise<void> {
  const { draft, how } = report;
  const contactId = found?.contact.id ?? null;
  const { touches } = decision.gathered;
  const kept = touches.filter((touch) => touch.named || touch === decision.via_touch || touch === decision.store_touch);
  await Promise.all([
    how.verified && useCoupons(context, report.input.order_id, kept),
    keepTouches(context, draft.id, contactId, kept),
    found && how.verified && storeOrderReferrer(context, report, found, decision),
  ]);
}

async function storeOrderReferrer(
  context: Context,
  { draft, page }: Report,
  found: Found,
  decision: OrderDecision,
): Promise<void> {
  if (!decision.store_touch) return;
  const partner: PartnerId = decision.store_touch.partner_id;
  const leadWindow = decision.gathered.times.program(partner, draft.occurredAt)?.leadWindowDays ?? null;
  // The decision did without what a signed page had stored; it stands in the history all the same.
  const history = page
    ? await listReferrerHistory(context.tx, context.accountId, [found.contact.id])
    : decision.history;
  const applied = applyOrder(history, {
    id: draft.id,
    occurred_at: draft.occurredAt,
    contact_is_new: found.isNew,
    touch: { partner_id: partner, lead_window_days: leadWindow },
  });
  await storeReferrer(context, found.contact.id, applied.entry);
}
