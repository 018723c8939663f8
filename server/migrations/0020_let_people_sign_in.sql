-- Reason: people sign in, not keys alone. Who they are, and how they prove it, is of no account: one person may belong to
-- several. The first five tables are those of the library that lets people in (decision 14), under our names.
create table machinery.users (
  id text primary key,
  name text not null,
  -- In lower case.
  email text not null,
  email_verified boolean not null,
  image text,
  two_factor_enabled boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint users_email unique (email)
);

create table machinery.sessions (
  id text primary key,
  user_id text not null references machinery.users (id) on delete cascade,
  -- What stands in the cookie, which is signed besides: whoever reads this table can make no cookie of it.
  token text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  -- When the password or a code was last shown to be known.
  proved_at timestamptz not null,
  constraint sessions_token unique (token)
);
create index sessions_by_user on machinery.sessions (user_id);

-- The hash of a password; the library keeps other means of signing in here too, of which none is switched on.
create table machinery.credentials (
  id text primary key,
  user_id text not null references machinery.users (id) on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint credentials_provider unique (user_id, provider_id)
);

-- Sign-ins that wait for their second factor. Names are kept as hashes.
create table machinery.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_by_identifier on machinery.verifications (identifier);
create index verifications_by_expiry on machinery.verifications (expires_at);

-- Secret and backup codes are encrypted with a key that is made from the installation's own.
create table machinery.two_factors (
  id text primary key,
  user_id text not null references machinery.users (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index two_factors_by_user on machinery.two_factors (user_id);

-- Links of ours for one use: to choose a password, to confirm an address. Only the hash is kept; whoever deletes the row uses it.
create table machinery.person_links (
  token_hash bytea primary key,
  kind text not null check (kind in ('password', 'email')),
  user_id text not null references machinery.users (id) on delete cascade,
  -- The address that is to be confirmed.
  email text,
  expires_at timestamptz not null
);
create index person_links_by_user on machinery.person_links (user_id);

-- Attempts to get in, by the hash of whom they were for: they outlast a restart.
create table machinery.sign_in_attempts (
  who text primary key,
  attempts integer not null,
  until timestamptz not null
);
create index sign_in_attempts_by_end on machinery.sign_in_attempts (until);

-- Which accounts to look into for a person.
create table directory.memberships (
  user_id text not null references machinery.users (id) on delete cascade,
  account_id text not null references directory.accounts (id),
  primary key (user_id, account_id)
);
create index memberships_by_account on directory.memberships (account_id);

grant select, insert, delete on machinery.users, machinery.sessions, machinery.verifications, machinery.two_factors,
  machinery.person_links, machinery.sign_in_attempts, directory.memberships to tributary_app;
grant select, insert on machinery.credentials to tributary_app;
grant update (name, email, email_verified, two_factor_enabled, updated_at) on machinery.users to tributary_app;
grant update (expires_at, updated_at, proved_at) on machinery.sessions to tributary_app;
grant update (password, updated_at) on machinery.credentials to tributary_app;
grant update (value, expires_at, updated_at) on machinery.verifications to tributary_app;
grant update (secret, backup_codes, verified, failed_verification_count, locked_until) on machinery.two_factors to tributary_app;
grant update (attempts, until) on machinery.sign_in_attempts to tributary_app;

create table tenant.members (
  account_id text not null,
  user_id text not null,
  role text not null check (role in ('owner', 'manager', 'finance', 'viewer')),
  joined_at timestamptz not null,
  -- The row stays, so that the audit log can say who it was.
  left_at timestamptz,
  former_name text,
  primary key (account_id, user_id)
);

create table tenant.invitations (
  account_id text not null,
  id text not null,
  email text not null,
  role text not null check (role in ('owner', 'manager', 'finance', 'viewer')),
  token_hash bytea not null,
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, id),
  constraint invitations_email unique (account_id, email)
);

-- The log is read by time, and by who did something.
create index audit_by_actor on tenant.audit_log (account_id, actor, id);

call machinery.protect(array['members', 'invitations']);
grant update (role, joined_at, left_at, former_name) on tenant.members to tributary_app;
grant delete on tenant.invitations to tributary_app;
