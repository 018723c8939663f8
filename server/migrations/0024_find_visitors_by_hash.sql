-- Reason: a fold asks which of thousands of visitors were counted already that day. A planner that knows little of a table
-- that grows by the second reads the whole day for that; and each index on clicks is paid for by every redirect.

-- Whole texts are looked up, nothing in their order: a hash of half the visitors costs a fifth of a tree of all.
drop index tenant.clicks_by_day_hash;
create index clicks_by_day_hash on tenant.clicks using hash (day_hash) where visitor_kind = 'hash';

-- Of the account's countable clicks in a stretch of time, as far as `seen` saw them, the first of each of these names on each
-- link (and of a visitor one that came with the cookie and one with which it was given). By the index of the names, whatever
-- the planner believes: conditions on account and time are written so that no other index answers them.
create function machinery.find_first_clicks(by_name text, names text[], seen pg_snapshot, since timestamptz, before timestamptz)
  returns setof tenant.clicks
  language plpgsql stable security definer set search_path = pg_catalog
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  account text := nullif(current_setting('app.account_id', true), '');
  key text := case by_name when 'day_hash' then 'c.day_hash' else 'c.visitor' end;
  kind text := case by_name when 'day_hash' then 'and c.visitor_kind = ''hash''' else '' end;
  part text;
begin
  for part in
    select 'clicks_' || to_char(m, 'YYYYMM')
    from generate_series(date_trunc('month', since at time zone 'UTC'), (before - interval '1 ms') at time zone 'UTC', interval '1 month') m
  loop
    continue when to_regclass('tenant.' || part) is null;
    return query execute format(
      'select distinct on (%1$s, coalesce(c.link_id, c.partner_id), c.visitor_kind) c.*
       from unnest($1) as n (name) join tenant.%2$I c on %1$s = n.name %3$s
       where c.account_id || '''' = $2 and c.at + interval ''0'' >= $3 and c.at + interval ''0'' < $4 and c.counted and not c.flood
         and pg_visible_in_snapshot(c.written_by, $5)
       order by %1$s, coalesce(c.link_id, c.partner_id), c.visitor_kind, c.at, c.id', key, part, kind)
      using names, account, since, before, seen;
  end loop;
end $$;
revoke all on function machinery.find_first_clicks(text, text[], pg_snapshot, timestamptz, timestamptz) from public;
grant execute on function machinery.find_first_clicks(text, text[], pg_snapshot, timestamptz, timestamptz) to tributary_app;

-- Clicks that `upto` sees (null: all that are there) and `seen` did not, in the order of the index of writing, which no other
-- index has: a planner that made up its mind while the table was small would read it whole for ever. Seen with the rights of
-- whoever asks.
create function machinery.find_new_clicks(account text, seen pg_snapshot, upto pg_snapshot) returns setof tenant.clicks
  language sql stable set search_path = pg_catalog
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
  select c.* from tenant.clicks c
  where c.account_id = account and c.written_by >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(c.written_by, seen)
    and (upto is null or c.written_by < pg_snapshot_xmax(upto) and pg_visible_in_snapshot(c.written_by, upto))
  order by c.written_by
$$;
revoke all on function machinery.find_new_clicks(text, pg_snapshot, pg_snapshot) from public;
grant execute on function machinery.find_new_clicks(text, pg_snapshot, pg_snapshot) to tributary_app;

-- The transaction that wrote the `count`-th of them; null where there are fewer.
create function machinery.find_writer_of_click(account text, seen pg_snapshot, count bigint) returns xid8
  language sql stable set search_path = pg_catalog
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
  select c.written_by from tenant.clicks c
  where c.account_id = account and c.written_by >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(c.written_by, seen)
  order by c.written_by offset count - 1 limit 1
$$;
revoke all on function machinery.find_writer_of_click(text, pg_snapshot, bigint) from public;
grant execute on function machinery.find_writer_of_click(text, pg_snapshot, bigint) to tributary_app;

alter function machinery.find_unseen(text, pg_snapshot) set enable_sort = off;
alter function machinery.find_unseen(text, pg_snapshot) set enable_bitmapscan = off;

-- How many pages were told that consent is given, or refused: by site and the account's day, and nothing of who said so. An
-- owner sees by it how much of tracking is blind.
create table tenant.consents (
  account_id text not null,
  day date not null,
  site text not null,
  given bigint not null,
  refused bigint not null,
  primary key (account_id, day, site)
);
call machinery.protect(array['consents']);
grant update (given, refused) on tenant.consents to tributary_app;
