import { fromDecimalText, isCurrency, toJsonAmount } from '../../../values/money.ts';

/** What the address of a thank-you pixel says, in the words of `POST /v1/track/orders`; to be checked by its schema. */
export type PixelOrder = Record<string, unknown>;

const MOST_ITEMS = 200;

/**
 * Reads the parameters of the pixel as shops' thank-you pages write them: `order_id`, `email`, `item_id_N`, `item_price_N`,
 * `item_qty_N`, `tax`, `shipping_amt`, `discount`, `currency`, ... Prices are decimal ("15.00" or "15" is fifteen dollars),
 * as shops print them. What cannot be read as an amount stays out, with its item; nothing that stands there fails.
 */
export function readPixel(parameters: URLSearchParams, accountCurrency: string): PixelOrder {
  const text = (name: string): string | undefined => parameters.get(name)?.trim() || undefined;
  const currency = text('currency')?.toUpperCase() ?? accountCurrency;
  // Of a currency that there is not, nothing can be read.
  if (!isCurrency(currency)) return { currency };
  const amount = (name: string): number | undefined => readDecimal(text(name), currency);
  return {
    order_id: text('order_id'),
    email: text('email'),
    name: text('name'),
    click_id: text('click_id') ?? text('tclid'),
    via: text('via'),
    coupon: text('coupon'),
    currency,
    items: readItems(parameters, currency),
    tax_amount: amount('tax') ?? 0,
    shipping_amount: amount('shipping_amt') ?? 0,
    discount_amount: amount('discount') ?? 0,
    signature: text('signature'),
    timestamp: text('timestamp'),
  };
}

function readItems(parameters: URLSearchParams, currency: string): Record<string, unknown>[] {
  const items: Record<string, unknown>[] = [];
  for (let n = 1; n <= MOST_ITEMS; n += 1) {
    const sku = parameters.get(`item_id_${n}`)?.trim();
    if (!sku) break;
    const unit_amount = readDecimal(parameters.get(`item_price_${n}`)?.trim(), currency);
    const quantity = Number(parameters.get(`item_qty_${n}`)?.trim() || 1);
    const name = parameters.get(`item_name_${n}`)?.trim() || undefined;
    if (unit_amount !== undefined && Number.isInteger(quantity)) items.push({ sku, name, quantity, unit_amount });
  }
  return items;
}

/** "15.5" with two decimals is 1550 minor units; undefined for what is no amount. */
function readDecimal(text: string | undefined, currency: string): number | undefined {
  const amount = text === undefined || !/^\d{1,9}(\.\d{1,6})?$/.test(text) ? null : fromDecimalText(text, currency);
  return amount === null ? undefined : toJsonAmount(amount);
}
