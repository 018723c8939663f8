import type { ColumnType } from 'kysely';

import type { PromoToolKind } from './rules/kinds.ts';

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
    promo_tool_id: Fixed<string | null>;
    starts_at: Date | null;
    ends_at: Date | null;
    max_uses: number | null;
    ended_at: Date | null;
    import_id: Fixed<string | null>;
  };
  'tenant.coupon_uses': {
    account_id: Fixed<string>;
    coupon_id: Fixed<string>;
    order_number: Fixed<string>;
    used_at: Fixed<Date>;
  };
  'tenant.uploads': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    token: Fixed<string>;
    name: Fixed<string>;
    kind: Fixed<'picture' | 'file'>;
    type: Fixed<string>;
    size: Fixed<bigint>;
    width: Fixed<number | null>;
    height: Fixed<number | null>;
    sha256: Fixed<string>;
    created_at: Fixed<Date>;
  };
  'tenant.upload_holds': {
    account_id: Fixed<string>;
    upload_id: Fixed<string>;
    holder: Fixed<string>;
  };
  'tenant.promo_tools': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    kind: Fixed<PromoToolKind>;
    name: string;
    note: string | null;
    published: boolean;
    program_ids: string[];
    partner_ids: string[];
    starts_at: Date | null;
    ends_at: Date | null;
    url: string | null;
    text: string | null;
    subject: string | null;
    body: string | null;
    alt: string | null;
    upload_id: string | null;
    created_at: Fixed<Date>;
    changed_at: Date;
    archived_at: Date | null;
  };
  'tenant.promo_tool_links': {
    account_id: Fixed<string>;
    promo_tool_id: Fixed<string>;
    partner_id: Fixed<string>;
    link_id: Fixed<string>;
  };
  'tenant.impressions': {
    account_id: Fixed<string>;
    day: Fixed<string>;
    promo_tool_id: Fixed<string>;
    partner_id: Fixed<string>;
    program_id: Fixed<string>;
    link_id: Fixed<string>;
    shown: bigint;
  };
};
