import { ask } from '../../api/client.ts';
import type { ListQuery } from '../../ui/table-types.ts';
import { api } from '../api.ts';

/** A row of any report: what it is of, and its figures. */
export interface ReportRow {
  readonly currency: string;
  readonly rows: string;
  readonly before?: Readonly<Record<string, number | null>>;
  readonly [name: string]: unknown;
}

export interface ReportAnswer {
  readonly from: string;
  readonly to: string;
  readonly before?: { readonly from: string; readonly to: string };
  readonly data: readonly ReportRow[];
  readonly totals: readonly (ReportRow | Readonly<Record<string, unknown>>)[];
}

export interface ReportKind {
  readonly name: string;
  /** The field that says what a row is of. */
  readonly of: string;
  /** Beside it, where it has a name. */
  readonly nameOf?: string;
  readonly figures: readonly string[];
  /** The figure that is drawn. */
  readonly drawn: string;
  /** Which filters it knows besides the days. */
  readonly filters: readonly ('program_id' | 'partner_id' | 'country' | 'device' | 'sub')[];
  readonly load: (query: ListQuery) => Promise<unknown>;
}

const everything = ['clicks', 'unique_clicks', 'leads', 'orders', 'revenue', 'commission', 'conversion_rate', 'epc'];
const all = ['program_id', 'partner_id', 'country', 'device', 'sub'] as const;
const ofOrders = ['program_id', 'partner_id'] as const;

/** Every report of the API, in the order in which people ask. */
export const reportKinds: readonly ReportKind[] = [
  {
    ...{
      name: 'partners',
      of: 'partner_id',
      nameOf: 'partner_name',
      figures: everything,
      drawn: 'commission',
      filters: all,
    },
    load: (query) => ask(api.GET('/v1/reports/partners', { params: { query } })),
  },
  {
    ...{
      name: 'programs',
      of: 'program_id',
      nameOf: 'program_name',
      figures: everything,
      drawn: 'revenue',
      filters: all,
    },
    load: (query) => ask(api.GET('/v1/reports/programs', { params: { query } })),
  },
  {
    ...{
      name: 'products',
      of: 'sku',
      figures: ['orders', 'units', 'revenue', 'refunded', 'commission'],
      drawn: 'revenue',
      filters: ofOrders,
    },
    load: (query) => ask(api.GET('/v1/reports/products', { params: { query } })),
  },
  {
    ...{ name: 'links', of: 'link_id', nameOf: 'link_name', figures: everything, drawn: 'clicks', filters: all },
    load: (query) => ask(api.GET('/v1/reports/links', { params: { query } })),
  },
  {
    ...{ name: 'promo_tools', of: 'promo_tool_id', nameOf: 'promo_tool_name', drawn: 'clicks', filters: all },
    figures: ['impressions', 'click_through_rate', ...everything],
    load: (query) => ask(api.GET('/v1/reports/promo_tools', { params: { query } })),
  },
  {
    ...{ name: 'subs', of: 'sub', figures: everything, drawn: 'clicks', filters: all },
    load: (query) => ask(api.GET('/v1/reports/subs', { params: { query } })),
  },
  {
    ...{ name: 'countries', of: 'country', figures: everything, drawn: 'clicks', filters: all },
    load: (query) => ask(api.GET('/v1/reports/countries', { params: { query } })),
  },
  {
    ...{ name: 'devices', of: 'device', figures: everything, drawn: 'clicks', filters: all },
    load: (query) => ask(api.GET('/v1/reports/devices', { params: { query } })),
  },
  {
    ...{ name: 'customers', of: 'customer', figures: ['orders', 'revenue'], drawn: 'revenue', filters: ofOrders },
    load: (query) => ask(api.GET('/v1/reports/customers', { params: { query } })),
  },
  {
    ...{ name: 'days_to_order', of: 'days', figures: ['orders', 'revenue'], drawn: 'orders', filters: ofOrders },
    load: (query) => ask(api.GET('/v1/reports/days_to_order', { params: { query } })),
  },
  {
    ...{ name: 'refunds', of: 'reason', figures: ['refunds', 'refunded'], drawn: 'refunded', filters: ofOrders },
    load: (query) => ask(api.GET('/v1/reports/refunds', { params: { query } })),
  },
  {
    ...{ name: 'uncredited', of: 'reason', figures: ['orders', 'revenue'], drawn: 'orders', filters: [] },
    load: (query) => ask(api.GET('/v1/reports/uncredited', { params: { query } })),
  },
];

/** The screen's address of the rows that a figure counts. */
export const rowsHref = (rows: string): string => `/reports/rows${rows.slice(rows.indexOf('?'))}`;
