import { readSettings, recordAct } from '../modules/accounts/index.ts';
import {
  applyOrder,
  decideOrder,
  findCredit,
  listReferrerHistory,
  storeReferrer,
} from '../modules/attribution/index.ts';
import {
  cancelCommissions,
  listCommissionsOfOrder,
  releaseUnverified,
  reverseAll,
} from '../modules/commissions/index.ts';
import {
  listLines,
  lockOrder,
  markConfirmed,
  markReplaced,
  type NewOrder,
  type OrderRow,
} from '../modules/orders/index.ts';
import { type ContactRow, emailsOf, findContact, normalizeEmail, vouchForContact } from '../modules/partners/index.ts';
import type { Context } from '../platform/http/route.ts';
import type { CommissionId, OrderId } from '../values/id.ts';
import { isRefusal } from '../values/refusal.ts';
import { announceCommissions } from './announce-commissions.ts';
import { announceOrder } from './announce-order.ts';
import { applyWaitingRefunds } from './apply-waiting-refunds.ts';
import { useCouponNamed } from './use-coupons.ts';

/** Asks for the whole transaction anew: a twin recorded or settled the same order a moment ago, and is found then. */
export class TwinAhead extends Error {
  readonly code = '40001';
}

/**
 * Whether what is recorded is a page's word, for which a better one has come: the owner's server, or, where the page's was
 * not signed, a page with a signature. A page's bare word settles nothing.
 */
export function isPagesWord(before: OrderRow, by: { readonly source: string; readonly verified: boolean }): boolean {
  if (before.source !== 'page' || before.settled_at !== null) return false;
  return by.source !== 'page' || (by.verified && !before.verified);
}

/**
 * The owner's server says the very same: the order counts from now on. Its customer is vouched for, the referrer is stored,
 * what was held is released, and refunds that waited are applied.
 */
export async function confirmPageOrder(context: Context, before: OrderRow): Promise<void> {
  const { tx, accountId, now } = context;
  const page = await lockPage(context, before);
  await markConfirmed(tx, accountId, page.id, now);
  // A signed one counted at once: nothing waits.
  if (page.verified) return;
  await storeItsReferrer(context, page);
  if (page.coupon) await useCouponNamed(context, page.order_id, page.coupon, page.occurred_at);
  await releaseUnverified(context, [page.id]);
  const told = { cause: 'recorded', at: page.occurred_at, lines: await listLines(tx, accountId, [page.id]) };
  await announceCommissions(context, page, await listCommissionsOfOrder(tx, accountId, page.id), told);
  const credit = await findCredit(tx, accountId, page.id);
  if (credit) await announceOrder(context, { ...page, total: page.total_amount }, credit);
  await applyWaitingRefunds(context, page.id, page.order_id);
}

/**
 * The owner's server says something else: nothing of what the page said is worth anything from now on. Its commissions are
 * reversed and taken off (what a person had approved and a run has paid is owed back), and its number is free.
 */
export async function replacePageOrder(context: Context, before: OrderRow, by: OrderId): Promise<void> {
  const { tx, accountId, now } = context;
  const page = await lockPage(context, before);
  const note = 'the owner reported the order otherwise than the page';
  await markReplaced(tx, accountId, page.id, by, now);
  const credit = await findCredit(tx, accountId, page.id);
  if (credit) await reverseAll(context, page.id, credit.version, note);
  const rows = await listCommissionsOfOrder(tx, accountId, page.id);
  const open = rows.filter((row) => row.kind === 'sale' && (row.status === 'pending' || row.status === 'payable'));
  const cancelled = await cancelCommissions(
    context,
    open.map((row) => row.id as CommissionId),
    note,
  );
  if (isRefusal(cancelled)) throw new TwinAhead('a run took them a moment ago');
  await recordAct(context, 'page_order_replaced', page.id, { detail: { by } });
}

/**
 * What the server reports, with the click that only the page knew. A page's word on who brought somebody is taken only for
 * the very customer that the server names: whoever guesses the next order numbers does not know who will place them.
 */
export async function withTouchesOf(
  { tx, accountId }: Context,
  page: OrderRow,
  input: NewOrder,
  contact: ContactRow | null,
): Promise<NewOrder> {
  if (input.click_id || input.via || page.contact_id === null) return input;
  const email = input.customer?.email;
  const named = (await emailsOf(tx, accountId, [page.contact_id as ContactRow['id']])).map((row) => row.email_key);
  const isSame = page.contact_id === contact?.id || (email && named.includes(normalizeEmail(email)));
  return isSame ? { ...input, click_id: page.click_id, via: page.via } : input;
}

async function lockPage({ tx, accountId }: Context, before: OrderRow): Promise<OrderRow> {
  const page = await lockOrder(tx, accountId, before.id);
  if (!page || page.settled_at !== null) throw new TwinAhead('the order was settled a moment ago');
  return page;
}

/** The referrer that the order would have stored, had the owner's server reported it then (rules.md 7). */
async function storeItsReferrer(context: Context, page: OrderRow): Promise<void> {
  const { tx, accountId } = context;
  const contact = page.contact_id === null ? undefined : await findContact(tx, accountId, page.contact_id);
  if (!contact) return;
  const decision = await decideOrder(context, {
    occurredAt: page.occurred_at,
    named: page,
    customer: { contactId: contact.id, isNew: false, email: null },
    subscription: null,
    settings: await readSettings(tx, accountId),
  });
  if (contact.standing === 'unverified') await vouchForContact(context, contact);
  if (!decision.store_touch) return;
  const partner = decision.store_touch.partner_id;
  const applied = applyOrder(await listReferrerHistory(tx, accountId, [contact.id]), {
    id: page.id,
    occurred_at: page.occurred_at,
    contact_is_new: contact.created_at.getTime() === page.recorded_at.getTime(),
    touch: {
      partner_id: partner,
      lead_window_days: decision.gathered.times.program(partner, page.occurred_at)?.leadWindowDays ?? null,
    },
  });
  await storeReferrer(context, contact.id, applied.entry);
}
