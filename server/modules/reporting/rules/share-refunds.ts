import { type RefundFacts, refundedBases, type SpreadOrder } from '../../orders/index.ts';

interface Refund {
  readonly id: string;
  readonly facts: RefundFacts;
  readonly reversed_at: Date | null;
}

export interface RefundShare<R extends Refund> {
  readonly refund: R;
  /** When it happened, or was undone. */
  readonly at: Date;
  readonly isReversal: boolean;
  /** How much more of each product is refunded since: gross, by sku; '' for shipping and the order's own tax. */
  readonly products: ReadonlyMap<string, bigint>;
}

/**
 * Refunds and their undoing as they happened, each with what it changed of what is refunded of each product. A refund that
 * names no line is spread by what is left then (rules.md 23), so that all shares together are what is refunded now.
 */
export function shareRefunds<R extends Refund>(spread: SpreadOrder, refunds: readonly R[]): RefundShare<R>[] {
  const steps = refunds
    .flatMap((refund) => {
      const at = refund.facts.occurred_at;
      const made = { refund, at, isReversal: false, turn: at.getTime() };
      // Undone before it happened can only be a clock that was wrong: it is undone right after.
      const undone = refund.reversed_at;
      return undone === null
        ? [made]
        : [made, { refund, at: undone, isReversal: true, turn: Math.max(undone.getTime(), made.turn) }];
    })
    .sort(
      (a, b) => a.turn - b.turn || compareText(a.refund.id, b.refund.id) || Number(a.isReversal) - Number(b.isReversal),
    );
  const standing = new Set<R>();
  let before = new Map<string, bigint>();
  return steps.map(({ refund, at, isReversal }) => {
    if (isReversal) standing.delete(refund);
    else standing.add(refund);
    const after = refundedProducts(spread, [...standing]);
    const products = new Map<string, bigint>();
    for (const sku of new Set([...before.keys(), ...after.keys()])) {
      const change = (after.get(sku) ?? 0n) - (before.get(sku) ?? 0n);
      if (change !== 0n) products.set(sku, change);
    }
    before = after;
    return { refund, at, isReversal, products };
  });
}

function refundedProducts(spread: SpreadOrder, refunds: readonly Refund[]): Map<string, bigint> {
  const facts = refunds.map((refund) => refund.facts);
  const bases = refundedBases(spread, facts, { include_tax: false, include_shipping: false });
  const products = new Map<string, bigint>();
  let rest = facts.reduce((sum, fact) => sum + fact.amount, 0n);
  for (const [index, { refunded_gross }] of bases.entries()) {
    const { sku } = spread.lines[index]!;
    products.set(sku, (products.get(sku) ?? 0n) + refunded_gross);
    rest -= refunded_gross;
  }
  products.set('', (products.get('') ?? 0n) + rest);
  return products;
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
