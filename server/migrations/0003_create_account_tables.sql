-- Reason: settings, keys, idempotency keys, exchange rates and the audit log of an account.
create table tenant.settings (
  account_id text primary key,
  -- Only what was set; defaults are the program's (accounts/contract.ts), so that a new setting needs no migration.
  chosen jsonb not null
);

create table tenant.keys (
  account_id text not null,
  id text not null,
  kind text not null check (kind in ('secret', 'publishable')),
  name text not null,
  scopes text[] not null,
  ending text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (account_id, id)
);

-- Kept for good: a repeat after a year is still a repeat.
create table tenant.idempotency_keys (
  account_id text not null,
  path text not null,
  key text not null,
  body_hash text not null,
  status smallint,
  subject text,
  created_at timestamptz not null,
  primary key (account_id, path, key)
);

-- The account's own secrets: signing of leads and orders from pages. Encrypted at rest.
create table tenant.secrets (
  account_id text not null,
  name text not null,
  sealed bytea not null,
  primary key (account_id, name)
);

-- A rate may be corrected for later orders: the newest row of a day counts, older ones stay for what they priced.
create table tenant.exchange_rates (
  account_id text not null,
  from_currency char(3) not null,
  to_currency char(3) not null,
  day date not null,
  recorded_at timestamptz not null,
  -- Decimal text, kept exactly as given.
  rate text not null,
  source text not null,
  primary key (account_id, from_currency, to_currency, day, recorded_at)
);

create table tenant.audit_log (
  account_id text not null,
  id text not null,
  at timestamptz not null,
  actor text not null,
  act text not null,
  subject text not null,
  note text,
  detail jsonb not null,
  primary key (account_id, id)
);
create index audit_by_subject on tenant.audit_log (account_id, subject);

call machinery.protect(array['settings', 'keys', 'idempotency_keys', 'secrets', 'exchange_rates', 'audit_log']);
grant update (chosen) on tenant.settings to tributary_app;
grant update (revoked_at) on tenant.keys to tributary_app;
grant update (status, subject) on tenant.idempotency_keys to tributary_app;
grant update (sealed) on tenant.secrets to tributary_app;
