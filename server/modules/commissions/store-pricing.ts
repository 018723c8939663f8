import type { Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/http/route.ts';
import type { AccountId, OrderId } from '../../values/id.ts';
import type { ChosenRate } from '../accounts/index.ts';
import type { NoTerms, ResolvedTerms } from '../programs/index.ts';
import { insertPricing, listPricings } from './queries.ts';
import type { Uncommissioned } from './rules/price-order.ts';

/** How an order was priced, as frozen: all that the amounts can be computed from again. Plain JSON; minor units. */
export interface PricingDetail {
  readonly program_id: string;
  readonly program_version: number;
  readonly tiers: number;
  readonly tier2_base: 'sale' | 'commission';
  readonly include_tax: boolean;
  readonly include_shipping: boolean;
  readonly hold_days: number;
  readonly currency: string;
  /** n of rule 20. */
  readonly payment: number;
  readonly sponsor_id: string | null;
  readonly sponsor_why_not: string | null;
  readonly exchange: {
    readonly from: string;
    readonly to: string;
    readonly way: ChosenRate['way'];
    readonly numerator: string;
    readonly denominator: string;
    readonly entries: ChosenRate['entries'];
  } | null;
  readonly lines: readonly {
    readonly line_id: string;
    readonly sku: string;
    readonly quantity: number;
    readonly amount: number;
    readonly discount_share: number;
    readonly tax: number;
    readonly tax_share: number;
    readonly shipping_share: number;
    readonly base: number;
    readonly terms: ResolvedTerms | NoTerms;
  }[];
  readonly uncommissioned: readonly Uncommissioned[];
}

export interface PricingRow {
  readonly order_id: OrderId;
  readonly credit_version: number;
  readonly at: Date;
  readonly detail: PricingDetail;
}

/** Freezes how an order was priced for one version of its credit: for the explanation, and for later refunds. */
export async function storePricing(
  { tx, accountId, now }: Context,
  orderId: OrderId,
  creditVersion: number,
  detail: PricingDetail,
): Promise<void> {
  await insertPricing(tx, {
    account_id: accountId,
    order_id: orderId,
    credit_version: creditVersion,
    at: now,
    detail: JSON.stringify(detail),
  });
}

/** The newest pricing of an order; undefined where it never credited anybody. */
export async function findPricing(tx: Tx, account: AccountId, orderId: OrderId): Promise<PricingRow | undefined> {
  return (await listPricings(tx, account, [orderId])).at(-1);
}
