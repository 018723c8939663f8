import { least, type Minor } from '../../../values/money.ts';
import { grossOfUnits, type RefundLinePart } from './refund-facts.ts';
import type { Room } from './refund-room.ts';
import type { SpreadLine, SpreadOrder } from './spread-order.ts';

/**
 * An item of a refund. With neither quantity nor amount: all that is left of the line. With a quantity: that part of the
 * line's gross. With an amount: that much, gross of the line's tax, and the quantity only says how many units came back.
 */
export interface RefundItem {
  readonly line_id?: string | null;
  readonly sku?: string | null;
  readonly quantity?: bigint | null;
  readonly amount?: Minor | null;
}

/** What of a refund did not fit. All amounts 0 and no items: there was nothing left at all. */
export interface RefundRest {
  readonly items: readonly RefundItem[];
  readonly amount: Minor;
  readonly tax_amount: Minor;
  readonly shipping_amount: Minor;
}

/**
 * Takes what fits of an item out of the room, adds it to `parts`, and returns what does not fit, or null. A `sku` that
 * stands on several lines means the earliest with units left; what is more than that line has goes on to the next with the
 * sku, so that a refund of two units is not refused because they were ordered on two lines.
 */
export function takeItem(order: SpreadOrder, room: Room, item: RefundItem, parts: RefundLinePart[]): RefundItem | null {
  const targets = linesOf(order, room, item);
  const take = (index: number, part: Omit<RefundLinePart, 'line_id'>): void => {
    parts.push({ line_id: order.lines[index]!.line_id, ...part });
    room.money -= part.gross;
    room.gross[index]! -= part.gross;
    room.units[index]! -= part.units;
    (part.by_units ? room.by_units : room.told_units)[index]! += part.units;
  };
  if (item.amount != null) return takeTold(room, item, item.amount, targets, take);
  if (item.quantity != null) return takeUnits(order, room, item, item.quantity, targets, take);
  const [first] = targets;
  if (first === undefined || !hasLeft(order.lines[first]!, room, first)) return item;
  take(first, { units: room.units[first]!, gross: limitOf(room, first), by_units: false });
  return null;
}

/** True where an item names a line of the order at all. */
export function namesLine(order: SpreadOrder, item: RefundItem): boolean {
  return order.lines.some((line) => (item.line_id == null ? line.sku === item.sku : line.line_id === item.line_id));
}

type Take = (index: number, part: Omit<RefundLinePart, 'line_id'>) => void;

function takeUnits(
  order: SpreadOrder,
  room: Room,
  item: RefundItem,
  quantity: bigint,
  targets: readonly number[],
  take: Take,
): RefundItem | null {
  let wanted = quantity;
  let short = 0n;
  for (const index of targets) {
    const units = least(wanted, room.units[index]!);
    if (units === 0n) continue;
    wanted -= units;
    const value = priceUnits(order.lines[index]!, room, index, units);
    const limit = limitOf(room, index);
    if (value.gross > limit) short += value.gross - limit;
    take(index, value.gross > limit ? { units, gross: limit, by_units: false } : { units, ...value });
  }
  if (wanted === 0n && short === 0n) return null;
  return { ...item, quantity: wanted === 0n ? null : wanted, amount: short === 0n ? null : short };
}

/**
 * The gross of the next units of a line. The last ones take all that is left where that differs from their part by no more
 * than the roundings of what was told for units before, so that a line whose units are all back is refunded exactly.
 */
function priceUnits(line: SpreadLine, room: Room, index: number, units: bigint): { gross: Minor; by_units: boolean } {
  const before = room.by_units[index]!;
  const gross = grossOfUnits(line, before + units) - grossOfUnits(line, before);
  const left = room.gross[index]!;
  const apart = gross > left ? gross - left : left - gross;
  const closes = units === room.units[index] && apart > 0n && apart <= room.told_units[index]!;
  return closes ? { gross: left, by_units: false } : { gross, by_units: true };
}

function takeTold(
  room: Room,
  item: RefundItem,
  amount: Minor,
  targets: readonly number[],
  take: Take,
): RefundItem | null {
  let money = amount;
  let wanted = item.quantity ?? 0n;
  for (const index of targets) {
    const gross = least(money, limitOf(room, index));
    const units = least(wanted, room.units[index]!);
    if (gross === 0n && units === 0n) continue;
    take(index, { units, gross, by_units: false });
    money -= gross;
    wanted -= units;
  }
  if (money === 0n && wanted === 0n) return null;
  return { ...item, quantity: wanted === 0n ? null : wanted, amount: money };
}

function linesOf(order: SpreadOrder, room: Room, item: RefundItem): number[] {
  return order.lines.flatMap((line, index) => {
    if (item.line_id != null) return line.line_id === item.line_id ? [index] : [];
    return line.sku === item.sku && hasLeft(line, room, index) ? [index] : [];
  });
}

/** A line with money left, or, if it is free, with units left. */
function hasLeft(line: SpreadLine, room: Room, index: number): boolean {
  return line.gross === 0n ? room.units[index]! > 0n : room.gross[index]! > 0n;
}

function limitOf(room: Room, index: number): Minor {
  return least(room.money, room.gross[index]!);
}
