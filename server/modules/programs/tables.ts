import type { ColumnType } from 'kysely';
import type { Terms } from './rules/terms.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the programs module owns. Versions are added and never edited. */
export type ProgramTables = {
  'tenant.programs': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    created_at: Fixed<Date>;
    ended_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  'tenant.program_versions': {
    account_id: Fixed<string>;
    program_id: Fixed<string>;
    version: Fixed<number>;
    from_at: Fixed<Date>;
    author: Fixed<string>;
    name: Fixed<string>;
    tiers: Fixed<number>;
    currency: Fixed<string>;
    default_url: Fixed<string>;
    click_window_days: Fixed<number>;
    lead_window_days: Fixed<number | null>;
    hold_days: Fixed<number>;
    approval: Fixed<string>;
    commission_approval: Fixed<string>;
    include_tax: Fixed<boolean>;
    include_shipping: Fixed<boolean>;
    tier2_base: Fixed<string>;
    partner_sees_customers: Fixed<string>;
  };
  'tenant.terms': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    scope: Fixed<string>;
    program_id: Fixed<string | null>;
    sku: Fixed<string | null>;
    partner_id: Fixed<string | null>;
    version: Fixed<number>;
    from_at: Fixed<Date>;
    author: Fixed<string>;
    terms: ColumnType<Terms | null, string | null, never>;
  };
};
