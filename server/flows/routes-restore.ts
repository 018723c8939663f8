import { commissionView, restoreCommission, showCommission } from '../modules/commissions/index.ts';
import { findOrder, listLines, listRefunds } from '../modules/orders/index.ts';
import { idParams, nothing } from '../platform/http/contract.ts';
import { type Context, post, type Route } from '../platform/http/route.ts';
import type { CommissionId, OrderId } from '../values/id.ts';
import type { Minor } from '../values/money.ts';
import { isRefusal } from '../values/refusal.ts';
import { reversalTargets, standing } from './record-refund.ts';

const restore = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/commissions/{id}/restore',
  tag: 'Commissions',
  summary: 'Brings a cancelled commission back, with its reversals; it takes on the refunds since',
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: nothing,
  answer: commissionView,
  act: async (context, { params }) => {
    const done = await restoreCommission(context, params.id, (row) =>
      reversedByNow(context, row.id, row.order_id, row.amount),
    );
    return isRefusal(done) ? done : { subject: params.id, status: 200 };
  },
  show: showCommission,
});

/** All of it where the order's credit was given to another meanwhile; else what the standing refunds say. */
async function reversedByNow(
  context: Context,
  id: CommissionId,
  orderId: OrderId | null,
  whole: Minor,
): Promise<Minor> {
  const { tx, accountId } = context;
  const order = orderId === null ? undefined : await findOrder(tx, accountId, orderId);
  if (!order) return 0n;
  const lines = await listLines(tx, accountId, [order.id]);
  const refunds = standing(await listRefunds(tx, accountId, [order.id]));
  const targets = await reversalTargets(context, order, lines, refunds);
  return targets.find((target) => target.commissionId === id)?.reversedTotal ?? whole;
}

export function restoreRoutes(): Route[] {
  return [restore];
}
