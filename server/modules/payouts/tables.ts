import type { ColumnType } from 'kysely';
import type { Exclusion } from './rules/plan-run.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** An exclusion as it is frozen in the run: JSON, so that the amount is a number. */
export type FrozenExclusion = Omit<Exclusion, 'amount'> & { readonly amount: number };

/** Tables that the payouts module owns. */
export type PayoutTables = {
  'tenant.payout_runs': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    created_at: Fixed<Date>;
    cutoff: Fixed<Date>;
    program_id: Fixed<string | null>;
    partner_ids: Fixed<string[] | null>;
    method: Fixed<string | null>;
    status: 'open' | 'paid' | 'cancelled';
    author: Fixed<string>;
    excluded: ColumnType<readonly FrozenExclusion[], string, never>;
  };
  'tenant.payouts': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    run_id: Fixed<string>;
    partner_id: Fixed<string>;
    amount: Fixed<bigint>;
    currency: Fixed<string>;
    method: Fixed<string>;
    receiver: Buffer;
    status: 'in_flight' | 'paid' | 'failed' | 'returned' | 'cancelled';
    reference: string | null;
    reason: string | null;
    settled_at: Date | null;
  };
  'tenant.payout_files': {
    account_id: Fixed<string>;
    run_id: Fixed<string>;
    payout_id: Fixed<string>;
    format: Fixed<string>;
    taken_at: Date;
  };
  'tenant.payout_history': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    payout_id: Fixed<string>;
    at: Fixed<Date>;
    status: Fixed<string>;
    reference: Fixed<string | null>;
    reason: Fixed<string | null>;
    author: Fixed<string>;
    batch: Fixed<string | null>;
  };
};
