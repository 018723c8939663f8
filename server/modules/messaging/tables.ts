import type { ColumnType } from 'kysely';

type Fixed<T> = ColumnType<T, T, never>;
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;
type Json = ColumnType<Record<string, unknown>, string, string>;

export type MessageState = 'queued' | 'sent' | 'captured' | 'failed' | 'suppressed';
export type Frequency = 'each' | 'daily' | 'weekly' | 'none';
export type SuppressedBecause = 'bounce' | 'complaint';

/** Tables that the messaging module owns. */
export type MessageTables = {
  'tenant.messages': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    created_at: Fixed<Date>;
    kind: Fixed<string>;
    contact_id: Fixed<string | null>;
    partner_id: Fixed<string | null>;
    event: Fixed<string>;
    subject_id: Fixed<string | null>;
    facts: Json;
    content: Later<Buffer>;
    state: MessageState;
    detail: Later<string>;
    uncertain: ColumnType<boolean, boolean | undefined, boolean>;
    attempts: ColumnType<number, number | undefined, number>;
    slot_at: Later<Date>;
    handed_at: Later<Date>;
    settled_at: Later<Date>;
    erased_at: Later<Date>;
  };
  'tenant.mail_settings': {
    account_id: Fixed<string>;
    chosen: Json;
    password: Later<Buffer>;
    owner_address: Later<Buffer>;
    hook_secret: Later<Buffer>;
    next_slot_at: Later<Date>;
  };
  'tenant.message_templates': {
    account_id: Fixed<string>;
    kind: Fixed<string>;
    is_on: boolean;
    subject: string | null;
    body: string | null;
    changed_at: Date;
    author: string;
  };
  'tenant.message_preferences': {
    account_id: Fixed<string>;
    partner_id: Fixed<string>;
    frequency: Frequency;
    changed_at: Date;
  };
  'tenant.program_messages': { account_id: Fixed<string>; program_id: Fixed<string>; notify_when_earning: boolean };
  'tenant.digest_entries': {
    account_id: Fixed<string>;
    partner_id: Fixed<string>;
    id: Fixed<string>;
    at: Fixed<Date>;
    kind: Fixed<string>;
    facts: Json;
  };
  'tenant.suppressions': {
    account_id: Fixed<string>;
    id: Fixed<string>;
    contact_id: Fixed<string>;
    partner_id: string | null;
    address: Buffer;
    because: SuppressedBecause;
    detail: string | null;
    at: Date;
  };
};
