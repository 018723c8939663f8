import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { ContactId, OrderId } from '../../values/id.ts';
import { contentHash } from './content-hash.ts';
import type { NewOrder } from './contract.ts';
import { insertOrder, type LineRow, type OrderRow } from './queries.ts';
import { type SpreadOrder, spreadOrder } from './rules/spread-order.ts';
import type { OrderAmounts } from './rules/total-order.ts';

/** An order with what its amounts come to, before it is recorded. */
export interface OrderDraft {
  readonly id: OrderId;
  readonly occurredAt: Date;
  readonly amounts: OrderAmounts;
  readonly total: bigint;
  readonly hash: string;
}

/** Gives the lines their ids and turns amounts into minor units. */
export function draftAmounts(input: NewOrder, now: Date, pricesIncludeTax: boolean): OrderAmounts {
  return {
    lines: input.items.map((item) => ({
      line_id: newId('line', now),
      sku: item.sku,
      quantity: BigInt(item.quantity),
      unit_amount: BigInt(item.unit_amount),
      discount_amount: BigInt(item.discount_amount),
      tax_amount: BigInt(item.tax_amount),
    })),
    discount_amount: BigInt(input.discount_amount),
    shipping_amount: BigInt(input.shipping_amount),
    tax_amount: BigInt(input.tax_amount),
    prices_include_tax: pricesIncludeTax,
  };
}

export const hashOrder = (input: NewOrder): string => contentHash(input);

/** An order as it was recorded. */
export interface OrderFacts {
  readonly order: OrderRow;
  readonly lines: readonly LineRow[];
}

/** Records the order and its lines. Null where a twin recorded the same number first. */
export async function insertOrderFacts(
  { tx, accountId, now }: Context,
  input: NewOrder,
  draft: OrderDraft,
  contactId: ContactId | null,
  how: { readonly source: string; readonly verified: boolean },
): Promise<OrderFacts | null> {
  const { amounts } = draft;
  const order: OrderRow = {
    account_id: accountId,
    id: draft.id,
    order_id: input.order_id,
    contact_id: contactId,
    currency: input.currency,
    occurred_at: draft.occurredAt,
    recorded_at: now,
    click_id: input.click_id ?? null,
    via: input.via ?? null,
    coupon: input.coupon ?? null,
    discount_amount: amounts.discount_amount,
    shipping_amount: amounts.shipping_amount,
    tax_amount: amounts.tax_amount,
    prices_include_tax: amounts.prices_include_tax,
    total_amount: draft.total,
    subscription_id: input.subscription?.id ?? null,
    payment_number: input.subscription?.payment_number ?? null,
    content_hash: draft.hash,
    ...how,
    settled_at: null,
    replaced_by: null,
  };
  const lines = amounts.lines.map((line, position) => ({
    account_id: accountId,
    order_id: draft.id,
    position,
    id: line.line_id,
    name: input.items[position]?.name ?? null,
    ...withoutLineId(line),
  }));
  return (await insertOrder(tx, order, lines)) ? { order, lines } : null;
}

function withoutLineId({ sku, quantity, unit_amount, discount_amount, tax_amount }: OrderAmounts['lines'][number]) {
  return { sku, quantity, unit_amount, discount_amount, tax_amount };
}

/** The recorded order's amounts, as the rules take them. */
export function amountsOf(order: OrderRow, lines: readonly LineRow[]): OrderAmounts {
  return {
    lines: lines.map((line) => ({ line_id: line.id, ...withoutLineId({ ...line, line_id: line.id }) })),
    discount_amount: order.discount_amount,
    shipping_amount: order.shipping_amount,
    tax_amount: order.tax_amount,
    prices_include_tax: order.prices_include_tax,
  };
}

/** The recorded order spread over its lines (rules.md 13). */
export const spreadOf = (order: OrderRow, lines: readonly LineRow[]): SpreadOrder =>
  spreadOrder(amountsOf(order, lines));
