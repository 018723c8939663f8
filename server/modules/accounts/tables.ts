import type { ColumnType } from 'kysely';
import type { Role } from './rules/role-scopes.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** Tables that the accounts module owns. */
export type AccountTables = {
  'directory.accounts': {
    id: Fixed<string>;
    slug: Fixed<string>;
    name: string;
    sandbox: Fixed<boolean>;
    currency: Fixed<string>;
    time_zone: string;
    clock_offset_ms: ColumnType<bigint, bigint | undefined, bigint>;
    links_version: ColumnType<bigint, bigint | undefined, bigint>;
    created_at: Fixed<Date>;
    request_key: ColumnType<string | null, string | null | undefined, never>;
    request_hash: ColumnType<string | null, string | null | undefined, never>;
  };
  'directory.hosts': { host: Fixed<string>; account_id: string; proved_at: Date | null };
  'directory.key_hashes': {
    hash: Fixed<Buffer>;
    account_id: Fixed<string>;
    key_id: Fixed<string>;
    kind: Fixed<string>;
    scopes: Fixed<string[]>;
  };
  'directory.bare_host': { only: ColumnType<boolean, boolean | undefined, never>; account_id: string };
  'directory.memberships': { user_id: Fixed<string>; account_id: Fixed<string> };
  'machinery.users': {
    id: Fixed<string>;
    name: string;
    email: string;
    email_verified: boolean;
    two_factor_enabled: ColumnType<boolean, boolean | undefined, boolean>;
    created_at: Fixed<Date>;
    updated_at: Date;
  };
  'machinery.sessions': {
    id: Fixed<string>;
    user_id: Fixed<string>;
    token: Fixed<string>;
    expires_at: Date;
    created_at: Fixed<Date>;
    updated_at: Date;
    ip_address: Fixed<string | null>;
    user_agent: Fixed<string | null>;
    proved_at: Date;
  };
  'machinery.credentials': {
    id: Fixed<string>;
    user_id: Fixed<string>;
    provider_id: Fixed<string>;
    provider_account_id: Fixed<string>;
    password: string | null;
    created_at: Fixed<Date>;
    updated_at: Date;
  };
  'machinery.two_factors': { user_id: Fixed<string> };
  'machinery.verifications': { expires_at: Date };
  'machinery.person_links': {
    token_hash: Fixed<Buffer>;
    kind: Fixed<'password' | 'email'>;
    user_id: Fixed<string>;
    email: Fixed<string | null>;
    expires_at: Fixed<Date>;
  };
  'machinery.sign_in_attempts': { who: Fixed<string>; attempts: number; until: Date };
  'machinery.due': { account_id: Fixed<string>; due_at: Fixed<Date>; kind: Fixed<string>; subject_id: Fixed<string> };
  'machinery.setup_links': { token_hash: Fixed<Buffer>; created_at: Fixed<Date>; used_at: Date | null };
  'tenant.branding': { account_id: Fixed<string>; chosen: ColumnType<Record<string, unknown>, string, string> };
  'tenant.settings': { account_id: Fixed<string>; chosen: ColumnType<Record<string, unknown>, string, string> };
  'tenant.keys': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    kind: Fixed<string>;
    name: Fixed<string>;
    scopes: Fixed<string[]>;
    ending: Fixed<string>;
    created_at: Fixed<Date>;
    revoked_at: Date | null;
  };
  'tenant.members': {
    account_id: Fixed<string>;
    user_id: Fixed<string>;
    role: Role;
    joined_at: Date;
    left_at: Date | null;
    former_name: string | null;
  };
  'tenant.invitations': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    email: Fixed<string>;
    role: Fixed<Role>;
    token_hash: Fixed<Buffer>;
    invited_by: Fixed<string>;
    created_at: Fixed<Date>;
    expires_at: Fixed<Date>;
  };
  'tenant.idempotency_keys': {
    account_id: Fixed<string>;
    path: Fixed<string>;
    key: Fixed<string>;
    body_hash: Fixed<string>;
    status: number | null;
    subject: string | null;
    created_at: Fixed<Date>;
  };
  'tenant.secrets': { account_id: Fixed<string>; name: Fixed<string>; sealed: Buffer };
  'tenant.exchange_rates': {
    account_id: Fixed<string>;
    from_currency: Fixed<string>;
    to_currency: Fixed<string>;
    day: Fixed<string>;
    recorded_at: Fixed<Date>;
    rate: Fixed<string>;
    source: Fixed<string>;
  };
  'tenant.audit_log': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    at: Fixed<Date>;
    actor: Fixed<string>;
    act: Fixed<string>;
    subject: Fixed<string>;
    note: Fixed<string | null>;
    detail: ColumnType<Record<string, unknown>, string, never>;
  };
  'tenant.events': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    at: Fixed<Date>;
    kind: Fixed<string>;
    subject: Fixed<string>;
    partner_id: Fixed<string | null>;
    data: ColumnType<Record<string, unknown>, string, never>;
    written_at_lsn: ColumnType<string, never, never>;
    position: ColumnType<bigint | null, never, bigint>;
  };
};
