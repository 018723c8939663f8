import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What the proof reads of an export (docs/format-export.md); fields that it does not need are left out. */
export interface Header {
  readonly tributary_export: number;
  readonly account: { readonly currency: string; readonly now: string };
}
export interface ProgramVersion {
  readonly program_id: string;
  readonly version: number;
  readonly from_at: string;
  readonly tiers: number;
  readonly currency: string;
  readonly hold_days: number;
  readonly commission_approval: string;
  readonly include_tax: boolean;
  readonly include_shipping: boolean;
  readonly tier2_base: string;
}
export interface Rates {
  readonly tier1_bps?: number;
  readonly tier2_bps?: number | null;
  readonly tier1_amount?: number;
  readonly tier2_amount?: number | null;
}
export interface TermsBody extends Rates {
  readonly kind: 'percent' | 'flat';
  readonly per?: 'unit' | 'line' | 'order';
  readonly max_payments?: number | null;
  readonly later_payments?: Rates | null;
}
export interface Terms {
  readonly id: string;
  readonly scope: string;
  readonly program_id: string | null;
  readonly sku: string | null;
  readonly partner_id: string | null;
  readonly version: number;
  readonly from_at: string;
  readonly terms: TermsBody | null;
}
export interface ExchangeRate {
  readonly from_currency: string;
  readonly to_currency: string;
  readonly day: string;
  readonly recorded_at: string;
  readonly rate: string;
}
export interface Partner {
  readonly id: string;
  readonly contact_id: string;
}
export interface Standing {
  readonly partner_id: string;
  readonly seq: number;
  readonly from_at: string;
  readonly status: string;
  readonly program_id: string;
  readonly sponsor_id: string | null;
}
export interface Order {
  readonly id: string;
  readonly order_id: string;
  readonly contact_id: string | null;
  readonly currency: string;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly discount_amount: number;
  readonly shipping_amount: number;
  readonly tax_amount: number;
  readonly prices_include_tax: boolean;
  readonly total_amount: number;
  readonly subscription_id: string | null;
  readonly payment_number: number | null;
  readonly verified: boolean;
  readonly settled_at: string | null;
  readonly replaced_by: string | null;
}
export interface OrderLine {
  readonly order_id: string;
  readonly position: number;
  readonly id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly unit_amount: number;
  readonly discount_amount: number;
  readonly tax_amount: number;
}
export interface Credit {
  readonly order_id: string;
  readonly version: number;
  readonly at: string;
  readonly partner_id: string | null;
  readonly reason: string;
  readonly held_reason: string | null;
}
export interface Refund {
  readonly id: string;
  readonly order_id: string;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly amount: number;
  readonly parts: {
    readonly lines: readonly { line_id: string; units: number; gross: number; by_units: boolean }[];
    readonly tax: number;
    readonly shipping: number;
    readonly spread: number;
  };
  readonly reversed_at: string | null;
}
export interface Payout {
  readonly id: string;
  readonly partner_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
}
export interface PayoutHistory {
  readonly payout_id: string;
  readonly status: string;
}
export interface Audit {
  readonly id: string;
  readonly at: string;
  readonly act: string;
  readonly subject: string;
  readonly detail: { readonly commission_id?: string; readonly amount?: number; readonly currency?: string };
}
export interface CommissionAct {
  readonly commission_id: string;
  readonly at: string;
  readonly act: string;
}
/** What the server made of the facts: set aside, and only compared with. */
export interface Commission {
  readonly id: string;
  readonly kind: string;
  readonly partner_id: string;
  readonly tier: number | null;
  readonly order_id: string | null;
  readonly line_id: string | null;
  readonly sku: string | null;
  readonly refund_id: string | null;
  readonly reversal_of: string | null;
  readonly payout_of: string | null;
  readonly credit_version: number | null;
  readonly base_amount: number | null;
  readonly rate_bps: number | null;
  readonly terms_id: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly held_reason: string | null;
  readonly payable_on: string | null;
}
export interface Transfer {
  readonly partner_id: string;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: number;
}
export interface Balance {
  readonly partner_id: string;
  readonly currency: string;
  readonly pending: number;
  readonly payable: number;
  readonly in_flight: number;
  readonly paid: number;
}
export interface ContactEmail {
  readonly email_key: string;
  readonly contact_id: string;
}
export interface Contact {
  readonly id: string;
  readonly erased_at: string | null;
}
export interface Conflict {
  readonly contact_id: string;
  readonly other_contact_id: string;
  readonly cause: string;
}

interface Kinds {
  program_version: ProgramVersion;
  terms: Terms;
  exchange_rate: ExchangeRate;
  partner: Partner;
  partner_history: Standing;
  contact: Contact;
  contact_email: ContactEmail;
  contact_conflict: Conflict;
  order: Order;
  order_line: OrderLine;
  credit: Credit;
  refund: Refund;
  payout: Payout;
  payout_history: PayoutHistory;
  audit: Audit;
  commission_history: CommissionAct;
}
interface SetAside {
  commission: Commission;
  transfer: Transfer;
  balance: Balance;
}

export interface Account {
  readonly header: Header;
  readonly facts: { readonly [K in keyof Kinds]: readonly Kinds[K][] };
  readonly setAside: { readonly [K in keyof SetAside]: readonly SetAside[K][] };
}

const kinds: readonly (keyof Kinds)[] = [
  ...(['program_version', 'terms', 'exchange_rate', 'partner', 'partner_history', 'contact', 'contact_email'] as const),
  ...(['contact_conflict', 'order', 'order_line', 'credit', 'refund', 'payout', 'payout_history', 'audit'] as const),
  'commission_history',
];
const derived: readonly (keyof SetAside)[] = ['commission', 'transfer', 'balance'];

/** Reads an export, and takes out of it what is to be proven. */
export function readAccount(file: string): Account {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
  const [first, ...rest] = text.trimEnd().split('\n');
  const header = JSON.parse(first!) as Header;
  if (header.tributary_export !== 1) throw new Error(`${file} is no export of version 1`);
  const rows = rest.map((line) => JSON.parse(line) as { fact?: string });
  const grouped = Map.groupBy(rows, (row) => row.fact ?? 'end');
  const pick = <K extends string>(names: readonly K[]) =>
    Object.fromEntries(names.map((name) => [name, grouped.get(name) ?? []])) as unknown;
  return {
    header,
    facts: pick(kinds) as Account['facts'],
    setAside: pick(derived) as Account['setAside'],
  };
}
