import { findCredit } from '../modules/attribution/index.ts';
import {
  applyReversals,
  type CommissionRow,
  findPricing,
  listCommissionsOfOrder,
  reversedOf,
} from '../modules/commissions/index.ts';
import {
  contentHash,
  findRefundByNumber,
  insertRefund,
  type LineRow,
  listLines,
  listRefunds,
  lockOrder,
  markReversed,
  type NewRefund,
  type OrderRow,
  type RefundFacts,
  type RefundRequest,
  type RefundRow,
  refundedBases,
  refundPartsFromJson,
  refundPartsToJson,
  resolveRefund,
  spreadOf,
} from '../modules/orders/index.ts';
import type { Context } from '../platform/http/route.ts';
import { newId } from '../platform/ids.ts';
import type { RefundId } from '../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';
import { announceCommissions } from './announce-commissions.ts';
import { announceRefund } from './announce-order.ts';
import { CLOCKS_DIFFER_MS } from './record-lead.ts';

export interface RefundRecorded {
  readonly id: RefundId;
  readonly isNew: boolean;
}

/**
 * A refund or chargeback, in one transaction under the order's lock: recognise a repeat -> take it apart -> record it ->
 * reverse what it takes back (rules.md 23 to 26). Refuses `not_found`, `refund_differs`, `refund_exceeds_order`,
 * `unknown_sku`, `occurred_too_late`. Not `isNews`: an import brings it along, and nobody is told.
 */
export async function recordRefund(
  context: Context,
  orderId: string,
  input: NewRefund,
  { isNews = true }: { readonly isNews?: boolean } = {},
): Promise<RefundRecorded | Refusal> {
  const { tx, accountId, now } = context;
  const order = await lockOrder(tx, accountId, orderId);
  if (!order) return refuse('not_found', 'There is no such order.');
  if (!order.verified || order.replaced_by !== null)
    return refuse('wrong_status', 'A page reported this order; report it by POST /v1/orders, and refund that.');
  const hash = contentHash(input);
  const before = await findRefundByNumber(tx, accountId, order.id, input.refund_id);
  if (before) {
    if (before.content_hash === hash) return { id: before.id, isNew: false };
    return refuse('refund_differs', `Refund ${input.refund_id} of this order is recorded with other content.`);
  }
  const occurredAt = input.occurred_at ?? now;
  const future = refuseFuture(context, occurredAt);
  if (future) return future;
  const lines = await listLines(tx, accountId, [order.id]);
  const earlier = await listRefunds(tx, accountId, [order.id]);
  const facts = resolveRefund(spreadOf(order, lines), standing(earlier), requestOf(input, occurredAt));
  if (isRefusal(facts)) return facts;
  const id = await addRefund(context, order, { number: input.refund_id, reason: input.reason, hash, facts });
  if (isNews)
    await announceRefund(context, order, { id, number: input.refund_id, reason: input.reason, amount: facts.amount });
  await settleReversals(context, order, lines, [...standing(earlier), facts], {
    refundId: id,
    occurredAt,
    cause: 'refund',
    told: isNews ? input.reason : null,
  });
  return { id, isNew: true };
}

/** Shops' clocks differ; what lies further ahead is a mistake. Null: it does not. */
export function refuseFuture({ now }: Context, occurredAt: Date): Refusal<'occurred_too_late'> | null {
  if (occurredAt.getTime() <= now.getTime() + CLOCKS_DIFFER_MS) return null;
  return refuse('occurred_too_late', 'occurred_at is more than 10 minutes ahead.');
}

/** Undoes, once, a refund that did not stand: a chargeback won, a refund failed (rules.md 25). A repeat changes nothing. */
export async function reverseRefund(
  context: Context,
  refund: RefundRow,
  occurredAt: Date,
): Promise<undefined | Refusal> {
  const { tx, accountId, now } = context;
  const order = (await lockOrder(tx, accountId, refund.order_id))!;
  const lines = await listLines(tx, accountId, [order.id]);
  const refunds = await listRefunds(tx, accountId, [order.id]);
  if (refunds.find((row) => row.id === refund.id)?.reversed_at) return;
  const future = refuseFuture(context, occurredAt);
  if (future) return future;
  await markReversed(tx, accountId, refund.id, now, occurredAt);
  const left = standing(refunds.filter((row) => row.id !== refund.id));
  await settleReversals(context, order, lines, left, {
    refundId: refund.id,
    occurredAt,
    cause: 'refund_undone',
    told: 'refund_undone',
  });
}

/** Refunds that were accepted and not reversed, as the rules take them. */
export function standing(refunds: readonly RefundRow[]): RefundFacts[] {
  return refunds
    .filter((row) => row.reversed_at === null)
    .map((row) => ({ occurred_at: row.occurred_at, amount: row.amount, parts: refundPartsFromJson(row.parts) }));
}

export function requestOf(input: NewRefund, occurredAt: Date): RefundRequest {
  const money = (value: number | undefined) => (value === undefined ? null : BigInt(value));
  return {
    occurred_at: occurredAt,
    amount: money(input.amount),
    items:
      input.items?.map((item) => ({
        ...item,
        quantity: item.quantity === undefined ? null : BigInt(item.quantity),
        amount: money(item.amount),
      })) ?? null,
    tax_amount: money(input.tax_amount),
    shipping_amount: money(input.shipping_amount),
  };
}

export interface RefundToAdd {
  /** A new one, where none was answered before. */
  readonly id?: RefundId;
  readonly number: string;
  readonly reason: 'refund' | 'chargeback';
  readonly hash: string;
  readonly facts: RefundFacts;
}

export async function addRefund(
  { tx, accountId, now }: Context,
  order: OrderRow,
  { id = newId('refund', now), number, reason, hash, facts }: RefundToAdd,
): Promise<RefundId> {
  await insertRefund(tx, {
    account_id: accountId,
    id,
    order_id: order.id,
    refund_id: number,
    reason,
    occurred_at: facts.occurred_at,
    recorded_at: now,
    amount: facts.amount,
    parts: JSON.stringify(refundPartsToJson(facts.parts)),
    content_hash: hash,
    reversed_at: null,
    reversal_occurred_at: null,
  });
  return id;
}

/** Brings each commission's reversals to what the standing refunds say, whatever order they arrived in (rules.md 23, 26). */
export async function settleReversals(
  context: Context,
  order: OrderRow,
  lines: readonly LineRow[],
  refunds: readonly RefundFacts[],
  { told, ...cause }: ReversalsOf,
): Promise<readonly CommissionRow[]> {
  const targets = await reversalTargets(context, order, lines, refunds);
  if (targets.length === 0) return [];
  const rows = await applyReversals(context, { orderId: order.id, ...cause, targets });
  if (told !== null) await announceCommissions(context, order, rows, { cause: told, at: cause.occurredAt, lines });
  return rows;
}

export interface ReversalsOf {
  readonly refundId: RefundId | null;
  readonly occurredAt: Date;
  readonly cause: 'refund' | 'refund_undone' | 'carried_over';
  /** What partners are told of it; null where the caller tells them. */
  readonly told: 'refund' | 'chargeback' | 'refund_undone' | null;
}

/** What must be reversed in all of each commission of the credit that holds now. */
export async function reversalTargets(
  context: Context,
  order: OrderRow,
  lines: readonly LineRow[],
  refunds: readonly RefundFacts[],
) {
  const { tx, accountId } = context;
  const pricing = await findPricing(tx, accountId, order.id);
  const credit = await findCredit(tx, accountId, order.id);
  // Where the credit went to nobody since, nothing was priced for it: what was before is over, whatever becomes of refunds.
  if (!pricing || pricing.credit_version !== credit?.version) return [];
  const commissions = await listCommissionsOfOrder(tx, accountId, order.id);
  const { include_tax, include_shipping } = pricing.detail;
  const bases = refundedBases(spreadOf(order, lines), refunds, { include_tax, include_shipping });
  return commissions
    .filter((row) => row.kind === 'sale' && row.credit_version === pricing.credit_version)
    .map((row) => ({
      commissionId: row.id,
      reversedTotal: reversedOf({ line_id: row.line_id, amount: row.amount, flat: row.flat }, bases),
    }));
}
