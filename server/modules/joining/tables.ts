import type { ColumnType } from 'kysely';
import type { Decision } from './rules/decide-application.ts';

type Fixed<T> = ColumnType<T, T, never>;
/** Null until something is known. */
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

export type ApplicationStatus = 'waiting' | 'approved' | 'rejected';

/** Tables that the joining module owns. */
export type JoiningTables = {
  'tenant.signup_forms': {
    account_id: Fixed<string>;
    program_id: Fixed<string>;
    slug: string | null;
    is_open: boolean;
    chosen: ColumnType<Record<string, unknown>, string, string>;
    changed_at: Date;
    author: string;
  };
  'tenant.signup_terms': {
    account_id: Fixed<string>;
    program_id: Fixed<string>;
    version: Fixed<number>;
    from_at: Fixed<Date>;
    author: Fixed<string>;
    body: Fixed<string | null>;
  };
  'tenant.signups': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    program_id: Fixed<string>;
    email_hash: Fixed<string>;
    nonce: string;
    signed_up_at: Date;
    proved: boolean;
    content: Later<Buffer>;
    mails: number;
    first_mail_at: Date;
    last_mail_at: Date;
    expires_at: Date;
    confirmed_at: Later<Date>;
  };
  'tenant.used_tokens': {
    account_id: Fixed<string>;
    token_hash: Fixed<Buffer>;
    expires_at: Fixed<Date>;
  };
  'tenant.applications': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    program_id: Fixed<string>;
    contact_id: string;
    partner_id: Fixed<string>;
    signup_id: Fixed<string>;
    status: ApplicationStatus;
    answers: Later<Buffer>;
    sponsor_id: Fixed<string | null>;
    country: Later<string>;
    terms_version: Fixed<number | null>;
    proved: Fixed<boolean>;
    decision: ColumnType<Decision, string, string>;
    signed_up_at: Fixed<Date>;
    confirmed_at: Fixed<Date>;
    decided_at: Later<Date>;
    decided_by: Later<string>;
    note: Later<string>;
  };
};
