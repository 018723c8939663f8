import type { ColumnType } from 'kysely';

type Fixed<T> = ColumnType<T, T, never>;
/** Null until something is known. */
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** Tables that the partners module owns. */
export type PartnerTables = {
  'tenant.contacts': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    name: string | null;
    email: string | null;
    external_id: string | null;
    created_at: Fixed<Date>;
    standing: 'verified' | 'unverified';
    merged_into: Later<string>;
    erased_at: Later<Date>;
  };
  'tenant.contact_emails': { account_id: Fixed<string>; email_key: Fixed<string>; contact_id: string };
  'tenant.contact_external_ids': { account_id: Fixed<string>; external_id: Fixed<string>; contact_id: string };
  'tenant.contact_conflicts': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    contact_id: Fixed<string>;
    other_contact_id: Fixed<string>;
    at: Fixed<Date>;
    cause: Fixed<string>;
    settled_at: Later<Date>;
  };
  'tenant.partners': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    contact_id: string;
    code: string;
    joined_at: Fixed<Date>;
    created_at: Fixed<Date>;
    payout_kind: Later<string>;
    payout_method: Later<Buffer>;
    payout_method_changed_at: Later<Date>;
    payout_method_waits_until: Later<Date>;
    status: 'pending' | 'approved' | 'rejected' | 'suspended';
    program_id: string;
    sponsor_id: string | null;
  };
  'tenant.notes': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    subject: Fixed<string>;
    at: Fixed<Date>;
    author: Fixed<string>;
    text: Fixed<string>;
  };
  'tenant.partner_history': {
    account_id: Fixed<string>;
    partner_id: Fixed<string>;
    seq: Fixed<number>;
    from_at: Fixed<Date>;
    status: Fixed<'pending' | 'approved' | 'rejected' | 'suspended'>;
    program_id: Fixed<string>;
    sponsor_id: Fixed<string | null>;
    author: Fixed<string>;
    note: Fixed<string | null>;
  };
};
