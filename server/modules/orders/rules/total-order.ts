import { LARGEST_AMOUNT, type Minor } from '../../../values/money.ts';
import { type Refusal, refuse } from '../../../values/refusal.ts';

/** One line as it was reported; amounts are minor units of the order's currency, never negative. */
export interface OrderLine {
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: bigint;
  readonly unit_amount: Minor;
  readonly discount_amount: Minor;
  /** The line's own tax; inside its price where `prices_include_tax`. */
  readonly tax_amount: Minor;
}

/** The money of an order. Its own tax and shipping are what the lines do not carry. */
export interface OrderAmounts {
  readonly lines: readonly OrderLine[];
  readonly discount_amount: Minor;
  readonly tax_amount: Minor;
  readonly shipping_amount: Minor;
  /** As the account's setting stood when the order was recorded (rules.md 12). */
  readonly prices_include_tax: boolean;
}

/** Quantity x unit amount − line discount (rules.md 13). */
export function lineAmount(line: OrderLine): Minor {
  return line.quantity * line.unit_amount - line.discount_amount;
}

/**
 * The order's total: lines − discounts + tax + shipping. With `prices_include_tax` a line's tax is in its price and not
 * added again. The order's own tax is added all the same: it is what the lines do not carry, such as tax on shipping.
 *
 * Refuses `discount_exceeds_order` for a discount beyond what it is taken from, and `amount_too_large` where anything
 * passes 2^53 − 1, which JSON could not carry.
 */
export function totalOrder(order: OrderAmounts): Minor | Refusal<'discount_exceeds_order' | 'amount_too_large'> {
  let lines = 0n;
  let tax = order.tax_amount;
  for (const [index, line] of order.lines.entries()) {
    const gross = line.quantity * line.unit_amount;
    if (gross > LARGEST_AMOUNT) return tooLarge;
    if (line.discount_amount > gross) {
      return refuse('discount_exceeds_order', `The discount of item ${index} is more than its price of ${gross}.`);
    }
    lines += gross - line.discount_amount;
    if (!order.prices_include_tax) tax += line.tax_amount;
  }
  if (lines > LARGEST_AMOUNT) return tooLarge;
  if (order.discount_amount > lines) {
    return refuse('discount_exceeds_order', `The order's discount is more than its items come to, ${lines}.`);
  }
  const total = lines - order.discount_amount + tax + order.shipping_amount;
  return total > LARGEST_AMOUNT ? tooLarge : total;
}

const tooLarge = refuse('amount_too_large', `The order comes to more than ${LARGEST_AMOUNT} minor units.`);
