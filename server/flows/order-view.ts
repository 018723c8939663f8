import { z } from 'zod';
import { type CreditRow, listCredits } from '../modules/attribution/index.ts';
import {
  type CommissionRow,
  commissionView,
  listCommissionsOfOrders,
  listPricings,
  type PricingRow,
  toCommissionView,
} from '../modules/commissions/index.ts';
import { itemView } from '../modules/orders/contract.ts';
import {
  type LineRow,
  listLines,
  listRefunds,
  type OrderRow,
  type RefundRow,
  toItemView,
} from '../modules/orders/index.ts';
import type { Context } from '../platform/http/route.ts';
import { toJsonAmount } from '../values/money.ts';

export const orderView = z.object({
  id: z.string(),
  order_id: z.string(),
  contact_id: z.string().nullable(),
  currency: z.string(),
  occurred_at: z.string(),
  recorded_at: z.string(),
  total_amount: z.int(),
  discount_amount: z.int(),
  shipping_amount: z.int(),
  tax_amount: z.int(),
  refunded_amount: z.int(),
  prices_include_tax: z.boolean(),
  click_id: z.string().nullable(),
  coupon: z.string().nullable(),
  subscription: z.object({ id: z.string(), payment_number: z.int() }).nullable(),
  /** Who reported it: `api`, `page` or `import`. */
  source: z.string(),
  /** False for a page's word: its commissions are held until the owner's server reports the order. */
  verified: z.boolean(),
  /** The order that took the place of what a page had reported. */
  replaced_by: z.string().nullable(),
  items: z.array(itemView),
  credit: z.object({ partner_id: z.string().nullable(), reason: z.string() }),
  commissions: z.array(commissionView),
  uncommissioned: z.array(z.object({ sku: z.string(), line_id: z.string(), reason: z.string(), tier: z.int() })),
});

export type OrderView = z.input<typeof orderView>;

/** Orders as the API shows them, as they stand: four statements, however many. */
export async function viewOrders({ tx, accountId }: Context, orders: readonly OrderRow[]): Promise<OrderView[]> {
  const ids = orders.map((order) => order.id);
  if (ids.length === 0) return [];
  const [allLines, allCredits, allCommissions, allPricings, allRefunds] = await Promise.all([
    listLines(tx, accountId, ids),
    listCredits(tx, accountId, ids),
    listCommissionsOfOrders(tx, accountId, ids),
    listPricings(tx, accountId, ids),
    listRefunds(tx, accountId, ids),
  ]);
  const lines = Map.groupBy(allLines, (row) => row.order_id);
  const credits = Map.groupBy(allCredits, (row) => row.order_id);
  const commissions = Map.groupBy(allCommissions, (row) => row.order_id);
  const pricings = Map.groupBy(allPricings, (row) => row.order_id);
  const refunds = Map.groupBy(allRefunds, (row) => row.order_id);
  return orders.map((order) => {
    const credit = credits.get(order.id)?.at(-1);
    const pricing = pricings.get(order.id)?.at(-1);
    return toOrderView(order, {
      lines: lines.get(order.id) ?? [],
      credit,
      commissions: commissions.get(order.id) ?? [],
      pricing: pricing && pricing.credit_version === credit?.version ? pricing.detail.uncommissioned : [],
      refunded: sumRefunds(refunds.get(order.id) ?? []),
    });
  });
}

/** What stands around an order. */
export interface AroundOrder {
  readonly lines: readonly LineRow[];
  readonly credit: CreditRow | undefined;
  readonly commissions: readonly CommissionRow[];
  /** The lines that earn nothing by the present credit, and why. */
  readonly pricing: PricingRow['detail']['uncommissioned'];
  readonly refunded: bigint;
}

const sumRefunds = (refunds: readonly RefundRow[]): bigint =>
  refunds.filter((row) => row.reversed_at === null).reduce((sum, row) => sum + row.amount, 0n);

export function toOrderView(
  order: OrderRow,
  { lines, credit, commissions, pricing, refunded }: AroundOrder,
): OrderView {
  return {
    id: order.id,
    order_id: order.order_id,
    contact_id: order.contact_id,
    currency: order.currency,
    occurred_at: order.occurred_at.toISOString(),
    recorded_at: order.recorded_at.toISOString(),
    total_amount: toJsonAmount(order.total_amount),
    discount_amount: toJsonAmount(order.discount_amount),
    shipping_amount: toJsonAmount(order.shipping_amount),
    tax_amount: toJsonAmount(order.tax_amount),
    refunded_amount: toJsonAmount(refunded),
    prices_include_tax: order.prices_include_tax,
    click_id: order.click_id,
    coupon: order.coupon,
    subscription:
      order.subscription_id === null ? null : { id: order.subscription_id, payment_number: order.payment_number! },
    source: order.source,
    verified: order.verified,
    replaced_by: order.replaced_by,
    items: lines.map(toItemView),
    credit: { partner_id: credit?.partner_id ?? null, reason: credit?.reason ?? 'no_touch' },
    commissions: commissions.map(toCommissionView),
    uncommissioned: pricing.map(({ sku, line_id, reason, tier }) => ({ sku, line_id, reason, tier })),
  };
}
