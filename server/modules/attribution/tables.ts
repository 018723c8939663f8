import type { ColumnType } from 'kysely';
import type { CreditStep } from './rules/credit-steps.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the attribution module owns. */
export type AttributionTables = {
  'tenant.referrer_history': {
    account_id: Fixed<string>;
    contact_id: Fixed<string>;
    seq: Fixed<number>;
    at: Fixed<Date>;
    slots: Fixed<'both' | 'first' | 'last'>;
    partner_id: Fixed<string | null>;
    lead_window_days: Fixed<number | null>;
    cause: Fixed<'lead' | 'order' | 'manual'>;
    cause_id: Fixed<string | null>;
    recorded_at: Fixed<Date>;
    author: Fixed<string>;
    note: Fixed<string | null>;
  };
  'tenant.credits': {
    account_id: Fixed<string>;
    order_id: Fixed<string>;
    version: Fixed<number>;
    at: Fixed<Date>;
    partner_id: Fixed<string | null>;
    reason: Fixed<string>;
    held_reason: Fixed<string | null>;
    touch_id: Fixed<string | null>;
    steps: ColumnType<CreditStep[], string, never>;
    author: Fixed<string>;
    note: Fixed<string | null>;
  };
};
