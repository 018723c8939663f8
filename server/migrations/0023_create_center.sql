-- Reason: partners sign in to a center of their account, by password or mailed link; the center wears the owner's looks; and
-- partners may claim orders that they miss. A person who is a partner of two accounts is two partners who know nothing of
-- each other: whatever is kept here belongs to one account.
create table tenant.partner_passwords (
  account_id text not null,
  partner_id text not null,
  -- scrypt, with its cost and salt.
  password text not null,
  set_at timestamptz not null,
  primary key (account_id, partner_id)
);

create table tenant.partner_sessions (
  account_id text not null,
  id text not null,
  partner_id text not null,
  -- browser: signed in; token: given to a page by the owner's server, for a short time.
  how text not null check (how in ('browser', 'token')),
  -- Of the cookie or token, which itself stands nowhere.
  hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- Kind of browser and system in plain words, so that a partner knows their own again.
  agent text,
  primary key (account_id, id)
);
create index partner_sessions_by_partner on tenant.partner_sessions (account_id, partner_id, id);

-- Mailed secrets that work once: to sign in, to choose a password, to confirm an address or a payout method.
create table tenant.partner_tokens (
  account_id text not null,
  hash bytea not null,
  partner_id text not null,
  kind text not null check (kind in ('sign_in', 'password_reset', 'email', 'payout_method')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- What is to be confirmed, sealed.
  content bytea,
  primary key (account_id, hash)
);
create index partner_tokens_by_partner on tenant.partner_tokens (account_id, partner_id, kind);

-- Which account and partner a session is of, before either is known. A session that ended has no row here.
create table directory.partner_door (
  hash bytea primary key,
  account_id text not null references directory.accounts (id),
  partner_id text not null,
  session_id text not null,
  how text not null,
  expires_at timestamptz not null
);
create index partner_door_by_partner on directory.partner_door (account_id, partner_id);
grant select, insert, delete on directory.partner_door to tributary_app;
grant update (expires_at) on directory.partner_door to tributary_app;

create table tenant.branding (
  account_id text primary key,
  -- Only what was chosen; the rest has the program's defaults.
  chosen jsonb not null
);

create table tenant.claims (
  account_id text not null,
  id text not null,
  partner_id text not null,
  created_at timestamptz not null,
  -- Order number, address, day and words of the partner, sealed; null once a person in it was erased.
  content bytea,
  state text not null check (state in ('open', 'accepted', 'declined')),
  -- The order that the claim was accepted for.
  order_id text,
  -- Why it was declined, as the partner reads it.
  reason text,
  note text,
  decided_at timestamptz,
  decided_by text,
  primary key (account_id, id)
);
create index claims_by_partner on tenant.claims (account_id, partner_id, id);
create index claims_by_state on tenant.claims (account_id, state, id);

-- What partners see of customers (rules.md 36): a reference only, initials, or names. Never an address.
alter table tenant.program_versions
  add column partner_sees_customers text not null default 'none'
    check (partner_sees_customers in ('none', 'initials', 'names'));

call machinery.protect(array['partner_passwords', 'partner_sessions', 'partner_tokens', 'branding', 'claims']);
grant update (password, set_at), delete on tenant.partner_passwords to tributary_app;
grant update (last_seen_at, expires_at, ended_at), delete on tenant.partner_sessions to tributary_app;
grant update (used_at, content), delete on tenant.partner_tokens to tributary_app;
grant update (chosen) on tenant.branding to tributary_app;
grant update (content, state, order_id, reason, note, decided_at, decided_by) on tenant.claims to tributary_app;

-- Whom a partner brought, without a look at everybody's history.
create index referrer_history_by_partner on tenant.referrer_history (account_id, partner_id, contact_id)
  where partner_id is not null;
