import { z } from 'zod';
import { amount, bps, currency, listOf, text } from '../../platform/http/contract.ts';
import { parseWebAddress } from '../../values/web-address.ts';

export const customerViews = ['none', 'initials', 'names'] as const;
export type CustomerView = (typeof customerViews)[number];

const maxPayments = z.int().min(1).max(100_000).nullish();

const percentTerms = z.strictObject({
  kind: z.literal('percent'),
  tier1_bps: bps,
  tier2_bps: bps.nullish(),
  max_payments: maxPayments,
  later_payments: z.strictObject({ tier1_bps: bps, tier2_bps: bps.nullish() }).nullish(),
});
const flatTerms = z.strictObject({
  kind: z.literal('flat'),
  per: z.enum(['unit', 'line', 'order']),
  tier1_amount: amount,
  tier2_amount: amount.nullish(),
  max_payments: maxPayments,
  later_payments: z.strictObject({ tier1_amount: amount, tier2_amount: amount.nullish() }).nullish(),
});

/** What is paid for a product: a share in basis points, or flat minor units of the program's currency. */
export const terms = z.discriminatedUnion('kind', [percentTerms, flatTerms]);

/** A page of the owner's, as browsers write its address. */
const pageAddress = text(2000).transform((value, context) => {
  const url = parseWebAddress(value);
  if (url) return url.href;
  context.addIssue({
    code: 'custom',
    message: 'is no http or https address without a password, such as https://shop.example/',
  });
  return z.NEVER;
});

const days = z.int().min(0).max(3650);

const programShapes = {
  name: text(200),
  tiers: z.literal([1, 2]),
  currency,
  default_url: pageAddress,
  click_window_days: days,
  lead_window_days: days.nullable(),
  hold_days: days,
  approval: z.enum(['manual', 'automatic']),
  commission_approval: z.enum(['manual', 'automatic']),
  include_tax: z.boolean(),
  include_shipping: z.boolean(),
  tier2_base: z.enum(['sale', 'commission']),
  /** What partners see of the customers that they brought, besides a reference (rules.md 36). Addresses never. */
  partner_sees_customers: z.enum(customerViews),
  default_terms: terms.nullable(),
};

export const newProgram = z.strictObject({
  ...programShapes,
  tiers: programShapes.tiers.default(1),
  /** The account's, where none is named. */
  currency: currency.optional(),
  click_window_days: days.default(60),
  lead_window_days: days.nullable().default(null),
  hold_days: days.default(30),
  approval: programShapes.approval.default('manual'),
  commission_approval: programShapes.commission_approval.default('automatic'),
  include_tax: z.boolean().default(false),
  include_shipping: z.boolean().default(false),
  tier2_base: programShapes.tier2_base.default('sale'),
  partner_sees_customers: programShapes.partner_sees_customers.default('none'),
  default_terms: terms.nullable().default(null),
});
export type NewProgram = z.output<typeof newProgram>;

export const programChange = z.strictObject(programShapes).partial();
export type ProgramChange = z.output<typeof programChange>;

export const programView = z.object({
  ...programShapes,
  id: z.string(),
  default_url: z.string(),
  version: z.int(),
  created_at: z.string(),
  /** From then on nobody joins it and nothing is earned in it. */
  ended_at: z.string().nullable(),
});
export const programEnd = z.strictObject({ note: text(2000, 0).nullish() });

export const productParams = z.strictObject({ id: z.string(), sku: text(200) });
export const productView = z.object({
  program_id: z.string(),
  sku: z.string(),
  terms: terms.nullable(),
  version: z.int(),
  from_at: z.string(),
});

/** One version of somebody's terms; `terms` null: from then on there were none. */
export const termsView = z.object({
  id: z.string(),
  scope: z.enum(['default', 'product', 'partner']),
  program_id: z.string().nullable(),
  sku: z.string().nullable(),
  partner_id: z.string().nullable(),
  version: z.int(),
  from_at: z.string(),
  author: z.string(),
  terms: terms.nullable(),
});
export const termsHistory = listOf(termsView);
