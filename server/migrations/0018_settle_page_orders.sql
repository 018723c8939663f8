-- Reason: an order that a page reported is that page's word until the owner's server reports the same number; then it is
-- confirmed, or replaced by what the server says (docs/decisions/0010-orders-from-pages.md).
alter table tenant.orders add column settled_at timestamptz;
-- The order that took its place, and its number.
alter table tenant.orders add column replaced_by text;
-- For reports: the transaction that settled it.
alter table tenant.orders add column settled_written_by xid8;

-- A number is one order's, those aside that were replaced.
alter table tenant.orders drop constraint orders_order_id;
create unique index orders_order_id on tenant.orders (account_id, order_id) where replaced_by is null;
create index orders_by_settling on tenant.orders (account_id, settled_written_by) where settled_written_by is not null;
grant update (settled_at, replaced_by, settled_written_by) on tenant.orders to tributary_app;

-- As in 0014, with the new column.
create or replace function machinery.rebase_writing() returns void
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
  update tenant.orders set settled_written_by = '2' where account_id = account and settled_written_by >= ahead;
end $$;
