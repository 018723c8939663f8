import type { ColumnType } from 'kysely';
import type { AccountId, ClickId, ContactId, LeadId, LinkId, PartnerId, TouchId } from '../../values/id.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the tracking module owns. Clicks are written by the click writer alone, straight into their partitions. */
export type TrackingTables = {
  'tenant.clicks': {
    account_id: Fixed<AccountId>;
    at: Fixed<Date>;
    id: Fixed<ClickId>;
    link_id: Fixed<LinkId | null>;
    partner_id: Fixed<PartnerId>;
    promo_tool_id: Fixed<string | null>;
    sub: Fixed<string | null>;
    visitor: Fixed<string>;
    visitor_kind: Fixed<'cookie' | 'hash'>;
    day_hash: Fixed<string | null>;
    referrer_host: Fixed<string | null>;
    landing: Fixed<string | null>;
    country: Fixed<string | null>;
    device: Fixed<string | null>;
    counted: Fixed<boolean>;
    reason: Fixed<string | null>;
    flood: Fixed<boolean>;
  };
  'tenant.touches': {
    account_id: Fixed<AccountId>;
    id: Fixed<TouchId>;
    kind: Fixed<'click' | 'via' | 'coupon'>;
    at: Fixed<Date>;
    partner_id: Fixed<PartnerId>;
    click_id: Fixed<string | null>;
    coupon_id: Fixed<string | null>;
    link_id: Fixed<string | null>;
    sub: Fixed<string | null>;
    contact_id: string | null;
    named_by: Fixed<string>;
  };
  'tenant.leads': {
    account_id: Fixed<AccountId>;
    id: Fixed<LeadId>;
    contact_id: ContactId;
    occurred_at: Fixed<Date>;
    recorded_at: Fixed<Date>;
    verified: Fixed<boolean>;
    partner_id: Fixed<PartnerId | null>;
    reason: Fixed<string>;
    set_first: Fixed<boolean>;
    made_contact: Fixed<boolean>;
    unknown_click_id: Fixed<string | null>;
  };
  'tenant.consents': {
    account_id: Fixed<AccountId>;
    day: Fixed<string>;
    site: Fixed<string>;
    given: bigint;
    refused: bigint;
  };
  'machinery.day_salts': { day: Fixed<string>; salt: Fixed<Buffer> };
};
