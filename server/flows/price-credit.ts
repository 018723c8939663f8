import { findExchangeRate } from '../modules/accounts/index.ts';
import { isBuyer, type PartnerTimes } from '../modules/attribution/index.ts';
import {
  draftHold,
  type HeldReason,
  type LineToPrice,
  type PricedOrder,
  priceOrder,
} from '../modules/commissions/index.ts';
import { baseOf, type SpreadOrder } from '../modules/orders/index.ts';
import type { Person } from '../modules/partners/index.ts';
import {
  listTermsOf,
  type ProgramVersion,
  resolveTerms,
  type TermsVersion,
  termsAtHand,
  versionAt,
} from '../modules/programs/index.ts';
import type { Context } from '../platform/http/route.ts';
import type { PartnerId } from '../values/id.ts';
import { addDays, dayOf } from '../values/instant.ts';
import { decimalsOf } from '../values/money.ts';
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts';

/** An order as far as its price depends on it. */
export interface OrderToPrice {
  readonly spread: SpreadOrder;
  readonly currency: string;
  readonly occurredAt: Date;
  /** n of rule 20, free payments not counted; 1 for what is no subscription. */
  readonly payment: number;
  /** The first payment's instant, whose terms hold for all; null: the order's own. */
  readonly termsFrom: Date | null;
}

export interface CreditedPartner {
  readonly partnerId: PartnerId;
  readonly times: PartnerTimes;
  readonly buyer: Person;
  /** Reasons that hold both tiers: self-referral, an unverified lead. */
  readonly holding: readonly HeldReason[];
}

export type PricingDetail = ReturnType<typeof detailOf>;

export interface PricedCredit {
  readonly priced: PricedOrder;
  readonly program: ProgramVersion;
  readonly sponsorId: PartnerId | null;
  readonly holds: Readonly<Record<PartnerId, ReturnType<typeof draftHold>>>;
  /** How it was priced, for the explanation and for later refunds. */
  readonly detail: PricingDetail;
}

/**
 * What the credited partner and their sponsor earn, by the terms in force (rules.md 12 to 21). Refuses `no_exchange_rate`
 * and `amount_too_large`.
 */
export async function priceCredit(
  context: Context,
  order: OrderToPrice,
  credit: CreditedPartner,
): Promise<PricedCredit | Refusal> {
  const { partnerId, times } = credit;
  const termsAt = order.termsFrom ?? order.occurredAt;
  const joined =
    times.programId(partnerId, termsAt) ??
    times.programId(partnerId, order.occurredAt) ??
    times.firstProgramId(partnerId);
  if (joined === null) throw new Error(`partner ${partnerId} is credited and was in no program`);
  const versions = times.versions(joined);
  const program = versionAt(versions, joined, termsAt)!;
  const holdDays = versionAt(versions, joined, order.occurredAt)!;
  const [lines, exchange] = await Promise.all([
    linesToPrice(context, order, program, partnerId, termsAt, versions[0]!.fromAt),
    exchangeFor(context, order, program.currency),
  ]);
  if (isRefusal(exchange)) return exchange;
  const sponsor = program.tiers === 2 ? earningSponsor(order, credit) : { id: null, why: null };
  const priced = priceOrder(lines, {
    tiers: program.tiers,
    tier2_base: program.tier2Base,
    has_sponsor: sponsor.id !== null,
    exchange: exchange && {
      rate: exchange.ratio,
      from_decimals: decimalsOf(order.currency),
      to_decimals: decimalsOf(program.currency),
    },
  });
  if (isRefusal(priced)) return priced;
  const earning = sponsor.id === null ? [partnerId] : [partnerId, sponsor.id];
  const holds = Object.fromEntries(earning.map((id) => [id, holdOf(context, order, credit, holdDays, id)]));
  return {
    priced,
    program,
    sponsorId: sponsor.id,
    holds,
    detail: detailOf(order, program, lines, priced, exchange, sponsor, holdDays.holdDays),
  };
}

/** Whoever was suspended when the hold ended, and is still, waits; a suspension that came after changes nothing of it. */
function holdOf(
  context: Context,
  order: OrderToPrice,
  { times, holding }: CreditedPartner,
  program: ProgramVersion,
  earner: PartnerId,
) {
  const over = addDays(order.occurredAt, program.holdDays);
  const suspended = times.isSuspendedSince(earner, over.getTime() < context.now.getTime() ? over : context.now);
  return draftHold({
    occurred_at: order.occurredAt,
    hold_days: program.holdDays,
    now: context.now,
    commission_approval: program.commissionApproval,
    holding: suspended ? [...holding, 'partner_suspended'] : holding,
  });
}

async function linesToPrice(
  { tx, accountId }: Context,
  order: OrderToPrice,
  program: ProgramVersion,
  partnerId: PartnerId,
  termsAt: Date,
  programBegan: Date,
): Promise<LineToPrice[]> {
  const { programId } = program;
  const skus = order.spread.lines.map((line) => line.sku);
  const versions = await listTermsOf(tx, accountId, { programId, skus, partnerId });
  const bySku = Map.groupBy(versions, (version) => version.sku);
  const general = bySku.get(null) ?? [];
  const resolved = new Map<string, LineToPrice['terms']>();
  const termsOf = (sku: string): LineToPrice['terms'] => {
    const known = resolved.get(sku);
    if (known) return known;
    const relevant: TermsVersion[] = [...general, ...(bySku.get(sku) ?? [])];
    const found = resolveTerms(
      termsAtHand(relevant, { programId, sku, partnerId, programBegan }, termsAt),
      order.payment,
    );
    resolved.set(sku, found);
    return found;
  };
  const policy = { include_tax: program.includeTax, include_shipping: program.includeShipping };
  return order.spread.lines.map((line) => ({
    line_id: line.line_id,
    sku: line.sku,
    quantity: line.quantity,
    base: baseOf(line, policy),
    terms: termsOf(line.sku),
  }));
}

async function exchangeFor({ tx, accountId, account }: Context, order: OrderToPrice, currency: string) {
  if (order.currency === currency) return null;
  const day = dayOf(order.occurredAt, 'UTC');
  const rate = await findExchangeRate(tx, accountId, order.currency, currency, account.currency, day);
  return (
    rate ??
    refuse(
      'no_exchange_rate',
      `There is no rate from ${order.currency} to ${currency} for ${day} or the seven days before; PUT /v1/exchange_rates first.`,
    )
  );
}

/** The sponsor, if they earn: approved at `occurred_at` and not the customer (rules.md 19). */
function earningSponsor(
  order: OrderToPrice,
  { partnerId, times, buyer }: CreditedPartner,
): { id: PartnerId | null; why: string | null } {
  const sponsor = times.sponsor(partnerId, order.occurredAt);
  if (sponsor === null) return { id: null, why: 'no_sponsor' };
  if (!times.approved(sponsor, order.occurredAt)) return { id: null, why: 'sponsor_not_active' };
  return isBuyer(times, sponsor, buyer) ? { id: null, why: 'sponsor_is_customer' } : { id: sponsor, why: null };
}

function detailOf(
  order: OrderToPrice,
  program: ProgramVersion,
  lines: readonly LineToPrice[],
  priced: PricedOrder,
  exchange: Awaited<ReturnType<typeof findExchangeRate>>,
  sponsor: { id: PartnerId | null; why: string | null },
  holdDays: number,
) {
  return {
    program_id: program.programId,
    program_version: program.version,
    tiers: program.tiers,
    tier2_base: program.tier2Base,
    include_tax: program.includeTax,
    include_shipping: program.includeShipping,
    hold_days: holdDays,
    currency: program.currency,
    payment: order.payment,
    sponsor_id: sponsor.id,
    sponsor_why_not: sponsor.why,
    exchange: exchange && {
      from: order.currency,
      to: program.currency,
      way: exchange.way,
      numerator: exchange.ratio.numerator.toString(),
      denominator: exchange.ratio.denominator.toString(),
      entries: exchange.entries,
    },
    lines: lines.map((line, index) => {
      const shares = order.spread.lines[index]!;
      return {
        line_id: line.line_id,
        sku: line.sku,
        quantity: Number(line.quantity),
        amount: Number(shares.amount),
        discount_share: Number(shares.discount_share),
        tax: Number(shares.tax),
        tax_share: Number(shares.tax_share),
        shipping_share: Number(shares.shipping_share),
        base: Number(line.base),
        terms: line.terms,
      };
    }),
    uncommissioned: priced.uncommissioned,
  };
}
