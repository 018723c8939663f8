-- Reason: a report must cost the same however many clicks there are. Figures are kept per day beside the facts and folded in
-- from them; which facts are folded in already is told by the transaction that wrote each one.

-- Of each fact the transaction that wrote it. A fold notes the snapshot that it saw; what that snapshot did not see is new,
-- in whatever order transactions commit. Clicks are copied in without naming the column.
alter table tenant.clicks add column written_by xid8 not null default pg_current_xact_id();
alter table tenant.leads add column written_by xid8 not null default pg_current_xact_id();
alter table tenant.credits add column written_by xid8 not null default pg_current_xact_id();
alter table tenant.refunds add column written_by xid8 not null default pg_current_xact_id();
-- The one fact that is noted on a row that is there already: a refund did not stand.
alter table tenant.refunds add column reversal_written_by xid8;
alter table tenant.commissions add column written_by xid8 not null default pg_current_xact_id();
alter table tenant.commission_history add column written_by xid8 not null default pg_current_xact_id();
grant update (reversal_written_by) on tenant.refunds to tributary_app;

create index clicks_by_writing on tenant.clicks (account_id, written_by);
-- Whether a visitor without a cookie was counted that day (rules.md 32).
create index clicks_by_day_hash on tenant.clicks (account_id, day_hash, at) where visitor_kind = 'hash';
create index leads_by_writing on tenant.leads (account_id, written_by);
create index credits_by_writing on tenant.credits (account_id, written_by);
create index refunds_by_writing on tenant.refunds (account_id, written_by);
create index refunds_by_reversal_writing on tenant.refunds (account_id, reversal_written_by) where reversal_written_by is not null;
create index commissions_by_writing on tenant.commissions (account_id, written_by);
create index commission_history_by_writing on tenant.commission_history (account_id, written_by) where act in ('cancelled', 'restored');

-- The facts of a day: for the rows behind a figure, and for counting a day anew.
create index leads_by_day on tenant.leads (account_id, occurred_at);
create index orders_by_day on tenant.orders (account_id, occurred_at);
create index refunds_by_day on tenant.refunds (account_id, occurred_at);
create index refunds_by_reversal_day on tenant.refunds (account_id, reversal_occurred_at) where reversal_occurred_at is not null;
create index commissions_by_day on tenant.commissions (account_id, occurred_at);

-- What is folded in: all that `seen` saw, by the days of `time_zone`. The row's lock makes the fold claim-once.
create table tenant.fold_marks (
  account_id text not null,
  time_zone text not null,
  seen pg_snapshot not null,
  folded_at timestamptz not null,
  primary key (account_id)
);

-- One row per day (or month) and whatever the grain splits by; '' for what it does not split by, and for "none".
create table tenant.counters (
  account_id text not null,
  -- By what it splits: reporting/rules/grains.ts.
  grain text not null,
  -- Of the account's calendar; of a month's row its first day.
  day date not null,
  -- Hash of the nine columns that follow, so that the key stays short.
  cell uuid not null,
  program_id text not null,
  currency text not null,
  partner_id text not null,
  link_id text not null,
  promo_tool_id text not null,
  sub text not null,
  country text not null,
  device text not null,
  -- A sku, a number of days, a reason: what else the grain splits by.
  split text not null,
  clicks bigint not null,
  unique_clicks bigint not null,
  -- Requests that were no visits: robots, previews, HEAD (rules.md 32).
  uncounted bigint not null,
  leads bigint not null,
  orders bigint not null,
  units bigint not null,
  -- Minor units; totals of orders less refunds, each on its own day.
  revenue bigint not null,
  refunds bigint not null,
  refunded bigint not null,
  commission bigint not null,
  primary key (account_id, grain, day, cell)
)
-- The rows of today change each second: room beside them keeps them where they are.
with (fillfactor = 80);
create index counters_of_partner on tenant.counters (account_id, grain, partner_id, day) where partner_id <> '';
create index counters_of_country on tenant.counters (account_id, country, device, day) where grain = 'partner_origin';

-- When something was last heard of a link or a site, and since when it is strangely silent.
create table tenant.last_heard (
  account_id text not null,
  kind text not null check (kind in ('link', 'site')),
  subject text not null,
  click_at timestamptz,
  lead_at timestamptz,
  order_at timestamptz,
  -- Set once the silence was announced, until it ends.
  silent_since timestamptz,
  primary key (account_id, kind, subject)
);

call machinery.protect(array['fold_marks', 'counters', 'last_heard']);
grant update (time_zone, seen, folded_at) on tenant.fold_marks to tributary_app;
grant update (clicks, unique_clicks, uncounted, leads, orders, units, revenue, refunds, refunded, commission), delete
  on tenant.counters to tributary_app;
grant update (click_at, lead_at, order_at, silent_since) on tenant.last_heard to tributary_app;

-- Of which facts a snapshot has not seen all: one question instead of eight, since mostly there is nothing new. Seen with the
-- rights of whoever asks. Each part takes the first by the order of its index: a planner that only wants to know whether
-- there is one expects to meet it at once, and would read the whole table.
create function machinery.find_unseen(account text, seen pg_snapshot, out clicks boolean, out leads boolean, out orders boolean)
  language plpgsql stable set search_path = pg_catalog set enable_seqscan = off as $$
declare
  oldest xid8 := pg_snapshot_xmin(seen);
  first xid8;
begin
  select f.written_by into first from tenant.clicks f
    where f.account_id = account and f.written_by >= oldest and not pg_visible_in_snapshot(f.written_by, seen)
    order by f.written_by limit 1;
  clicks := found;
  select f.written_by into first from tenant.leads f
    where f.account_id = account and f.written_by >= oldest and not pg_visible_in_snapshot(f.written_by, seen)
    order by f.written_by limit 1;
  leads := found;
  select u.written_by into first from (
    (select f.written_by from tenant.credits f
      where f.account_id = account and f.written_by >= oldest and not pg_visible_in_snapshot(f.written_by, seen)
      order by f.written_by limit 1)
    union all
    (select f.written_by from tenant.commissions f
      where f.account_id = account and f.written_by >= oldest and not pg_visible_in_snapshot(f.written_by, seen)
      order by f.written_by limit 1)
    union all
    (select f.written_by from tenant.commission_history f
      where f.account_id = account and f.act in ('cancelled', 'restored') and f.written_by >= oldest
        and not pg_visible_in_snapshot(f.written_by, seen)
      order by f.written_by limit 1)
    union all
    (select f.written_by from tenant.refunds f
      where f.account_id = account and f.written_by >= oldest and not pg_visible_in_snapshot(f.written_by, seen)
      order by f.written_by limit 1)
    union all
    (select f.reversal_written_by from tenant.refunds f
      where f.account_id = account and f.reversal_written_by >= oldest
        and not pg_visible_in_snapshot(f.reversal_written_by, seen)
      order by f.reversal_written_by limit 1)
    union all
    -- A column of migration 0018.
    (select f.settled_written_by from tenant.orders f
      where f.account_id = account and f.settled_written_by >= oldest
        and not pg_visible_in_snapshot(f.settled_written_by, seen)
      order by f.settled_written_by limit 1)
  ) u limit 1;
  orders := found;
end $$;
revoke all on function machinery.find_unseen(text, pg_snapshot) from public;
grant execute on function machinery.find_unseen(text, pg_snapshot) to tributary_app;

-- Months of clicks that end before a day go as a whole. The caller has asked every account (reporting/drop-old-clicks.ts).
create function machinery.drop_click_months(before date) returns text[]
  language plpgsql security definer set search_path = pg_catalog set lock_timeout = '3s' as $$
declare
  part text;
  dropped text[] := '{}';
begin
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'tenant.clicks'::regclass and c.relname ~ '^clicks_[0-9]{6}$'
      and (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month')::date <= before
    order by c.relname
  loop
    execute format('drop table tenant.%I', part);
    dropped := dropped || part;
  end loop;
  return dropped;
end $$;
revoke all on function machinery.drop_click_months(date) from public;
grant execute on function machinery.drop_click_months(date) to tributary_app;

-- Where a month must stay for other accounts, the rows of one whose time is over go alone.
create function machinery.forget_clicks(before timestamptz) returns bigint
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  account text := nullif(current_setting('app.account_id', true), '');
  gone bigint;
begin
  delete from tenant.clicks where account_id = account and at < before;
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke all on function machinery.forget_clicks(timestamptz) from public;
grant execute on function machinery.forget_clicks(timestamptz) to tributary_app;

-- After a move to another server its transactions count anew, so that rows may be written by ones that are still to come
-- there. They become rows that everyone has seen; what was not folded in is counted by days (reporting/fold-account.ts).
create function machinery.rebase_writing() returns void
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  account text := nullif(current_setting('app.account_id', true), '');
  ahead xid8 := pg_snapshot_xmax(pg_current_snapshot());
  name text;
begin
  foreach name in array array['clicks', 'leads', 'credits', 'refunds', 'commissions', 'commission_history'] loop
    execute format('update tenant.%I set written_by = ''2'' where account_id = $1 and written_by >= $2', name) using account, ahead;
  end loop;
  update tenant.refunds set reversal_written_by = '2' where account_id = account and reversal_written_by >= ahead;
end $$;
revoke all on function machinery.rebase_writing() from public;
grant execute on function machinery.rebase_writing() to tributary_app;
