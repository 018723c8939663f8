import type { RefundRequest } from '../../server/modules/orders/rules/fit-refund.ts';
import type { RefundItem } from '../../server/modules/orders/rules/fit-refund-item.ts';
import type { RefundFacts } from '../../server/modules/orders/rules/refund-facts.ts';
import { resolveRefund } from '../../server/modules/orders/rules/resolve-refund.ts';
import type { SpreadOrder } from '../../server/modules/orders/rules/spread-order.ts';
import { isRefusal } from '../../server/values/refusal.ts';
import { day } from './orders.ts';

/**
 * Reads a refund from short text: "all", or any of these with commas between: "500" (spread), "tax 70", "shipping 30",
 * "a" (all left of a line), "a x2" (two units), "a =50" (an amount), "a x2 =50"; "sku:mug x2" names a sku.
 */
export function request(text: string, at: Date): RefundRequest {
  if (text === 'all') return { occurred_at: at };
  const items: RefundItem[] = [];
  const money: Record<string, bigint> = {};
  for (const piece of text.split(',').map((one) => one.trim())) {
    const named = /^(tax|shipping) (\d+)$/.exec(piece);
    if (named) money[`${named[1]}_amount`] = BigInt(named[2]!);
    else if (/^\d+$/.test(piece)) money.amount = BigInt(piece);
    else items.push(item(piece));
  }
  return { occurred_at: at, ...money, ...(items.length > 0 ? { items } : {}) };
}

function item(text: string): RefundItem {
  const [name = '', ...rest] = text.split(' ');
  const found = (sign: string) => rest.find((word) => word.startsWith(sign))?.slice(1);
  const [quantity, amount] = [found('x'), found('=')];
  return {
    ...(name.startsWith('sku:') ? { sku: name.slice(4) } : { line_id: name }),
    ...(quantity ? { quantity: BigInt(quantity) } : {}),
    ...(amount ? { amount: BigInt(amount) } : {}),
  };
}

/** Hands in refunds one after the other, a day apart; returns what was accepted, and the answers as text. */
export function handIn(order: SpreadOrder, texts: readonly string[]): { accepted: RefundFacts[]; answers: string[] } {
  const accepted: RefundFacts[] = [];
  const answers = texts.map((text, index) => {
    const found = resolveRefund(order, accepted, request(text, day(index + 1)));
    if (isRefusal(found)) return found.refused === 'refund_exceeds_order' ? 'exceeds' : found.refused;
    accepted.push(found);
    return String(found.amount);
  });
  return { accepted, answers };
}
