-- Reason: what falls due is a row, so that a restart, a second node or a moved test clock loses and doubles nothing.
-- These rows hold ids and instants only, never a tenant's data, and are read across accounts by the sweeper.
create table machinery.due (
  account_id text not null,
  due_at timestamptz not null,
  kind text not null,
  subject_id text not null,
  primary key (account_id, due_at, kind, subject_id)
);
create index due_by_time on machinery.due (due_at);

-- One-time links for the first set-up; only the hash is kept.
create table machinery.setup_links (
  token_hash bytea primary key,
  created_at timestamptz not null,
  used_at timestamptz
);

-- The salt of a day, shared by all nodes, destroyed after the day: address hashes of yesterday cannot be made again.
create table machinery.day_salts (
  day date primary key,
  salt bytea not null
);

grant select, insert, delete on machinery.due, machinery.day_salts to tributary_app;
grant select, insert, update on machinery.setup_links to tributary_app;
grant select on machinery.due to tributary_sweeper;

-- Every tenant table goes through this once: row level security, forced on the owner too.
create procedure machinery.protect(tables text[]) language plpgsql as $$
declare t text;
begin
  foreach t in array tables loop
    execute format('alter table tenant.%I enable row level security', t);
    execute format('alter table tenant.%I force row level security', t);
    execute format(
      'create policy account on tenant.%I using (account_id = nullif(current_setting(''app.account_id'', true), '''')) '
      'with check (account_id = nullif(current_setting(''app.account_id'', true), ''''))', t);
    execute format('grant select, insert on tenant.%I to tributary_app', t);
  end loop;
end $$;
