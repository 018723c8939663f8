import type { Minor } from '../../../values/money.ts';
import type { RefundFacts } from './refund-facts.ts';
import { type Left, leftOf, moneyLeft, replayRefunds, totalLeft } from './replay-refunds.ts';
import type { SpreadOrder } from './spread-order.ts';

/** How far a new refund may go, before anything of it is taken. The lists go by the order's lines. */
export interface Room {
  /** Of the whole order. */
  money: Minor;
  /** Gross of each line, where the refund stands in time. */
  readonly gross: Minor[];
  /** Units not come back yet. */
  readonly units: bigint[];
  /** Units of earlier refunds that are valued by units. */
  readonly by_units: bigint[];
  /** Units whose money was told: each may be off by a rounding. */
  readonly told_units: bigint[];
}

/**
 * The room for a refund of `occurredAt`: of each line what is left after the refunds up to then, less what later ones name
 * of it; of the whole order its total less all earlier refunds.
 */
export function roomFor(order: SpreadOrder, earlier: readonly RefundFacts[], occurredAt: Date): Room {
  const left = leftAt(order, earlier, occurredAt);
  const room: Room = {
    money: moneyLeft(order, earlier),
    gross: left.goods.map((goods, index) => goods + left.tax[index]!),
    units: order.lines.map((line) => line.quantity),
    by_units: order.lines.map(() => 0n),
    told_units: order.lines.map(() => 0n),
  };
  const indexes = new Map(order.lines.map((line, index) => [line.line_id, index]));
  for (const refund of earlier) {
    for (const part of refund.parts.lines) {
      const index = indexes.get(part.line_id);
      if (index === undefined) continue;
      room.units[index]! -= part.units;
      (part.by_units ? room.by_units : room.told_units)[index]! += part.units;
      if (refund.occurred_at > occurredAt) room.gross[index] = atLeastNothing(room.gross[index]! - part.gross);
    }
  }
  // Units valued anew after a reversal may stand a minor unit off what was answered then: the kinder of both is the room.
  const standing = totalLeft(leftOf(order, earlier));
  if (standing > room.money) room.money = standing;
  return room;
}

/** Tax and shipping that a refund of `occurredAt` may still name, `with` its own lines taken already. */
export function roomBesideLines(
  order: SpreadOrder,
  earlier: readonly RefundFacts[],
  own: RefundFacts,
): { tax: Minor; shipping: Minor } {
  const left = leftAt(order, [...earlier, own], own.occurred_at);
  let tax = left.order_tax + left.tax.reduce((sum, amount) => sum + amount, 0n);
  let { shipping } = left;
  for (const refund of earlier) {
    if (refund.occurred_at <= own.occurred_at) continue;
    tax -= refund.parts.tax;
    shipping -= refund.parts.shipping;
  }
  return { tax: atLeastNothing(tax), shipping: atLeastNothing(shipping) };
}

/** What is spread at the very instant comes after what names its place, and so leaves it its room. */
function leftAt(order: SpreadOrder, refunds: readonly RefundFacts[], at: Date): Left {
  const before = refunds.filter((refund) => refund.occurred_at <= at);
  return replayRefunds(
    order,
    before.map((refund) => (refund.occurred_at < at ? refund : { ...refund, parts: { ...refund.parts, spread: 0n } })),
  );
}

function atLeastNothing(amount: Minor): Minor {
  return amount < 0n ? 0n : amount;
}
