import {
  type Customer,
  describePartners,
  loadPartnerTimes,
  type OrderDecision,
  storeCredit,
} from '../modules/attribution/index.ts';
import { type HeldReason, type NewCommission, recordCommissions, storePricing } from '../modules/commissions/index.ts';
import type { PaymentRow, SpreadOrder } from '../modules/orders/index.ts';
import type { Context } from '../platform/http/route.ts';
import type { OrderId, PartnerId } from '../values/id.ts';
import { isRefusal, type Refusal } from '../values/refusal.ts';
import { type PricedCredit, priceCredit } from './price-credit.ts';

export interface OrderToCredit {
  readonly order: {
    readonly id: OrderId;
    readonly currency: string;
    readonly occurredAt: Date;
    readonly spread: SpreadOrder;
    readonly total: bigint;
  };
  /** The number of this payment of a subscription, and the others that are known. */
  readonly payments: { readonly number: number | null; readonly known: readonly PaymentRow[] };
  readonly decision: Pick<OrderDecision, 'partner_id' | 'reason' | 'held' | 'steps' | 'gathered' | 'via_touch'>;
  readonly customer: Customer;
  readonly holding: readonly HeldReason[];
  /** 1 at recording; the next for a reassignment or a late click. */
  readonly version: number;
  readonly note: string | null;
}

/** Freezes who is credited, and records what they and their sponsor earn (rules.md 12 to 22). */
export async function creditOrder(context: Context, to: OrderToCredit): Promise<undefined | Refusal> {
  const { decision, order, version } = to;
  await storeCredit(context, {
    orderId: order.id,
    version,
    partnerId: decision.partner_id,
    reason: decision.reason,
    heldReason: decision.held,
    touchId: decision.via_touch?.id ?? null,
    steps: decision.steps,
    note: to.note,
  });
  if (decision.partner_id === null) return;
  const known = to.payments.known.filter((payment) => payment.id !== order.id);
  const priced = await priceCredit(
    context,
    {
      spread: order.spread,
      currency: order.currency,
      occurredAt: order.occurredAt,
      payment: countPayment(to.payments.number, known),
      termsFrom: termsFrom(to.payments.number, known),
    },
    {
      partnerId: decision.partner_id,
      times: decision.gathered.times,
      isCustomer: (partner) => isCustomer(context, partner, to.customer, order.occurredAt),
      holding: to.holding,
    },
  );
  if (isRefusal(priced)) return priced;
  await storePricing(context, order.id, version, priced.detail);
  await recordCommissions(context, draftsOf(to, decision.partner_id, priced));
}

/** Only payments with something to pay count (rules.md 20). A payment that is free itself earns nothing anyway. */
export function countPayment(number: number | null, known: readonly PaymentRow[]): number {
  if (number === null) return 1;
  const free = known.filter((payment) => payment.payment_number < number && payment.total_amount === 0n).length;
  return Math.max(1, number - free);
}

/** All payments go by the terms in force at the first that is known; null: by the order's own instant. */
function termsFrom(number: number | null, known: readonly PaymentRow[]): Date | null {
  if (number === null || number <= 1) return null;
  const first = known.reduce<PaymentRow | null>(
    (least, payment) => (least === null || payment.id < least.id ? payment : least),
    null,
  );
  return first?.occurred_at ?? null;
}

async function isCustomer(context: Context, partner: PartnerId, customer: Customer, at: Date): Promise<boolean> {
  if (customer.contactId === null && customer.email === null) return false;
  const times = await loadPartnerTimes(context.tx, context.accountId, [partner]);
  const described = await describePartners(context, [partner], customer, at, { times });
  return described[partner]?.is_customer ?? false;
}

function draftsOf(
  to: OrderToCredit,
  partnerId: PartnerId,
  { priced, program, sponsorId, holds }: PricedCredit,
): NewCommission[] {
  return priced.commissions.map((draft) => {
    const earner = draft.tier === 1 ? partnerId : sponsorId!;
    const hold = holds[earner]!;
    return {
      ...draft,
      kind: 'sale' as const,
      partner_id: earner,
      program_id: program.programId,
      order_id: to.order.id,
      credit_version: to.version,
      currency: program.currency,
      occurred_at: to.order.occurredAt,
      ...hold,
    };
  });
}
