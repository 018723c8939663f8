import { type CommissionRow, listCommissionsOfOrders } from '../../modules/commissions/index.ts';
import { newRefund } from '../../modules/orders/contract.ts';
import { listPurchases, listRefunds, type PurchaseRow, type RefundRow } from '../../modules/orders/index.ts';
import { findKeyOwners, normalizeEmail } from '../../modules/partners/index.ts';
import type { Context } from '../../platform/http/route.ts';
import type { ContactId, OrderId } from '../../values/id.ts';
import { isRefusal, type Refusal } from '../../values/refusal.ts';
import { recordRefund } from '../record-refund.ts';
import type { Reason } from './reasons.ts';
import type { LineGroup } from './rules/group-lines.ts';
import { type Match, matchCancellation } from './rules/match-cancellation.ts';
import type { GoodsLine, RefusedLine } from './rules/read-line.ts';
import { attempt } from './run-batch.ts';

export interface CancellationsRecorded {
  /** Refunds: one for each order that a cancelled line takes from. */
  readonly recorded: number;
  readonly known: number;
  /** Lines that became refunds, in whole or in part. */
  readonly lines: number;
  readonly refusedLines: readonly RefusedLine[];
  /** Lines of which a part found no purchase. */
  readonly linesInPart: readonly RefusedLine[];
  /** What the refunds took back: negative amounts. */
  readonly reversals: readonly CommissionRow[];
}

interface Refunded {
  readonly orders: readonly OrderId[];
  readonly isNew: boolean;
  readonly missing: bigint;
}

/** Turns cancelled lines into refunds of what the customer bought before, in one transaction, in the order of the file. */
export async function recordCancellations(
  context: Context,
  groups: readonly LineGroup[],
): Promise<CancellationsRecorded> {
  const refusedLines: RefusedLine[] = [];
  const linesInPart: RefusedLine[] = [];
  const count = { recorded: 0, known: 0, lines: 0 };
  const refundIds = new Map<string, Set<string>>();
  for (const group of groups) {
    for (const [index, line] of group.lines.entries()) {
      // The place within the cancellation, and not within the file, so that another file with the same lines repeats it.
      const number = `${group.number}/${index + 1}`;
      const about = `${group.number}: ${line.quantity} x ${line.sku}`;
      const found = await attempt<Refunded>(context, () => cancelLine(context, line, number));
      if (isRefusal(found)) {
        refusedLines.push({ line: line.line, refused: found.refused as Reason, detail: about });
        continue;
      }
      count[found.isNew ? 'recorded' : 'known'] += found.orders.length;
      count.lines += 1;
      for (const order of found.orders) refundIds.set(order, (refundIds.get(order) ?? new Set()).add(number));
      if (found.missing > 0n)
        linesInPart.push({
          line: line.line,
          refused: 'more_than_bought',
          detail: `${about}, ${found.missing} without a purchase`,
        });
    }
  }
  return { ...count, refusedLines, linesInPart, reversals: await reversalsOf(context, refundIds) };
}

type No = Refusal<Reason>;
const no = (refused: Reason): No => ({ refused, detail: '' });

async function cancelLine(context: Context, line: GoodsLine, number: string): Promise<Refunded | No> {
  const { tx, accountId } = context;
  if (line.customer === null && line.email === null) return no('cancellation_without_customer');
  const contact = await contactOf(context, line);
  if (contact === null) return no('unknown_customer');
  const bought = await listPurchases(tx, accountId, contact, line.sku, line.at);
  const refunds = await listRefunds(tx, accountId, [...new Set(bought.map((row) => row.order_id))]);
  const before = refunds.filter((row) => row.refund_id === number);
  if (before.length > 0) return recordedBefore(before, line);
  const match = matchCancellation(purchasesOf(bought, refunds), line.at, BigInt(line.quantity));
  if (match.taken.length === 0) return no('nothing_to_cancel');
  const byOrder = Map.groupBy(match.taken, (one) => one.purchase.orderId);
  for (const [order, taken] of byOrder) {
    const refund = await recordRefund(context, order, refundOf(number, line, taken), { isNews: false });
    if (isRefusal(refund)) return refund as No;
  }
  return { orders: [...byOrder.keys()], isNew: true, missing: match.missing };
}

/** The same line of an earlier run, or a line that only has the same number. */
function recordedBefore(before: readonly RefundRow[], line: GoodsLine): Refunded | No {
  const units = before.flatMap((row) => row.parts.lines).reduce((sum, part) => sum + BigInt(part.units), 0n);
  const missing = BigInt(line.quantity) - units;
  if (missing < 0n || before.some((row) => row.occurred_at.getTime() !== line.at.getTime()))
    return no('refund_differs');
  return { orders: before.map((row) => row.order_id), isNew: false, missing };
}

async function contactOf({ tx, accountId }: Context, line: GoodsLine): Promise<ContactId | null> {
  const emailKey = line.email === null ? null : normalizeEmail(line.email);
  const owners = await findKeyOwners(tx, accountId, { externalId: line.customer, emailKey });
  return owners.external ?? owners.email;
}

/** What is left of each line that was bought, by units; refunds that were reversed took nothing. */
function purchasesOf(bought: readonly PurchaseRow[], refunds: readonly RefundRow[]) {
  const back = new Map<string, bigint>();
  for (const refund of refunds) {
    if (refund.reversed_at !== null) continue;
    for (const part of refund.parts.lines) back.set(part.line_id, (back.get(part.line_id) ?? 0n) + BigInt(part.units));
  }
  return bought.map((row) => ({
    orderId: row.order_id,
    number: row.number,
    occurredAt: row.occurred_at,
    position: row.position,
    lineId: row.line_id,
    unitsLeft: row.quantity - (back.get(row.line_id) ?? 0n),
  }));
}

/** Units at the price at which they were bought, whatever the cancellation says they cost. */
function refundOf(number: string, line: GoodsLine, taken: Match['taken']) {
  return newRefund.parse({
    refund_id: number,
    occurred_at: line.at.toISOString(),
    items: taken.map(({ purchase, units }) => ({ line_id: purchase.lineId, quantity: Number(units) })),
  });
}

async function reversalsOf(
  { tx, accountId }: Context,
  refundIds: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<CommissionRow[]> {
  const orders = [...refundIds.keys()];
  if (orders.length === 0) return [];
  const ours = (await listRefunds(tx, accountId, orders)).filter((row) =>
    refundIds.get(row.order_id)?.has(row.refund_id),
  );
  const ids = new Set<string | null>(ours.map((row) => row.id));
  const rows = await listCommissionsOfOrders(tx, accountId, orders);
  return rows.filter((row) => row.kind === 'reversal' && row.refund_id !== null && ids.has(row.refund_id));
}
