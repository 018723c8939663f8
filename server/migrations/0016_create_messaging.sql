-- Reason: messages to partners and owners, how they are worded and sent, who wants which, and who must get none.
create table tenant.messages (
  account_id text not null,
  id text not null,
  created_at timestamptz not null,
  kind text not null,
  -- To whom; null: to the owner, or to an address that stands in the content.
  contact_id text,
  partner_id text,
  -- Why: the event, and what it happened to.
  event text not null,
  subject_id text,
  -- Ids, amounts and words from which it is written out; never a name or an address.
  facts jsonb not null,
  -- Address, subject, text and links as written out, sealed; null until then, and after an erasure.
  content bytea,
  state text not null check (state in ('queued', 'sent', 'captured', 'failed', 'suppressed')),
  -- What the server said, or why it was not sent; without addresses.
  detail text,
  -- The server had all of it and never said whether it took it.
  uncertain boolean not null default false,
  attempts integer not null default 0,
  -- Its turn, under a limit per minute.
  slot_at timestamptz,
  -- The server is about to have all of it: from here until it is settled nobody knows whether it arrived.
  handed_at timestamptz,
  settled_at timestamptz,
  erased_at timestamptz,
  primary key (account_id, id)
);
create index messages_by_contact on tenant.messages (account_id, contact_id, id);
create index messages_by_kind on tenant.messages (account_id, kind, id);

create table tenant.mail_settings (
  account_id text primary key,
  -- Server, sender, limits, quiet hours, looks; what is not set has the program's default.
  chosen jsonb not null,
  -- Sealed.
  password bytea,
  owner_address bytea,
  hook_secret bytea,
  -- From when on the limit per minute lets the next message go.
  next_slot_at timestamptz
);

-- Null: the program's own words.
create table tenant.message_templates (
  account_id text not null,
  kind text not null,
  is_on boolean not null,
  subject text,
  body text,
  changed_at timestamptz not null,
  author text not null,
  primary key (account_id, kind)
);

create table tenant.message_preferences (
  account_id text not null,
  partner_id text not null,
  frequency text not null check (frequency in ('each', 'daily', 'weekly', 'none')),
  changed_at timestamptz not null,
  primary key (account_id, partner_id)
);

create table tenant.program_messages (
  account_id text not null,
  program_id text not null,
  notify_when_earning boolean not null,
  primary key (account_id, program_id)
);

-- What waits for a partner's next digest.
create table tenant.digest_entries (
  account_id text not null,
  partner_id text not null,
  id text not null,
  at timestamptz not null,
  kind text not null,
  facts jsonb not null,
  primary key (account_id, partner_id, id)
);

-- Whose address came back or complained. It holds for that address, which is sealed, and no longer once the contact has another.
create table tenant.suppressions (
  account_id text not null,
  id text not null,
  contact_id text not null,
  -- The same person as a partner.
  partner_id text,
  address bytea not null,
  because text not null check (because in ('bounce', 'complaint')),
  detail text,
  at timestamptz not null,
  primary key (account_id, id),
  constraint suppressions_contact unique (account_id, contact_id)
);

create index suppressions_by_partner on tenant.suppressions (account_id, partner_id);

call machinery.protect(array['messages', 'mail_settings', 'message_templates', 'message_preferences', 'program_messages', 'digest_entries', 'suppressions']);
grant update (facts, content, state, detail, uncertain, attempts, slot_at, handed_at, settled_at, erased_at) on tenant.messages to tributary_app;
grant update (chosen, password, owner_address, hook_secret, next_slot_at) on tenant.mail_settings to tributary_app;
grant update (is_on, subject, body, changed_at, author) on tenant.message_templates to tributary_app;
grant update (frequency, changed_at) on tenant.message_preferences to tributary_app;
grant update (notify_when_earning) on tenant.program_messages to tributary_app;
grant delete on tenant.digest_entries, tenant.message_preferences, tenant.suppressions to tributary_app;
grant update (partner_id, address, because, detail, at) on tenant.suppressions to tributary_app;
