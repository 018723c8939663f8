-- Lists are searched by the beginning of a name, of its last word or of an address. Under row level security an index is
-- used only by comparisons that leak nothing, which functions and LIKE are not known for; so what is compared is kept, in
-- the order of its bytes, and found by a range.
alter table tenant.contacts
  add column name_key text collate "C" generated always as (lower(name)) stored,
  add column surname_key text collate "C" generated always as (lower(substring(name from '\s(\S+)\s*$'))) stored;
create index contacts_by_name on tenant.contacts (account_id, name_key) where name_key is not null;
create index contacts_by_surname on tenant.contacts (account_id, surname_key) where surname_key is not null;
create index contact_emails_by_beginning on tenant.contact_emails (account_id, email_key collate "C");

-- What people of the office write down of a partner or a contact, for one another.
create table tenant.notes (
  account_id text not null,
  id text not null,
  -- The id of a partner or a contact.
  subject text not null,
  at timestamptz not null,
  author text not null,
  text text not null,
  primary key (account_id, id)
);
create index notes_by_subject on tenant.notes (account_id, subject, id);
call machinery.protect(array['notes']);
grant delete on tenant.notes to tributary_app;

-- What waits for a person, counted each time the office is opened; few rows at any time.
create index partners_to_decide on tenant.partners (account_id, id) where status = 'pending';
create index commissions_to_review on tenant.commissions (account_id, currency) where status = 'pending' and held_reason is not null;
create index messages_failed on tenant.messages (account_id, id) where state = 'failed';

-- A sandbox can be taken away with all that is in it: demo data, a finished test. The serving role may delete no facts, so
-- this acts as the owner, and only ever on a sandbox. Tables are emptied in rounds, since what refers goes first.
create function machinery.remove_sandbox(account text) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  before text := current_setting('app.account_id', true);
  place text;
  kept boolean;
begin
  perform from directory.accounts where id = account and sandbox for update;
  if not found then return false; end if;
  perform set_config('app.account_id', account, true);
  for round in 1..100 loop
    kept := false;
    for place in
      select format('%I.%I', n.nspname, c.relname) from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped
      where n.nspname in ('tenant', 'directory', 'machinery') and c.relkind in ('r', 'p') and not c.relispartition
    loop
      begin
        execute format('delete from %s where account_id = $1', place) using account;
      exception when foreign_key_violation then
        kept := true;
      end;
    end loop;
    exit when not kept;
  end loop;
  if kept then raise exception 'the sandbox % cannot be emptied', account; end if;
  delete from directory.accounts where id = account;
  perform set_config('app.account_id', coalesce(before, ''), true);
  return true;
end $$;
revoke all on function machinery.remove_sandbox(text) from public;
grant execute on function machinery.remove_sandbox(text) to tributary_app;
