import type { Day } from '../../../values/instant.ts';

/** What is counted, in the order of the counters' columns. Money in minor units. */
export const measures = [
  'clicks',
  'unique_clicks',
  'uncounted',
  'leads',
  'orders',
  'units',
  'revenue',
  'refunds',
  'refunded',
  'commission',
] as const;
export type Measure = (typeof measures)[number];
export type Amounts = Readonly<Partial<Record<Measure, bigint>>>;

/** By what figures can be split. Empty text: none, or not known. */
export const dimensions = [
  'program_id',
  'currency',
  'partner_id',
  'link_id',
  'promo_tool_id',
  'sub',
  'country',
  'device',
  'split',
] as const;
export type Dimension = (typeof dimensions)[number];
export type Place = Readonly<Record<Dimension, string>>;

/**
 * What an entry speaks of. `facts` are split by every dimension but `split`; the others count the same orders once more, by
 * what `split` says: a sku, whole days from click or lead to order, new or returning, refund or chargeback, why nobody.
 */
export const subjects = [
  'facts',
  'product',
  'click_days',
  'lead_days',
  'customer',
  'refund_reason',
  'uncredited',
] as const;
export type Subject = (typeof subjects)[number];

/** The row that an entry comes from. */
export interface Source {
  readonly kind: 'click' | 'lead' | 'order' | 'refund' | 'refund_reversal' | 'commission';
  readonly id: string;
  readonly at: Date;
}

/** One fact's part in the figures of one day. */
export interface Entry {
  readonly subject: Subject;
  /** Of the account's calendar. */
  readonly day: Day;
  readonly place: Place;
  readonly amounts: Amounts;
  readonly source: Source;
}

/** A change of what is counted: entries that came, and entries that no longer hold. */
export interface Change {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
}

export const nowhere: Place = {
  program_id: '',
  currency: '',
  partner_id: '',
  link_id: '',
  promo_tool_id: '',
  sub: '',
  country: '',
  device: '',
  split: '',
};
