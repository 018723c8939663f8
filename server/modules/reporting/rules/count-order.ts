import type { OrderId, PartnerId, ProgramId, RefundId } from '../../../values/id.ts';
import { DAY } from '../../../values/instant.ts';
import type { Minor } from '../../../values/money.ts';
import type { RefundFacts, SpreadOrder } from '../../orders/index.ts';
import { type Amounts, type Entry, nowhere, type Place, type Source, type Subject } from './entries.ts';
import type { FindDay } from './find-days.ts';
import { shareRefunds } from './share-refunds.ts';

/** Where the touch came from that an order is credited by; empty text for what is not known. */
export interface Origin {
  readonly link_id: string;
  readonly promo_tool_id: string;
  readonly sub: string;
  readonly country: string;
  readonly device: string;
  /** The instant of the click or visit; null where no such touch credits the order. */
  readonly clicked_at: Date | null;
}

export const noOrigin: Origin = {
  link_id: '',
  promo_tool_id: '',
  sub: '',
  country: '',
  device: '',
  clicked_at: null,
};

export interface CreditToCount {
  readonly version: number;
  readonly partner_id: PartnerId | null;
  readonly reason: string;
  readonly named_unknown: boolean;
  readonly origin: Origin;
}

export interface RefundToCount {
  readonly id: RefundId;
  readonly reason: string;
  readonly facts: RefundFacts;
  readonly reversed_at: Date | null;
}

export interface CommissionToCount {
  readonly id: string;
  readonly partner_id: PartnerId;
  readonly program_id: ProgramId | null;
  readonly tier: number | null;
  readonly sku: string | null;
  readonly credit_version: number | null;
  readonly amount: Minor;
  readonly currency: string;
  readonly occurred_at: Date;
}

/** All that is known of an order at some point: its credits so far, refunds, and commissions that are not cancelled. */
export interface OrderToCount {
  readonly id: OrderId;
  readonly occurred_at: Date;
  readonly currency: string;
  readonly spread: SpreadOrder;
  readonly customer: 'new' | 'returning' | 'unknown';
  /** The contact's first lead before the order. */
  readonly lead_at: Date | null;
  /** Oldest first; empty: the order is not recorded yet. */
  readonly credits: readonly CreditToCount[];
  readonly refunds: readonly RefundToCount[];
  readonly commissions: readonly CommissionToCount[];
}

/** The program that a partner was in at an instant; empty where in none. */
export type ProgramOf = (partner: PartnerId, at: Date) => { readonly id: string; readonly currency: string };

/** An order's part in the figures (rules.md 33), each fact on its own day. */
export function countOrder(order: OrderToCount, programOf: ProgramOf, findDay: FindDay): Entry[] {
  const credit = order.credits.at(-1);
  if (!credit) return [];
  const entries = new EntryList(findDay);
  if (credit.partner_id === null) countUncredited(entries, order, credit);
  else countCredited(entries, order, credit, credit.partner_id, programOf);
  for (const commission of order.commissions) countCommission(entries, commission, order.credits, programOf);
  return entries.list;
}

/** A commission of no order, a bonus or an adjustment, counts by itself. */
export function countLoneCommission(commission: CommissionToCount, programOf: ProgramOf, findDay: FindDay): Entry[] {
  const entries = new EntryList(findDay);
  countCommission(entries, commission, [], programOf);
  return entries.list;
}

class EntryList {
  readonly list: Entry[] = [];
  readonly #findDay: FindDay;
  constructor(findDay: FindDay) {
    this.#findDay = findDay;
  }
  add(subject: Subject, source: Source, place: Place, amounts: Amounts): void {
    this.list.push({ subject, day: this.#findDay(source.at.getTime()).day, place, amounts, source });
  }
}

function countUncredited(entries: EntryList, order: OrderToCount, credit: CreditToCount): void {
  const source: Source = { kind: 'order', id: order.id, at: order.occurred_at };
  const place = { ...nowhere, currency: order.currency, split: credit.reason };
  entries.add('uncredited', source, place, { orders: 1n, revenue: order.spread.total_amount });
}

function countCredited(
  entries: EntryList,
  order: OrderToCount,
  { origin }: CreditToCount,
  partner: PartnerId,
  programOf: ProgramOf,
): void {
  const source: Source = { kind: 'order', id: order.id, at: order.occurred_at };
  const program = programOf(partner, order.occurred_at);
  const place = placeOf(partner, program.id, order.currency, origin);
  const total = order.spread.total_amount;
  const once: Amounts = { orders: 1n, revenue: total };
  entries.add('facts', source, place, once);
  countProducts(entries, order, place, source);
  entries.add('customer', source, { ...place, split: order.customer }, once);
  if (origin.clicked_at)
    entries.add('click_days', source, { ...place, split: daysBetween(origin.clicked_at, order.occurred_at) }, once);
  if (order.lead_at)
    entries.add('lead_days', source, { ...place, split: daysBetween(order.lead_at, order.occurred_at) }, once);
  countRefunds(entries, order, place);
}

function countProducts(entries: EntryList, order: OrderToCount, place: Place, source: Source): void {
  const products = new Map<string, { units: bigint; revenue: bigint }>();
  let rest = order.spread.total_amount;
  for (const line of order.spread.lines) {
    const product = products.get(line.sku) ?? { units: 0n, revenue: 0n };
    product.units += line.quantity;
    product.revenue += line.gross;
    products.set(line.sku, product);
    rest -= line.gross;
  }
  for (const [sku, { units, revenue }] of products)
    entries.add('product', source, { ...place, split: sku }, { orders: 1n, units, revenue });
  // Shipping and the order's own tax belong to no product; with them the products sum to the orders.
  if (rest !== 0n) entries.add('product', source, { ...place, split: '' }, { revenue: rest });
}

function countRefunds(entries: EntryList, order: OrderToCount, place: Place): void {
  for (const share of shareRefunds(order.spread, order.refunds)) {
    const { refund, at, isReversal } = share;
    const sign = isReversal ? -1n : 1n;
    const source: Source = { kind: isReversal ? 'refund_reversal' : 'refund', id: refund.id, at };
    const amounts = { refunds: sign, refunded: sign * refund.facts.amount, revenue: -sign * refund.facts.amount };
    entries.add('facts', source, place, amounts);
    entries.add('refund_reason', source, { ...place, split: refund.reason }, amounts);
    for (const [sku, gross] of share.products)
      entries.add('product', source, { ...place, split: sku }, { refunded: gross, revenue: -gross });
  }
}

function countCommission(
  entries: EntryList,
  commission: CommissionToCount,
  credits: readonly CreditToCount[],
  programOf: ProgramOf,
): void {
  const { partner_id, occurred_at, currency, amount } = commission;
  const source: Source = { kind: 'commission', id: commission.id, at: occurred_at };
  const credit = credits.find(({ version }) => version === commission.credit_version);
  // A sponsor's part has no link: that of another partner is not theirs to see (rules.md 36).
  const origin = credit && credit.partner_id === partner_id && commission.tier !== 2 ? credit.origin : noOrigin;
  const program = commission.program_id ?? programOf(partner_id, occurred_at).id;
  const place = placeOf(partner_id, program, currency, origin);
  entries.add('facts', source, place, { commission: amount });
  entries.add('product', source, { ...place, split: commission.sku ?? '' }, { commission: amount });
}

export function placeOf(partner: PartnerId, program: string, currency: string, origin: Origin): Place {
  const { link_id, promo_tool_id, sub, country, device } = origin;
  return {
    program_id: program,
    currency,
    partner_id: partner,
    link_id,
    promo_tool_id,
    sub,
    country,
    device,
    split: '',
  };
}

/** Whole days of 24 hours, as text. */
function daysBetween(from: Date, to: Date): string {
  return String(Math.max(0, Math.floor((to.getTime() - from.getTime()) / DAY)));
}
