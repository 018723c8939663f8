import { least, type Minor } from '../../../values/money.ts';
import { splitByLargestRemainder } from '../../../values/split.ts';
import { lineAmount, type OrderAmounts } from './total-order.ts';

/** A line with its shares of what stands on the order. Over all lines each share sums to the whole. */
export interface SpreadLine {
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: bigint;
  /** Quantity x unit amount − line discount. */
  readonly amount: Minor;
  readonly discount_share: Minor;
  /** What is left of the amount, without the line's own tax. */
  readonly goods: Minor;
  /** The line's own tax. */
  readonly tax: Minor;
  /** Goods and own tax: what the customer paid for the line, and the most that can be refunded of it. */
  readonly gross: Minor;
  /** Shares of the order's own tax and of shipping. */
  readonly tax_share: Minor;
  readonly shipping_share: Minor;
}

export interface SpreadOrder {
  readonly lines: readonly SpreadLine[];
  readonly tax_amount: Minor;
  readonly shipping_amount: Minor;
  readonly total_amount: Minor;
}

/** What a program counts besides the goods. */
export interface BasePolicy {
  readonly include_tax: boolean;
  readonly include_shipping: boolean;
}

/**
 * Spreads the order's discount, tax and shipping over all its lines in proportion to their amounts, by largest remainder,
 * ties to the earlier line; by quantity where all lines are free (rules.md 13). For an order that `totalOrder` accepts.
 *
 * With `prices_include_tax` a line's tax is taken out of its goods. A tax larger than what the discounts left of the line
 * is cut to that, since no amount is negative. The order's own tax stands outside the prices and is taken out of nothing.
 */
export function spreadOrder(order: OrderAmounts): SpreadOrder {
  const amounts = order.lines.map(lineAmount);
  const quantities = order.lines.map((line) => line.quantity);
  const discounts = splitByLargestRemainder(order.discount_amount, amounts, quantities);
  const taxes = splitByLargestRemainder(order.tax_amount, amounts, quantities);
  const shippings = splitByLargestRemainder(order.shipping_amount, amounts, quantities);
  const lines = order.lines.map((line, index): SpreadLine => {
    const discounted = amounts[index]! - discounts[index]!;
    const inside = least(line.tax_amount, discounted);
    const tax = order.prices_include_tax ? inside : line.tax_amount;
    const goods = order.prices_include_tax ? discounted - inside : discounted;
    return {
      line_id: line.line_id,
      sku: line.sku,
      quantity: line.quantity,
      amount: amounts[index]!,
      discount_share: discounts[index]!,
      goods,
      tax,
      gross: goods + tax,
      tax_share: taxes[index]!,
      shipping_share: shippings[index]!,
    };
  });
  const gross = lines.reduce((sum, line) => sum + line.gross, 0n);
  return {
    lines,
    tax_amount: order.tax_amount,
    shipping_amount: order.shipping_amount,
    total_amount: gross + order.tax_amount + order.shipping_amount,
  };
}

/** What a commission on the line is computed on: its goods, and tax and shipping only where the program includes them. */
export function baseOf(line: SpreadLine, policy: BasePolicy): Minor {
  const tax = policy.include_tax ? line.tax + line.tax_share : 0n;
  return line.goods + tax + (policy.include_shipping ? line.shipping_share : 0n);
}
