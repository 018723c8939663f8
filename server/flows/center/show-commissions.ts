import { z } from 'zod';
import { showCustomer } from '../../modules/center/index.ts';
import { type CommissionRow, toCommissionView } from '../../modules/commissions/index.ts';
import { findOrders, listLines, listRefunds } from '../../modules/orders/index.ts';
import { findContacts } from '../../modules/partners/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { findOwn } from './own.ts';

const text = z.string();

/** A commission as the partner who earned it sees it (rules.md 36). */
export const commissionShape = z.object({
  id: text,
  kind: text,
  tier: z.int().nullable(),
  amount: z.int(),
  currency: text,
  rate_bps: z.int().nullable(),
  status: text,
  held_reason: text.nullable(),
  occurred_at: text,
  recorded_at: text,
  payable_on: text.nullable(),
  product: text.nullable(),
  /** The shop's number of the order; of the second tier none, since that order is another partner's. */
  order_reference: text.nullable(),
  customer: text.nullable(),
  reversal_of: text.nullable(),
  /** Why a reversal was written: refund, chargeback, refund_undone, reassigned, carried_over, restored, made_up. */
  reason: text.nullable(),
  payout_id: text.nullable(),
  /** Of bonuses and adjustments: what they are for. */
  note: text.nullable(),
});
export type OwnCommission = z.input<typeof commissionShape>;

const byHand = new Set(['bonus', 'adjustment']);

export async function showCommissions(context: Context, rows: readonly CommissionRow[]): Promise<OwnCommission[]> {
  const { tx, accountId } = context;
  const { program } = await findOwn(context);
  const orderIds = [...new Set(rows.flatMap((row) => row.order_id ?? []))];
  const orders = new Map((await findOrders(tx, accountId, orderIds)).map((row) => [row.id as string, row]));
  const lines = new Map((await listLines(tx, accountId, orderIds)).map((row) => [row.id as string, row]));
  const refunds = new Map((await listRefunds(tx, accountId, orderIds)).map((row) => [row.id as string, row]));
  const contactIds = [...new Set([...orders.values()].flatMap((row) => row.contact_id ?? []))];
  const contacts = new Map((await findContacts(tx, accountId, contactIds)).map((row) => [row.id as string, row]));
  return rows.map((row) => {
    const { id, kind, tier, amount, currency, rate_bps, status, held_reason, ...view } = toCommissionView(row);
    const order = tier === 2 ? undefined : orders.get(row.order_id ?? '');
    const name = contacts.get(order?.contact_id ?? '')?.name ?? null;
    const chargedBack = row.cause === 'refund' && refunds.get(row.refund_id ?? '')?.reason === 'chargeback';
    return {
      ...{ id, kind, tier, amount, currency, rate_bps, status, held_reason },
      occurred_at: view.occurred_at,
      recorded_at: view.recorded_at,
      payable_on: view.payable_on,
      product: lines.get(row.line_id ?? '')?.name ?? row.sku,
      order_reference: order?.order_id ?? null,
      customer: showCustomer(name, program.partnerSeesCustomers),
      reversal_of: row.reversal_of,
      reason: chargedBack ? 'chargeback' : row.cause,
      payout_id: row.payout_id,
      note: byHand.has(kind) ? row.note : null,
    };
  });
}
