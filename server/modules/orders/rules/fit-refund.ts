import { least, type Minor } from '../../../values/money.ts';
import { type RefundItem, type RefundRest, takeItem } from './fit-refund-item.ts';
import type { RefundFacts, RefundLinePart } from './refund-facts.ts';
import { type Room, roomBesideLines, roomFor } from './refund-room.ts';
import { moneyLeft } from './replay-refunds.ts';
import type { SpreadOrder } from './spread-order.ts';

/**
 * A refund as it was asked for. Nothing of amount, items, tax and shipping: all that is left. `amount` excludes the other
 * fields: it comes on top of them, and is spread by what is left of each line, of tax and of shipping (rules.md 23).
 */
export interface RefundRequest {
  readonly occurred_at: Date;
  readonly amount?: Minor | null;
  readonly items?: readonly RefundItem[] | null;
  readonly tax_amount?: Minor | null;
  readonly shipping_amount?: Minor | null;
}

export interface FittedRefund {
  readonly refund: RefundFacts;
  /** What did not fit, to be listed for the owner; null: all did. */
  readonly rest: RefundRest | null;
}

/**
 * Takes a refund as far as the order goes (rules.md 26: one that came before its order). `earlier` are the refunds that
 * were accepted and not reversed. The `amount` of the result is gross, all parts together.
 */
export function fitRefund(order: SpreadOrder, earlier: readonly RefundFacts[], request: RefundRequest): FittedRefund {
  const room = roomFor(order, earlier, request.occurred_at);
  if (asksForAll(request)) return fitAll(order, earlier, request.occurred_at, room);
  const lines: RefundLinePart[] = [];
  const restItems: RefundItem[] = [];
  for (const item of request.items ?? []) {
    const rest = takeItem(order, room, item, lines);
    if (rest) restItems.push(rest);
  }
  const beside = roomBesideLines(order, earlier, draft(request.occurred_at, lines));
  const tax = takeMoney(room, request.tax_amount ?? 0n, beside.tax);
  const shipping = takeMoney(room, request.shipping_amount ?? 0n, beside.shipping);
  const spread = takeMoney(room, request.amount ?? 0n, room.money);
  const rest = {
    items: restItems,
    amount: (request.amount ?? 0n) - spread,
    tax_amount: (request.tax_amount ?? 0n) - tax,
    shipping_amount: (request.shipping_amount ?? 0n) - shipping,
  };
  const fits = rest.items.length === 0 && rest.amount === 0n && rest.tax_amount === 0n && rest.shipping_amount === 0n;
  const whole = sumOf(lines) + tax + shipping + spread;
  const money = moneyLeft(order, earlier);
  return {
    refund: { ...draft(request.occurred_at, lines, tax, shipping, spread), amount: least(whole, money) },
    rest: fits ? null : rest,
  };
}

/** True where neither amount, items, tax nor shipping are given. */
export function asksForAll(request: RefundRequest): boolean {
  return [request.amount, request.items, request.tax_amount, request.shipping_amount].every((given) => given == null);
}

/** All that is left, part by part. Where later refunds leave less money than parts, the money is spread instead. */
function fitAll(order: SpreadOrder, earlier: readonly RefundFacts[], at: Date, room: Room): FittedRefund {
  const lines = order.lines.flatMap((line, index): RefundLinePart[] => {
    const gross = room.gross[index]!;
    const units = room.units[index]!;
    const something = gross > 0n || (line.gross === 0n && units > 0n);
    return something ? [{ line_id: line.line_id, units, gross, by_units: false }] : [];
  });
  const { tax, shipping } = roomBesideLines(order, earlier, draft(at, lines));
  const amount = moneyLeft(order, earlier);
  const whole = sumOf(lines) + tax + shipping;
  const nothing = order.total_amount > 0n ? amount === 0n : lines.length === 0;
  if (nothing) return { refund: draft(at, []), rest: { items: [], amount: 0n, tax_amount: 0n, shipping_amount: 0n } };
  const parts = whole > room.money ? draft(at, [], 0n, 0n, amount) : draft(at, lines, tax, shipping);
  return { refund: { ...parts, amount }, rest: null };
}

function draft(occurred_at: Date, lines: RefundLinePart[], tax = 0n, shipping = 0n, spread = 0n): RefundFacts {
  return { occurred_at, amount: 0n, parts: { lines, tax, shipping, spread } };
}

function takeMoney(room: Room, asked: Minor, most: Minor): Minor {
  const taken = least(asked, least(most, room.money));
  room.money -= taken;
  return taken;
}

function sumOf(lines: readonly RefundLinePart[]): Minor {
  return lines.reduce((sum, part) => sum + part.gross, 0n);
}
