-- Reason: what must be found before the account is known (keys, slugs, hosts) stands apart from what belongs to an account.
create schema directory;
create schema if not exists machinery;
create schema tenant;
grant usage on schema directory, machinery, tenant to tributary_app, tributary_clicks, tributary_sweeper;

create table directory.accounts (
  id text primary key,
  slug text not null,
  name text not null,
  sandbox boolean not null,
  currency char(3) not null,
  time_zone text not null,
  -- How far a sandbox's clock was moved forward; 0 for real accounts.
  clock_offset_ms bigint not null default 0 check (clock_offset_ms >= 0),
  -- Grows whenever a link, partner, program or host of the account changes; the redirect's memory polls it.
  links_version bigint not null default 1,
  created_at timestamptz not null,
  constraint accounts_slug unique (slug)
);

create table directory.hosts (
  host text primary key,
  account_id text not null references directory.accounts (id),
  proved_at timestamptz
);

create table directory.key_hashes (
  hash bytea primary key,
  account_id text not null references directory.accounts (id),
  key_id text not null,
  kind text not null check (kind in ('secret', 'publishable')),
  scopes text[] not null
);

-- The bare host belongs to one account of the installation.
create table directory.bare_host (
  "only" boolean primary key default true check ("only"),
  account_id text not null references directory.accounts (id)
);

grant select, insert on directory.accounts, directory.hosts, directory.key_hashes, directory.bare_host to tributary_app;
grant update (clock_offset_ms, links_version, name, time_zone) on directory.accounts to tributary_app;
grant update (account_id, proved_at), delete on directory.hosts to tributary_app;
grant update (account_id) on directory.bare_host to tributary_app;
grant delete on directory.key_hashes to tributary_app;
grant select on directory.accounts to tributary_sweeper;
