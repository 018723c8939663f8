import { sayMoney } from '../../modules/messaging/index.ts';
import type { Terms } from '../../modules/programs/index.ts';
import { fill, words } from './words.ts';

/** What a product earns, in words. */
export interface SaidRate {
  readonly what: string;
  readonly says: string;
}

export interface RatesFor {
  /** Of products that are not named; null: they earn nothing. */
  readonly others: Terms | null;
  readonly products: readonly { readonly sku: string; readonly terms: Terms }[];
  readonly currency: string;
  readonly tiers: 1 | 2;
  readonly tier2Base: 'sale' | 'commission';
}

/** The rates of a program as a stranger reads them. */
export function sayRates(rates: RatesFor): SaidRate[] {
  const said = rates.products.map(({ sku, terms }) => ({ what: sku, says: sayTerms(terms, rates) }));
  const what = said.length > 0 ? words.rates.every : words.rates.all;
  return rates.others ? [...said, { what, says: sayTerms(rates.others, rates) }] : said;
}

function sayTerms(terms: Terms, rates: RatesFor): string {
  const { currency, tiers, tier2Base } = rates;
  const { flat, percent, later, payments, tier2 } = words.rates;
  const money = (amount: number): string => sayMoney(BigInt(amount), currency, words.language);
  const parts: string[] = [];
  if (terms.kind === 'flat') {
    parts.push(fill(flat[terms.per], { amount: money(terms.tier1_amount) }));
    if (terms.later_payments) parts.push(fill(later, { amount: money(terms.later_payments.tier1_amount) }));
    if (tiers === 2 && terms.tier2_amount) parts.push(fill(tier2.flat, { amount: money(terms.tier2_amount) }));
  } else {
    parts.push(fill(percent, { rate: sayRate(terms.tier1_bps) }));
    if (terms.later_payments) parts.push(fill(later, { amount: sayRate(terms.later_payments.tier1_bps) }));
    if (tiers === 2 && terms.tier2_bps) parts.push(fill(tier2[tier2Base], { rate: sayRate(terms.tier2_bps) }));
  }
  if (terms.max_payments) parts.push(fill(payments, { count: String(terms.max_payments) }));
  return parts.join('; ');
}

/** "12.5 %" of 1,250 basis points. */
function sayRate(bps: number): string {
  const [whole, rest] = [Math.trunc(bps / 100), bps % 100];
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(2, '0').replace(/0$/, '')}`;
  return `${whole}${fraction} %`;
}
