import { z } from 'zod';
import { allFilters, type FigureName, type FilterName } from './contract.ts';
import type { Dimension, Subject } from './rules/entries.ts';

/** Names that stand beside ids. */
export type NameKind = 'partner' | 'program' | 'link' | 'promo_tool';

/** A report: what its rows are, and which figures they have. */
export interface Report {
  readonly name: string;
  readonly summary: string;
  readonly subject: Subject;
  /** What makes a row, besides the currency. */
  readonly by: readonly Dimension[];
  /** How `split` is called in the answer. */
  readonly splitName?: string;
  readonly filters: readonly FilterName[];
  readonly figures: readonly [FigureName, ...FigureName[]];
  readonly names: readonly NameKind[];
}

const everything = [
  'clicks',
  'unique_clicks',
  'uncounted',
  'leads',
  'orders',
  'revenue',
  'refunds',
  'refunded',
  'commission',
  'conversion_rate',
  'epc',
] as const satisfies readonly FigureName[];

const ofTools = ['impressions', 'click_through_rate', ...everything] as const satisfies readonly FigureName[];

const ofOrders = ['currency', 'partner_id', 'program_id'] as const satisfies readonly FilterName[];

const facts = (name: string, summary: string, by: readonly Dimension[], names: readonly NameKind[]): Report => ({
  ...{ name, summary, by, names, subject: 'facts', filters: allFilters, figures: everything },
});

export const reports: readonly Report[] = [
  facts('partners', "Each partner's clicks, leads, orders, revenue and commission", ['partner_id'], ['partner']),
  facts('programs', "Each program's figures", ['program_id'], ['program']),
  facts('links', "Each link's figures", ['link_id', 'partner_id', 'promo_tool_id'], ['link', 'partner']),
  {
    ...facts('promo_tools', "Each promo tool's figures", ['promo_tool_id'], ['promo_tool']),
    figures: ofTools,
  },
  facts(
    'subs',
    'Figures by sub-id; beyond 1,000 of a partner and day they are "other"',
    ['sub', 'partner_id'],
    ['partner'],
  ),
  facts('countries', 'Figures by country', ['country'], []),
  facts('devices', 'Figures by kind of device', ['device'], []),
  {
    name: 'products',
    summary: 'What was sold of each product; without a sku: shipping and tax of orders, bonuses and adjustments',
    subject: 'product',
    by: ['split'],
    splitName: 'sku',
    filters: ofOrders,
    figures: ['orders', 'units', 'revenue', 'refunded', 'commission'],
    names: [],
  },
  {
    name: 'customers',
    summary: 'Orders of new and of returning customers',
    subject: 'customer',
    by: ['split'],
    splitName: 'customer',
    filters: ofOrders,
    figures: ['orders', 'revenue'],
    names: [],
  },
  {
    name: 'refunds',
    summary: 'Refunds and chargebacks, each on its own day',
    subject: 'refund_reason',
    by: ['split', 'partner_id'],
    splitName: 'reason',
    filters: ofOrders,
    figures: ['refunds', 'refunded'],
    names: ['partner'],
  },
  {
    name: 'uncredited',
    summary: 'Orders that nobody is credited for, by the reason',
    subject: 'uncredited',
    by: ['split'],
    splitName: 'reason',
    filters: ['currency'],
    figures: ['orders', 'revenue'],
    names: [],
  },
];

/** Rows of the report of days from click or lead to order. */
export const daysToOrder = (since: 'click' | 'lead'): Report => ({
  name: 'days_to_order',
  summary: 'How many days passed from click, or from lead, to order',
  subject: since === 'click' ? 'click_days' : 'lead_days',
  by: ['split'],
  splitName: 'days',
  filters: ofOrders,
  figures: ['orders', 'revenue'],
  names: [],
});

export const partnersReport = reports[0]!;

/** The rows of one tool's statistics. */
export const toolReport: Report = {
  ...facts('promo_tool', "A promo tool's figures by partner", ['partner_id'], ['partner']),
  filters: ['currency'],
  figures: ofTools,
};

const nullable = z.string().nullable();

/** The keys of a report's rows as they stand in the answer. */
export function keysOf(report: Report): Record<string, z.ZodType> {
  const keys: Record<string, z.ZodType> = {};
  for (const dimension of report.by) {
    keys[dimension === 'split' ? report.splitName! : dimension] = report.splitName === 'days' ? z.int() : nullable;
  }
  for (const kind of report.names) keys[`${kind}_name`] = nullable;
  return keys;
}
