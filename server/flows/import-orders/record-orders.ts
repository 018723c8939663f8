import { listCredits } from '../../modules/attribution/index.ts';
import { type CommissionRow, listCommissionsOfOrders } from '../../modules/commissions/index.ts';
import { newOrder } from '../../modules/orders/contract.ts';
import { findOrdersByNumbers, hashOrder, type NewOrder } from '../../modules/orders/index.ts';
import type { Context } from '../../platform/http/route.ts';
import type { OrderId } from '../../values/id.ts';
import { toJsonAmount } from '../../values/money.ts';
import { isRefusal, refuse } from '../../values/refusal.ts';
import { type OrderRecorded, recordOrder } from '../record-order.ts';
import type { LineGroup } from './rules/group-lines.ts';
import type { RefusedLine } from './rules/read-line.ts';
import { attempt } from './run-batch.ts';

export interface OrdersRecorded {
  readonly recorded: number;
  /** Recorded before, with the same content. */
  readonly known: number;
  readonly refused: number;
  readonly lines: number;
  readonly refusedLines: readonly RefusedLine[];
  readonly credited: number;
  /** What was earned on these orders, reversals left out. */
  readonly commissions: readonly CommissionRow[];
}

/** Records orders in one transaction. One that is refused costs itself only; all its lines then have the same reason. */
export async function recordOrders(
  context: Context,
  groups: readonly LineGroup[],
  currency: string,
): Promise<OrdersRecorded> {
  const { tx, accountId } = context;
  const before = new Map<string, { id: OrderId; content_hash: string }>();
  for (const row of await findOrdersByNumbers(
    tx,
    accountId,
    groups.map((group) => group.number),
  ))
    before.set(row.order_id, row);
  const ids: OrderId[] = [];
  const refusedLines: RefusedLine[] = [];
  const count = { recorded: 0, known: 0, refused: 0, lines: 0 };
  for (const group of groups) {
    const found = await recordGroup(context, group, currency, before.get(group.number));
    if (isRefusal(found)) {
      count.refused += 1;
      for (const { line } of group.lines)
        refusedLines.push({ line, refused: found.refused, detail: `${group.number}: ${found.detail}` });
      continue;
    }
    count[found.isNew ? 'recorded' : 'known'] += 1;
    count.lines += group.lines.length;
    ids.push(found.id);
  }
  const credits = new Map(
    (await listCredits(tx, accountId, ids)).map((credit) => [credit.order_id, credit.partner_id]),
  );
  const commissions = (await listCommissionsOfOrders(tx, accountId, ids)).filter((row) => row.kind === 'sale');
  return {
    ...count,
    refusedLines,
    credited: [...credits.values()].filter((partner) => partner !== null).length,
    commissions,
  };
}

async function recordGroup(
  context: Context,
  group: LineGroup,
  currency: string,
  before: { id: OrderId; content_hash: string } | undefined,
) {
  const read = newOrder.safeParse(orderOf(group, currency));
  if (!read.success) return refuse('value_unfit' as const, read.error.issues[0]?.message ?? '');
  if (before && before.content_hash === hashOrder(read.data)) return { id: before.id, isNew: false };
  return (await attempt<OrderRecorded>(context, () => recordOrder(context, read.data, { source: 'import' }))) as
    | OrderRecorded
    | RefusedOrder;
}

type RefusedOrder = { refused: RefusedLine['refused']; detail: string };

/** The order as it would come over the API. It happened when its first line did. */
function orderOf({ number, lines }: LineGroup, currency: string): unknown {
  const first = lines[0]!;
  const customer = (first.customer ?? first.email) ? { external_id: first.customer, email: first.email } : null;
  return {
    order_id: number,
    customer,
    currency,
    occurred_at: first.at.toISOString(),
    items: lines.map((line) => ({
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      unit_amount: toJsonAmount(line.unit_amount),
      discount_amount: toJsonAmount(line.discount_amount),
    })),
  } satisfies Partial<Record<keyof NewOrder, unknown>>;
}
