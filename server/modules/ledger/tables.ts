import type { ColumnType } from 'kysely';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the ledger module owns. */
export type LedgerTables = {
  'tenant.transfers': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    at: Fixed<Date>;
    partner_id: Fixed<string>;
    currency: Fixed<string>;
    debit: Fixed<string>;
    credit: Fixed<string>;
    amount: Fixed<bigint>;
    cause: Fixed<string>;
    program_id: Fixed<string | null>;
    commission_id: Fixed<string | null>;
    payout_id: Fixed<string | null>;
  };
  'tenant.balances': {
    account_id: Fixed<string>;
    partner_id: Fixed<string>;
    currency: Fixed<string>;
    pending: bigint;
    payable: bigint;
    in_flight: bigint;
    paid: bigint;
  };
};
