import { z } from 'zod';
import { type CreditRow, detailOf, listCredits } from '../modules/attribution/index.ts';
import { type CommissionRow, listCommissionsOfOrder, listPricings } from '../modules/commissions/index.ts';
import {
  type LineRow,
  listLines,
  listRefunds,
  type OrderRow,
  type RefundRow,
  refundedBases,
  spreadOf,
} from '../modules/orders/index.ts';
import type { Context } from '../platform/http/route.ts';
import { toJsonAmount } from '../values/money.ts';
import { commissionDetail, type Frozen, lineDetail, pricingSteps } from './explain-price.ts';
import { standing } from './record-refund.ts';

export const explanation = z.object({
  order_id: z.string(),
  outcome: z.string(),
  partner_id: z.string().nullable(),
  steps: z.array(z.looseObject({ step: z.string(), outcome: z.string(), detail: z.string() })),
});
export type Explanation = z.input<typeof explanation>;
export type Step = Explanation['steps'][number];

/**
 * The story of an order in the closed vocabulary: every touch considered, the decision, the terms, each line's base, rate and
 * rounding, the hold, later refunds, reassignments and payment. It is told from what was frozen, never decided anew.
 */
export async function explainOrder({ tx, accountId }: Context, order: OrderRow): Promise<Explanation> {
  const credits = await listCredits(tx, accountId, [order.id]);
  // Written by price-credit.ts, in whose shape it was frozen.
  const pricings = (await listPricings(tx, accountId, [order.id])) as unknown as Frozen[];
  const commissions = await listCommissionsOfOrder(tx, accountId, order.id);
  const refunds = await listRefunds(tx, accountId, [order.id]);
  const lines = await listLines(tx, accountId, [order.id]);
  const last = credits.at(-1);
  const steps: Step[] = [recordedStep(order)];
  for (const credit of credits) {
    steps.push(...creditSteps(credit));
    const pricing = pricings.find((row) => row.credit_version === credit.version);
    const own = commissions.filter((row) => row.kind === 'sale' && row.credit_version === credit.version);
    if (pricing) steps.push(...pricedSteps(order, lines, pricing, own));
  }
  steps.push(...refunds.flatMap((refund) => refundSteps(refund, commissions)));
  const latest = pricings.find((row) => row.credit_version === last?.version);
  if (latest) steps.push(...takenBackSteps(order, lines, refunds, latest));
  steps.push(...commissions.filter((row) => row.kind === 'reversal' && row.refund_id === null).map(reversalStep));
  steps.push(...commissions.filter((row) => row.kind === 'sale').map(stateStep));
  return { order_id: order.order_id, outcome: last?.reason ?? 'no_touch', partner_id: last?.partner_id ?? null, steps };
}

function recordedStep(order: OrderRow): Step {
  return {
    step: 'order',
    outcome: 'recorded',
    detail: `Recorded by ${order.source} at ${order.recorded_at.toISOString()}; it took place at ${order.occurred_at.toISOString()}.`,
    occurred_at: order.occurred_at.toISOString(),
    recorded_at: order.recorded_at.toISOString(),
    total_amount: toJsonAmount(order.total_amount),
    discount_amount: toJsonAmount(order.discount_amount),
    tax_amount: toJsonAmount(order.tax_amount),
    shipping_amount: toJsonAmount(order.shipping_amount),
    currency: order.currency,
    prices_include_tax: order.prices_include_tax,
    click_id: order.click_id,
    coupon: order.coupon,
    subscription:
      order.subscription_id === null ? null : { id: order.subscription_id, payment_number: order.payment_number },
  };
}

function creditSteps(credit: CreditRow): Step[] {
  const told = credit.steps.map((step): Step => ({ ...step, credit_version: credit.version, detail: detailOf(step) }));
  if (credit.version === 1) return told;
  const outcome = credit.reason === 'manual' ? 'reassigned' : 'judged_anew';
  const detail =
    outcome === 'reassigned'
      ? `The credit was given by hand: ${credit.note ?? ''}`
      : 'The click that the order names arrived later; the order was judged anew.';
  return [
    {
      step: 'credit',
      outcome,
      detail,
      credit_version: credit.version,
      author: credit.author,
      at: credit.at.toISOString(),
      partner_id: credit.partner_id,
    },
    ...told,
  ];
}

function pricedSteps(
  order: OrderRow,
  lines: readonly LineRow[],
  pricing: Frozen,
  own: readonly CommissionRow[],
): Step[] {
  const reported = new Map(lines.map((line) => [line.id as string, line]));
  return [
    ...pricingSteps(pricing),
    ...pricing.detail.lines.map((line) => lineDetail(pricing, line, reported.get(line.line_id)!, order.currency)),
    ...own.map((row) => commissionDetail(pricing, row)),
  ];
}

function refundSteps(refund: RefundRow, commissions: readonly CommissionRow[]): Step[] {
  const rows = commissions.filter((row) => row.refund_id === refund.id);
  const told = rows.map((row) => ({
    commission_id: row.id,
    reversal_of: row.reversal_of,
    amount: toJsonAmount(row.amount),
    currency: row.currency,
    status: row.status,
  }));
  const what = refund.reason === 'chargeback' ? 'A chargeback' : 'A refund';
  const steps: Step[] = [
    {
      step: 'refund',
      outcome: refund.reason,
      detail: `${what} of ${refund.amount} minor units at ${refund.occurred_at.toISOString()}.`,
      refund_id: refund.refund_id,
      amount: toJsonAmount(refund.amount),
      parts: refund.parts,
      occurred_at: refund.occurred_at.toISOString(),
      reversals: told,
    },
  ];
  if (refund.reversed_at !== null) {
    const at = refund.reversed_at.toISOString();
    steps.push({
      step: 'refund',
      outcome: 'refund_undone',
      detail: `It did not stand and was undone at ${at}.`,
      refund_id: refund.refund_id,
      at,
    });
  }
  return steps;
}

/** How far each line is refunded now, of what the customer paid and of what commissions are computed on (rules.md 23). */
function takenBackSteps(
  order: OrderRow,
  lines: readonly LineRow[],
  refunds: readonly RefundRow[],
  { detail }: Frozen,
): Step[] {
  const bases = refundedBases(spreadOf(order, lines), standing(refunds), detail);
  return bases
    .filter((line) => line.refunded_base > 0n || line.refunded_gross > 0n)
    .map((line) => ({
      step: 'line_refunds',
      outcome: 'refunded',
      detail: `Of the base of ${line.base} ${order.currency}, ${line.refunded_base} is refunded: so much of a commission is taken back, half up.`,
      line_id: line.line_id,
      base: toJsonAmount(line.base),
      refunded_base: toJsonAmount(line.refunded_base),
      gross: toJsonAmount(line.gross),
      refunded_gross: toJsonAmount(line.refunded_gross),
    }));
}

/** A row that no refund wrote: a reassignment, a restored commission, or one that makes up for what was paid. */
function reversalStep(row: CommissionRow): Step {
  return {
    step: 'reversal',
    outcome: row.cause ?? 'refund',
    detail: `${row.amount} minor units ${row.currency} on ${row.reversal_of}: ${row.cause}.`,
    commission_id: row.id,
    reversal_of: row.reversal_of,
    partner_id: row.partner_id,
    amount: toJsonAmount(row.amount),
    currency: row.currency,
    status: row.status,
    at: row.recorded_at.toISOString(),
  };
}

function stateStep(row: CommissionRow): Step {
  const held = row.status === 'pending' && row.held_reason ? `, held: ${row.held_reason}` : '';
  return {
    step: 'state',
    outcome: row.status,
    detail: `Tier ${row.tier} of ${row.amount} minor units ${row.currency} is ${row.status}${held}.`,
    commission_id: row.id,
    partner_id: row.partner_id,
    held_reason: row.held_reason,
    payable_on: row.payable_on?.toISOString() ?? null,
    payout_id: row.payout_id,
  };
}
