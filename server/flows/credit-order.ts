import { type CreditRow, type OrderDecision, storeCredit } from '../modules/attribution/index.ts';
import {
  type CommissionRow,
  type HeldReason,
  type NewCommission,
  recordCommissions,
  storePricing,
} from '../modules/commissions/index.ts';
import type { PaymentRow, SpreadOrder } from '../modules/orders/index.ts';
import type { Person } from '../modules/partners/index.ts';
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
  readonly buyer: Person;
  readonly holding: readonly HeldReason[];
  /** 1 at recording; the next for a reassignment or a late click. */
  readonly version: number;
  readonly note: string | null;
}

/** What the credit comes to, before anything is written: the decision, and what it earns; null where nobody earns. */
export interface CreditDraft {
  readonly to: OrderToCredit;
  readonly priced: PricedCredit | null;
}

/** Prices the decision. Refuses `no_exchange_rate` and `amount_too_large`. */
export async function draftCredit(context: Context, to: OrderToCredit): Promise<CreditDraft | Refusal> {
  const { decision, order } = to;
  if (decision.partner_id === null) return { to, priced: null };
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
    { partnerId: decision.partner_id, times: decision.gathered.times, buyer: to.buyer, holding: to.holding },
  );
  return isRefusal(priced) ? priced : { to, priced };
}

/** Freezes who is credited and how it was priced (rules.md 12). */
export async function freezeCredit(context: Context, { to, priced }: CreditDraft): Promise<CreditRow> {
  const { decision, order, version } = to;
  const [credit] = await Promise.all([
    storeCredit(context, {
      orderId: order.id,
      version,
      partnerId: decision.partner_id,
      reason: decision.reason,
      heldReason: decision.held,
      touchId: decision.via_touch?.id ?? null,
      steps: decision.steps,
      note: to.note,
    }),
    priced && storePricing(context, order.id, version, priced.detail),
  ]);
  return credit;
}

/** What they and their sponsor earn, to be recorded; nothing where nobody is credited. */
export function earningsOf({ to, priced }: CreditDraft): NewCommission[] {
  return priced && to.decision.partner_id !== null ? draftsOf(to, to.decision.partner_id, priced) : [];
}

/** What was recorded of a credit, as the tables have it. */
export interface CreditWritten {
  readonly credit: CreditRow;
  readonly commissions: readonly CommissionRow[];
}

/** Both in one, for what comes after the first recording. */
export async function creditOrder(context: Context, to: OrderToCredit): Promise<CreditWritten | Refusal> {
  const draft = await draftCredit(context, to);
  if (isRefusal(draft)) return draft;
  const credit = await freezeCredit(context, draft);
  return { credit, commissions: await recordCommissions(context, earningsOf(draft)) };
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
