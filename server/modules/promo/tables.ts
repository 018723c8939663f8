import type { ColumnType } from 'kysely';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the promo module owns. */
export type PromoTables = {
  'tenant.links': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    partner_id: Fixed<string>;
    code: Fixed<string>;
    code_key: Fixed<string>;
    url: Fixed<string | null>;
    promo_tool_id: Fixed<string | null>;
    created_at: Fixed<Date>;
  };
  'tenant.coupons': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    partner_id: Fixed<string>;
    code: Fixed<string>;
    code_key: Fixed<string>;
    created_at: Fixed<Date>;
  };
};
