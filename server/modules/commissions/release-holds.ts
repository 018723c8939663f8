import type { Context } from '../../platform/http/route.ts';
import type { OrderId, PartnerId } from '../../values/id.ts';
import { lockBalances } from '../ledger/index.ts';
import { moveCommissions } from './move-commissions.ts';
import { type CommissionRow, listOfOrders, listPendingOf } from './queries.ts';
import { isOver, makePayable, settleHolds } from './settle-holds.ts';

const isWaiting = (row: CommissionRow): boolean => row.status === 'pending' && row.kind !== 'reversal';

/** What falls due at the end of an order's hold: what nothing holds becomes payable, with its reversals (rules.md 22, 24). */
export async function releaseHolds(context: Context, orderId: OrderId): Promise<void> {
  const due = (row: CommissionRow): boolean =>
    isWaiting(row) && row.held_reason === null && row.payable_on !== null && isOver(row, context.now);
  const rows = await lockOrder(context, [orderId], due);
  await settleHolds(context, rows.filter(due), 'hold_over');
}

/**
 * A partner was suspended: what is pending stays so, held for `partner_suspended`. What is held for another reason keeps
 * that; a hold that was over by now ends first, whether or not the sweeper came by. Call it in the suspension's transaction.
 */
export async function holdForSuspension(context: Context, partnerId: PartnerId): Promise<void> {
  await lockBalances(context.tx, context.accountId, [partnerId]);
  const rows = await listPendingOf(context.tx, context.accountId, partnerId);
  const free = rows.filter((row) => row.held_reason === null);
  const over = free.filter((row) => row.payable_on !== null && isOver(row, context.now));
  await makePayable(context, over, 'hold_over', (row) => row.payable_on ?? context.now);
  const held = free.filter((row) => !over.includes(row));
  await moveCommissions(
    context,
    held.map((row) => ({
      row,
      status: 'pending' as const,
      heldReason: 'partner_suspended' as const,
      countsFrom: null,
      act: 'held' as const,
    })),
  );
}

/** A partner was reinstated: what the suspension held goes on; what would have been payable meanwhile is so now. */
export async function releaseFromSuspension(context: Context, partnerId: PartnerId): Promise<void> {
  await lockBalances(context.tx, context.accountId, [partnerId]);
  const rows = await listPendingOf(context.tx, context.accountId, partnerId);
  await settleHolds(
    context,
    rows.filter((row) => row.held_reason === 'partner_suspended'),
    'hold_lifted',
  );
}

/** A contact's address was confirmed: what was held as `unverified` on these orders goes on. */
export async function releaseUnverified(context: Context, orderIds: readonly OrderId[]): Promise<void> {
  const held = (row: CommissionRow): boolean => isWaiting(row) && row.held_reason === 'unverified';
  const rows = await lockOrder(context, orderIds, held);
  await settleHolds(context, rows.filter(held), 'hold_lifted');
}

/** The orders' commissions, read again under the balances of those partners that `wanted` names. */
async function lockOrder(
  context: Context,
  orderIds: readonly OrderId[],
  wanted: (row: CommissionRow) => boolean,
): Promise<CommissionRow[]> {
  const { tx, accountId } = context;
  const read = (): Promise<CommissionRow[]> => listOfOrders(tx, accountId, orderIds);
  const partners = new Set((await read()).filter(wanted).map((row) => row.partner_id));
  if (partners.size === 0) return [];
  await lockBalances(tx, accountId, [...partners]);
  return (await read()).filter((row) => partners.has(row.partner_id));
}
