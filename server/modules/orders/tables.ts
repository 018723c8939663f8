import type { ColumnType } from 'kysely';
import type { RefundPartsJson } from './rules/refund-facts.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the orders module owns. */
export type OrderTables = {
  'tenant.orders': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    order_id: Fixed<string>;
    contact_id: string | null;
    currency: Fixed<string>;
    occurred_at: Fixed<Date>;
    recorded_at: Fixed<Date>;
    click_id: Fixed<string | null>;
    via: string | null;
    coupon: string | null;
    discount_amount: Fixed<bigint>;
    shipping_amount: Fixed<bigint>;
    tax_amount: Fixed<bigint>;
    prices_include_tax: Fixed<boolean>;
    total_amount: Fixed<bigint>;
    subscription_id: Fixed<string | null>;
    payment_number: Fixed<number | null>;
    content_hash: Fixed<string>;
    source: Fixed<string>;
    verified: boolean;
    /** When the owner's server reported the number of an order that a page had reported. */
    settled_at: Date | null;
    /** The order that took its place. */
    replaced_by: string | null;
    /** For reports: the transaction that settled it. */
    settled_written_by: ColumnType<never, never, string>;
  };
  'tenant.order_lines': {
    account_id: Fixed<string>;
    order_id: Fixed<string>;
    position: Fixed<number>;
    id: Fixed<string>;
    sku: Fixed<string>;
    name: Fixed<string | null>;
    quantity: Fixed<bigint>;
    unit_amount: Fixed<bigint>;
    discount_amount: Fixed<bigint>;
    tax_amount: Fixed<bigint>;
  };
  'tenant.refunds': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    order_id: Fixed<string>;
    refund_id: Fixed<string>;
    reason: Fixed<'refund' | 'chargeback'>;
    occurred_at: Fixed<Date>;
    recorded_at: Fixed<Date>;
    amount: Fixed<bigint>;
    parts: ColumnType<RefundPartsJson, string, never>;
    content_hash: Fixed<string>;
    reversed_at: Date | null;
    reversal_occurred_at: Date | null;
    /** For reports: the transaction that noted the reversal. */
    reversal_written_by: ColumnType<never, never, string>;
  };
  'tenant.waiting_refunds': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    order_id: Fixed<string>;
    refund_id: Fixed<string>;
    request: ColumnType<Record<string, unknown>, string, never>;
    content_hash: Fixed<string>;
    occurred_at: Fixed<Date>;
    recorded_at: Fixed<Date>;
    /** `undone`: it waits, and did not stand; its note is when that was. */
    state: 'waiting' | 'undone' | 'applied' | 'refused';
    note: string | null;
  };
};
