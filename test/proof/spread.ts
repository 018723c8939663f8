import type { Order, OrderLine } from './account-facts.ts';

/** A sum handed out in proportion to weights: whole parts first, what is left one by one to the largest fractions. */
export function handOut(sum: bigint, weights: readonly bigint[], otherwise: readonly bigint[] = []): bigint[] {
  const all = total(weights);
  if (sum === 0n) return weights.map(() => 0n);
  if (all === 0n) {
    if (total(otherwise) > 0n) return handOut(sum, otherwise);
    return weights.map((_, place) => (place === 0 ? sum : 0n));
  }
  const shares = weights.map((weight, place) => ({ place, whole: (sum * weight) / all, rest: (sum * weight) % all }));
  let over = sum - total(shares.map((share) => share.whole));
  for (const share of [...shares].sort(
    (a, b) => Number(b.rest > a.rest) - Number(b.rest < a.rest) || a.place - b.place,
  )) {
    if (over <= 0n) break;
    share.whole += 1n;
    over -= 1n;
  }
  return shares.map((share) => share.whole);
}

export const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** A line with what belongs to it of the order (rule 13). */
export interface Spread {
  readonly id: string;
  readonly sku: string;
  readonly quantity: bigint;
  /** Without tax. */
  readonly goods: bigint;
  readonly ownTax: bigint;
  readonly orderTax: bigint;
  readonly shipping: bigint;
}

export interface SpreadOrder {
  readonly lines: readonly Spread[];
  readonly tax: bigint;
  readonly shipping: bigint;
  /** What the customer paid, by the lines alone. */
  readonly total: bigint;
}

export function spread(order: Order, lines: readonly OrderLine[]): SpreadOrder {
  const sorted = [...lines].sort((a, b) => a.position - b.position);
  const amounts = sorted.map((line) => BigInt(line.quantity) * BigInt(line.unit_amount) - BigInt(line.discount_amount));
  const quantities = sorted.map((line) => BigInt(line.quantity));
  const share = (amount: number): bigint[] => handOut(BigInt(amount), amounts, quantities);
  const [discounts, taxes, shippings] = [
    share(order.discount_amount),
    share(order.tax_amount),
    share(order.shipping_amount),
  ];
  const found = sorted.map((line, place): Spread => {
    const paid = amounts[place]! - discounts[place]!;
    const told = BigInt(line.tax_amount);
    const inside = order.prices_include_tax ? smaller(told, paid) : 0n;
    return {
      id: line.id,
      sku: line.sku,
      quantity: quantities[place]!,
      goods: paid - inside,
      ownTax: order.prices_include_tax ? inside : told,
      orderTax: taxes[place]!,
      shipping: shippings[place]!,
    };
  });
  const [tax, shipping] = [BigInt(order.tax_amount), BigInt(order.shipping_amount)];
  return { lines: found, tax, shipping, total: total(found.map((line) => line.goods + line.ownTax)) + tax + shipping };
}

/** Which parts of an order a program pays for. */
export interface Counts {
  readonly include_tax: boolean;
  readonly include_shipping: boolean;
}

export function baseOf(line: Spread, counts: Counts): bigint {
  return (
    line.goods +
    (counts.include_tax ? line.ownTax + line.orderTax : 0n) +
    (counts.include_shipping ? line.shipping : 0n)
  );
}
