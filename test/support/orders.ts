import { type SpreadOrder, spreadOrder } from '../../server/modules/orders/rules/spread-order.ts';
import type { OrderAmounts, OrderLine } from '../../server/modules/orders/rules/total-order.ts';

/** A line in plain numbers, named by one letter that is its sku too. */
export function line(
  id: string,
  quantity: number,
  unit: number,
  more: { discount?: number; tax?: number; sku?: string } = {},
): OrderLine {
  return {
    line_id: id,
    sku: more.sku ?? id,
    quantity: BigInt(quantity),
    unit_amount: BigInt(unit),
    discount_amount: BigInt(more.discount ?? 0),
    tax_amount: BigInt(more.tax ?? 0),
  };
}

export interface OrderMore {
  readonly discount?: number;
  readonly tax?: number;
  readonly shipping?: number;
  readonly inclusive?: boolean;
}

/** The amounts of an order in plain numbers. */
export function amountsOf(lines: readonly OrderLine[], more: OrderMore = {}): OrderAmounts {
  return {
    lines,
    discount_amount: BigInt(more.discount ?? 0),
    tax_amount: BigInt(more.tax ?? 0),
    shipping_amount: BigInt(more.shipping ?? 0),
    prices_include_tax: more.inclusive ?? false,
  };
}

export function spread(lines: readonly OrderLine[], more: OrderMore = {}): SpreadOrder {
  return spreadOrder(amountsOf(lines, more));
}

/** The n-th day of 2026, at midnight UTC. */
export function day(n: number): Date {
  return new Date(Date.UTC(2026, 0, n));
}
