import type { NewCommission } from '../modules/commissions/index.ts';
import type { Context } from '../platform/http/route.ts';
import { type Minor, toJsonAmount } from '../values/money.ts';

/** What an order's commissions are told of with. */
export interface ToldOrder {
  readonly id: string;
  /** The shop's own number. */
  readonly order_id: string;
}

/** A commission as far as it is told of: recorded, or about to be. */
export type Told = Pick<NewCommission, 'partner_id' | 'amount' | 'currency' | 'sku'> & {
  readonly program_id: string | null;
  readonly status: string;
};

const PRODUCTS_TOLD = 10;

/**
 * Tells of what was just recorded of an order, once for each partner, whatever the number of its lines: what they earn in
 * all, or what was taken from them, and why. What comes to nothing (reversed and recorded again) is not told.
 */
export async function announceCommissions(
  context: Context,
  order: ToldOrder,
  rows: readonly Told[],
  told: { readonly cause: string; readonly at: Date; readonly lines: readonly { sku: string; name?: string | null }[] },
): Promise<void> {
  const names = new Map(told.lines.map((line) => [line.sku, line.name || line.sku]));
  const telling = [...byPartner(rows)].map(async ([partnerId, its]) => {
    const amount = its.reduce<Minor>((sum, row) => sum + row.amount, 0n);
    if (amount === 0n) return;
    const [{ currency, program_id }] = its as [Told];
    const skus = [...new Set(its.flatMap((row) => row.sku ?? []))].slice(0, PRODUCTS_TOLD);
    const data = {
      order_id: order.id,
      order_number: order.order_id,
      program_id,
      amount: toJsonAmount(amount),
      currency,
      products: skus.map((sku) => names.get(sku) ?? sku),
      occurred_at: told.at.toISOString(),
      cause: told.cause,
    };
    const kind = amount > 0n ? 'commission_earned' : 'commission_reversed';
    await context.announce({ kind, subject: order.id, partnerId, data });
  });
  await Promise.all(telling);
}

/** Of one order all commissions of a partner are in one currency. What is cancelled was never theirs. */
function byPartner(rows: readonly Told[]): Map<string, Told[]> {
  const found = new Map<string, Told[]>();
  for (const row of rows) {
    if (row.status === 'cancelled') continue;
    const its = found.get(row.partner_id);
    if (its) its.push(row);
    else found.set(row.partner_id, [row]);
  }
  return found;
}
