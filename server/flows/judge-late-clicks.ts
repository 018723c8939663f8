import { findAccount, readSettings } from '../modules/accounts/index.ts';
import {
  applyOrder,
  type CreditRow,
  decideOrder,
  describeBuyer,
  isJudgedAnew,
  keepTouches,
  listCredits,
  listReferrerHistory,
  type OrderDecision,
  storeReferrer,
} from '../modules/attribution/index.ts';
import { listCommissionsOfOrder, reverseAll } from '../modules/commissions/index.ts';
import {
  listLines,
  listOrdersByClick,
  listPayments,
  listRefunds,
  lockOrder,
  type OrderRow,
  spreadOf,
} from '../modules/orders/index.ts';
import { findContact } from '../modules/partners/index.ts';
import type { Actor, Context } from '../platform/http/route.ts';
import type { AccountId, ClickId } from '../values/id.ts';
import { isRefusal } from '../values/refusal.ts';
import { announceCommissions } from './announce-commissions.ts';
import { contextFor, type Parts } from './context.ts';
import { creditOrder } from './credit-order.ts';
import { subscriptionOf } from './record-order.ts';
import { settleReversals, standing } from './record-refund.ts';

const author: Actor = { kind: 'system', id: 'late_click' };

/** Clicks that waited in a spool have landed: orders that named one of them are judged anew, once (rules.md 11). */
export async function judgeLateClicks(parts: Parts, accountId: AccountId, clicks: readonly ClickId[]): Promise<void> {
  const account = await parts.database.inDirectory((tx) => findAccount(tx, accountId));
  if (!account) return;
  const orders = await parts.database.inAccount(accountId, (tx) => listOrdersByClick(tx, accountId, clicks));
  for (const order of orders) {
    await parts.database.inAccount(accountId, (tx) => judgeAnew(contextFor(parts, tx, account, author), order.id));
  }
}

/** Reverses what was recorded of one order and records it again. Nothing where it is too late, or was done, or a person decided since. */
export async function judgeAnew(context: Context, orderId: string): Promise<void> {
  const { tx, accountId, now } = context;
  const order = await lockOrder(tx, accountId, orderId);
  if (!order || order.replaced_by !== null) return;
  const credits = await listCredits(tx, accountId, [order.id]);
  const before = credits.at(-1)!;
  const facts = {
    recorded_at: order.recorded_at,
    judged_anew: credits.some((credit) => credit.version > 1 && credit.reason !== 'manual'),
    reassigned: credits.some((credit) => credit.reason === 'manual'),
  };
  const namedUnknown = credits[0]!.steps.some(
    (step) => step.step === 'named_click' && step.outcome === 'unknown_click',
  );
  if (!namedUnknown || !isJudgedAnew(facts, now)) return;
  const decision = await decideAnew(context, order, credits[0]!);
  const pagesWord = order.verified ? [] : (['unverified'] as const);
  const waiting = await stillUnverified(context, before, decision);
  const holding = [...(decision.held ? [decision.held] : []), ...waiting, ...pagesWord];
  const reversed = await reverseAll(context, order.id, before.version, 'the click that the order names arrived later');
  const lines = await listLines(tx, accountId, [order.id]);
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
    decision,
    buyer: await describeBuyer(context, { contactId: order.contact_id, isNew: false, email: null }),
    holding,
    version: before.version + 1,
    note: null,
  });
  // Without a rate of exchange nothing can be priced: the transaction is undone, and what was recorded stands.
  if (isRefusal(done)) throw new Error(done.detail);
  if (order.verified) await storeAnew(context, order, decision);
  const refunds = await listRefunds(tx, accountId, [order.id]);
  const cause = { refundId: null, occurredAt: order.occurred_at, cause: 'carried_over', told: null } as const;
  const carried = refunds.length > 0 ? await settleReversals(context, order, lines, standing(refunds), cause) : [];
  const told = { cause: 'reassigned', at: order.occurred_at, lines };
  await announceCommissions(context, order, [...reversed, ...done.commissions, ...carried], told);
}

/** What was held for an unverified lead waits on, where a stored referrer is credited again. */
async function stillUnverified(
  { tx, accountId }: Context,
  before: CreditRow,
  decision: Pick<OrderDecision, 'reason'>,
): Promise<['unverified'] | []> {
  if (!decision.reason.endsWith('_referrer')) return [];
  const rows = await listCommissionsOfOrder(tx, accountId, before.order_id);
  const wasHeld = rows.some((row) => row.credit_version === before.version && row.held_reason === 'unverified');
  return wasHeld ? ['unverified'] : [];
}

/** By the settings that the order was recorded with: only the click is new (rules.md 12). */
async function decideAnew(context: Context, order: OrderRow, recorded: CreditRow) {
  const { tx, accountId } = context;
  const payments = order.subscription_id === null ? [] : await listPayments(tx, accountId, order.subscription_id);
  const others = payments.filter((payment) => payment.id < order.id);
  return decideOrder(context, {
    occurredAt: order.occurred_at,
    named: order,
    customer: { contactId: order.contact_id, isNew: false, email: null },
    subscription: order.payment_number === null ? null : await subscriptionOf(context, order.payment_number, others),
    settings: recorded.steps.find((step) => step.step === 'settings') ?? (await readSettings(tx, accountId)),
    without: order.id,
  });
}

/** The referrer that the order stores, as it would have stored it then. */
async function storeAnew(
  context: Context,
  order: OrderRow,
  decision: Awaited<ReturnType<typeof decideAnew>>,
): Promise<void> {
  const { tx, accountId } = context;
  const kept = decision.gathered.touches.filter((touch) => touch.named || touch === decision.store_touch);
  await keepTouches(context, order.id, order.contact_id, kept);
  if (order.contact_id === null || !decision.store_touch) return;
  const partner = decision.store_touch.partner_id;
  const contact = await findContact(tx, accountId, order.contact_id);
  const applied = applyOrder(await listReferrerHistory(tx, accountId, [order.contact_id]), {
    id: order.id,
    occurred_at: order.occurred_at,
    contact_is_new: contact?.created_at.getTime() === order.recorded_at.getTime(),
    touch: {
      partner_id: partner,
      lead_window_days: decision.gathered.times.program(partner, order.occurred_at)?.leadWindowDays ?? null,
    },
  });
  await storeReferrer(context, order.contact_id, applied.entry);
}
