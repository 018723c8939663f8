import { fromLocal, parseInstant, SECOND } from '../../../values/instant.ts';
import type { Mapping } from '../mapping.ts';
import type { Reason } from '../reasons.ts';
import { type PricedLine, priceLine, readPrice } from './price-line.ts';

/** A line of goods as the mapping reads it. Amounts are minor units of the mapping's currency. */
export interface GoodsLine extends PricedLine {
  readonly line: number;
  readonly kind: 'order' | 'cancellation';
  readonly order: string;
  readonly sku: string;
  readonly name: string | null;
  /** Units, above zero; of a cancellation those that came back. */
  readonly quantity: number;
  readonly at: Date;
  readonly customer: string | null;
  readonly email: string | null;
}

export interface RefusedLine {
  readonly line: number;
  readonly refused: Reason;
  readonly detail: string;
}

export type LineReader = (line: number, cells: readonly string[]) => GoodsLine | RefusedLine;

const MOST_UNITS = 1_000_000_000;

/** Names of columns that the mapping asks for and the file does not have. */
export function missingColumns(mapping: Mapping, header: readonly string[]): string[] {
  return Object.values(mapping.columns).filter((name) => name !== undefined && !header.includes(name));
}

/** Makes the function that reads one record; `header` are the names of the columns, as the file has them. */
export function createLineReader(mapping: Mapping, header: readonly string[]): LineReader {
  const at = Object.fromEntries(Object.entries(mapping.columns).map(([key, name]) => [key, header.indexOf(name!)]));
  const kindOf = kinds(mapping);
  const readTime = timeReader(mapping.time_zone);
  return (line, cells) => {
    const cell = (name: keyof Mapping['columns']): string =>
      at[name] === undefined ? '' : (cells[at[name]] ?? '').trim();
    const no = (refused: Reason, detail: string): RefusedLine => ({ line, refused, detail });
    const [order, sku, quantityText] = [cell('order'), cell('sku'), cell('quantity')];
    if (!order || !sku) return no('value_missing', `order "${order}", product "${sku}"`);
    const [name, customer, email] = [cell('name'), cell('customer'), cell('email')];
    if (!fits(order, 200) || !fits(sku, 200) || !fits(name, 500) || !fits(customer, 200) || !isAddress(email)) {
      return no('value_unfit', `order ${order.slice(0, 50)}, product ${sku.slice(0, 50)}`);
    }
    if (!/^-?\d{1,10}$/.test(quantityText)) return no('bad_quantity', `"${quantityText}"`);
    const quantity = Number(quantityText);
    const kind = kindOf(order, sku, quantity);
    if (kind !== 'order' && kind !== 'cancellation') return no(kind, `${order}: ${sku} ${name}`.trimEnd());
    const units = Math.abs(quantity);
    if (units === 0 || units > MOST_UNITS) return no('bad_quantity', `"${quantityText}"`);
    if (kind === 'order' && quantity < 0) return no('write_off', `${order}: ${quantity} x ${sku} ${name}`.trimEnd());
    const price = readPrice(cell('unit_price'), mapping.decimal_mark, mapping.currency);
    if (!price) return no('bad_price', `"${cell('unit_price')}"`);
    if (price.numerator < 0n) return no('negative_price', `${order}: ${sku} at ${cell('unit_price')}`);
    if (price.numerator === 0n && kind === 'order')
      return no('no_price', `${order}: ${quantity} x ${sku} ${name}`.trimEnd());
    const priced = priceLine(units, price);
    if (!priced) return no('bad_price', `${units} x "${cell('unit_price')}"`);
    const time = readTime(cell('time'));
    if (!time) return no('bad_time', `"${cell('time')}"`);
    return {
      line,
      kind,
      order,
      sku,
      name: name || null,
      quantity: units,
      ...priced,
      at: time,
      customer: customer || null,
      email: email || null,
    };
  };
}

type Kind = 'order' | 'cancellation' | 'adjustment' | 'not_goods';

/** What a line is, by its order number, product code and sign; adjustments first, then what is no goods. */
function kinds(mapping: Mapping): (order: string, sku: string, quantity: number) => Kind {
  const isAdjustment = numbers(mapping.adjustment);
  const { cancellation } = mapping;
  const bySign = cancellation !== undefined && 'negative_quantity' in cancellation;
  const byNumber = numbers(bySign ? undefined : cancellation);
  const skus = new Set(mapping.not_goods?.skus);
  const skuPattern = mapping.not_goods?.sku_pattern ? new RegExp(mapping.not_goods.sku_pattern, 'u') : null;
  return (order, sku, quantity) => {
    if (isAdjustment(order)) return 'adjustment';
    if (skus.has(sku) || skuPattern?.test(sku)) return 'not_goods';
    return byNumber(order) || (bySign && quantity < 0) ? 'cancellation' : 'order';
  };
}

function numbers(like: Mapping['adjustment']): (order: string) => boolean {
  if (!like) return () => false;
  if ('order_prefix' in like) return (order) => order.startsWith(like.order_prefix);
  const found = new RegExp(like.order_pattern, 'u');
  return (order) => found.test(order);
}

/**
 * Local times of the zone, or instants with a zone. Without a fraction it is the end of that second, as for an order over
 * the API (rules.md 5). The last answer is kept, since the lines of an order share their time.
 */
export function timeReader(timeZone: string): (text: string) => Date | null {
  let last: { text: string; at: Date | null } = { text: '', at: null };
  const read = (text: string): Date | null => {
    if (/(Z|[+-]\d{2}:\d{2})$/.test(text)) return parseInstant(text.replace(' ', 'T'), true);
    if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/.test(text)) return null;
    const at = fromLocal(text, timeZone);
    return at && !text.includes('.') ? new Date(at.getTime() + SECOND - 1) : at;
  };
  return (text) => {
    if (text !== last.text) last = { text, at: read(text) };
    return last.at;
  };
}

/** U+0000 and halves of surrogate pairs cannot be kept. */
function fits(text: string, most: number): boolean {
  return text.length <= most && !text.includes('\u0000') && text.isWellFormed();
}

function isAddress(text: string): boolean {
  return text === '' || (fits(text, 254) && /^[^\s@]+@[^\s@]+$/.test(text));
}
