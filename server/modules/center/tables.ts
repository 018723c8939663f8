import type { ColumnType } from 'kysely';

type Fixed<T> = ColumnType<T, T, never>;
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

export type TokenKind = 'sign_in' | 'password_reset' | 'email' | 'payout_method';
export type ClaimState = 'open' | 'accepted' | 'declined';
export type SessionHow = 'browser' | 'token';

/** Tables that the center module owns. */
export type CenterTables = {
  'directory.partner_door': {
    hash: Fixed<Buffer>;
    account_id: Fixed<string>;
    partner_id: Fixed<string>;
    session_id: Fixed<string>;
    how: Fixed<string>;
    expires_at: Date;
  };
  'tenant.partner_passwords': { account_id: Fixed<string>; partner_id: Fixed<string>; password: string; set_at: Date };
  'tenant.partner_sessions': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    partner_id: Fixed<string>;
    how: Fixed<SessionHow>;
    hash: Fixed<Buffer>;
    created_at: Fixed<Date>;
    last_seen_at: Date;
    expires_at: Date;
    ended_at: Later<Date>;
    agent: Fixed<string | null>;
  };
  'tenant.partner_tokens': {
    account_id: Fixed<string>;
    hash: Fixed<Buffer>;
    partner_id: Fixed<string>;
    kind: Fixed<TokenKind>;
    created_at: Fixed<Date>;
    expires_at: Fixed<Date>;
    used_at: Later<Date>;
    content: Later<Buffer>;
  };
  'tenant.claims': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    partner_id: Fixed<string>;
    created_at: Fixed<Date>;
    content: Later<Buffer>;
    state: ClaimState;
    order_id: Later<string>;
    reason: Later<string>;
    note: Later<string>;
    decided_at: Later<Date>;
    decided_by: Later<string>;
  };
};
