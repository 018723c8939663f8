import { instantOf, MILLIONTHS, millionths, nearest } from './arithmetic.ts';
import { readCsv } from './read-csv.ts';

export interface Line {
  readonly sku: string;
  readonly quantity: bigint;
  /** What the line comes to, in minor units of a currency with two decimals. */
  readonly amount: bigint;
  /** Units that came back so far. */
  back: bigint;
}

export interface Order {
  readonly number: string;
  readonly customer: string;
  /** The end of the second in which it happened, in milliseconds. */
  readonly at: number;
  readonly lines: Line[];
}

export interface Cancellation {
  readonly customer: string;
  readonly sku: string;
  readonly units: bigint;
  readonly at: number;
}

export interface Mapping {
  readonly columns: Record<'order' | 'sku' | 'quantity' | 'unit_price' | 'time' | 'customer', string>;
  readonly time_zone: string;
  readonly cancellation: { readonly order_prefix: string };
  readonly adjustment: { readonly order_prefix: string };
  readonly not_goods: { readonly skus: readonly string[]; readonly sku_pattern: string };
}

/** The orders and cancellations of the file, by the words of docs/guide-import.md. */
export function readOrders(
  file: string,
  mapping: Mapping,
): { orders: Map<string, Order>; cancellations: Cancellation[] } {
  const orders = new Map<string, Order>();
  const cancellations: Cancellation[] = [];
  const { columns, time_zone: zone } = mapping;
  const isNoProduct = new RegExp(mapping.not_goods.sku_pattern, 'u');
  for (const { row } of readCsv(file)) {
    const value = (name: keyof Mapping['columns']) => row[columns[name]]!.trim();
    const [number, sku, customer] = [value('order'), value('sku'), value('customer')];
    if (number.startsWith(mapping.adjustment.order_prefix)) continue;
    if (mapping.not_goods.skus.includes(sku) || isNoProduct.test(sku)) continue;
    const quantity = BigInt(value('quantity'));
    const at = instantOf(value('time'), zone) + 999;
    if (number.startsWith(mapping.cancellation.order_prefix)) {
      cancellations.push({ customer, sku, units: quantity < 0n ? -quantity : quantity, at });
      continue;
    }
    const price = millionths(value('unit_price'));
    if (price === null || price <= 0n || quantity <= 0n) continue;
    const order = orders.get(number) ?? { number, customer, at, lines: [] };
    orders.set(number, order);
    if (order.customer === customer)
      order.lines.push({ sku, quantity, amount: nearest(quantity * price * 100n, MILLIONTHS), back: 0n });
  }
  return { orders, cancellations };
}
