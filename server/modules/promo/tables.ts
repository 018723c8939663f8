import type { ColumnType } from 'kysely';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the promo module owns. */
export type PromoTables = {
  'tenant.links': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    partner_id: Fixed<string>;
    code: string;
    code_key: string;
    url: Fixed<string | null>;
    promo_tool_id: Fixed<string | null>;
    created_at: Fixed<Date>;
  };
  'tenant.coupons': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    partner_id: Fixed<string>;
    code: string;
    code_key: string;
    created_at: Fixed<Date>;
  };
};
