import { least } from '../../../values/money.ts';

/** A line that a customer bought, with what is left of it. */
export interface Purchase {
  readonly orderId: string;
  /** The shop's own number of the order. */
  readonly number: string;
  readonly occurredAt: Date;
  readonly position: number;
  readonly lineId: string;
  readonly unitsLeft: bigint;
}

export interface Match {
  readonly taken: readonly { readonly purchase: Purchase; readonly units: bigint }[];
  /** Units for which there was no purchase. */
  readonly missing: bigint;
}

/**
 * Which earlier purchases a cancellation takes back: those of the same customer and product, no later than the
 * cancellation, the latest first, each as far as it has units left. At the same time the higher order number comes first
 * (as text), and in one order the later line.
 */
export function matchCancellation(purchases: readonly Purchase[], at: Date, units: bigint): Match {
  const earlier = purchases.filter((one) => one.occurredAt.getTime() <= at.getTime()).sort(latestFirst);
  const taken: { purchase: Purchase; units: bigint }[] = [];
  let missing = units;
  for (const purchase of earlier) {
    if (missing === 0n) break;
    const part = least(purchase.unitsLeft, missing);
    if (part <= 0n) continue;
    taken.push({ purchase, units: part });
    missing -= part;
  }
  return { taken, missing };
}

function latestFirst(a: Purchase, b: Purchase): number {
  const time = b.occurredAt.getTime() - a.occurredAt.getTime();
  if (time !== 0) return time;
  if (a.number !== b.number) return a.number > b.number ? -1 : 1;
  return b.position - a.position;
}
