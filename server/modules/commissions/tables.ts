import type { ColumnType } from 'kysely';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the commissions module owns. Of a commission only its state may change. */
export type CommissionTables = {
  'tenant.commissions': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    kind: Fixed<string>;
    partner_id: Fixed<string>;
    program_id: Fixed<string | null>;
    tier: Fixed<number | null>;
    order_id: Fixed<string | null>;
    line_id: Fixed<string | null>;
    sku: Fixed<string | null>;
    refund_id: Fixed<string | null>;
    reversal_of: Fixed<string | null>;
    cause: Fixed<string | null>;
    payout_of: Fixed<string | null>;
    credit_version: Fixed<number | null>;
    base_amount: Fixed<bigint | null>;
    rate_bps: Fixed<number | null>;
    flat: ColumnType<Record<string, unknown> | null, string | null, never>;
    terms_id: Fixed<string | null>;
    amount: Fixed<bigint>;
    currency: Fixed<string>;
    status: string;
    held_reason: string | null;
    occurred_at: Fixed<Date>;
    recorded_at: Fixed<Date>;
    payable_on: Fixed<Date | null>;
    counts_from: Date | null;
    payout_id: string | null;
    author: Fixed<string>;
    note: Fixed<string | null>;
  };
  'tenant.pricings': {
    account_id: Fixed<string>;
    order_id: Fixed<string>;
    credit_version: Fixed<number>;
    at: Fixed<Date>;
    detail: ColumnType<Record<string, unknown>, string, never>;
  };
  'tenant.commission_history': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    commission_id: Fixed<string>;
    at: Fixed<Date>;
    act: Fixed<string>;
    status: Fixed<string>;
    held_reason: Fixed<string | null>;
    payout_id: Fixed<string | null>;
    author: Fixed<string>;
    note: Fixed<string | null>;
  };
};
