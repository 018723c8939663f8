-- Reason: clicks are many and short-lived (monthly partitions, dropped by retention); touches that a lead or an order
-- named are few and kept for good (rules.md 3).
create table tenant.clicks (
  account_id text not null,
  at timestamptz not null,
  id text not null,
  link_id text,
  partner_id text not null,
  promo_tool_id text,
  sub text,
  -- The visitor cookie, or the hash of address and agent with the day's salt.
  visitor text not null,
  visitor_kind text not null check (visitor_kind in ('cookie', 'hash')),
  day_hash text,
  referrer_host text,
  landing text,
  country char(2),
  device text,
  counted boolean not null,
  -- Counted clicks may still not be unique; clicks that are not counted say why.
  reason text,
  flood boolean not null default false,
  primary key (account_id, at, id)
) partition by range (at);
create index clicks_by_partner on tenant.clicks (partner_id, at);
create index clicks_by_visitor on tenant.clicks using hash (visitor);

-- Partitions carry no row level security, and only the writer may insert there; nobody but the owner reads them directly.
create function machinery.ensure_click_month(first_day date) returns text
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  month date := date_trunc('month', first_day)::date;
  part text := 'clicks_' || to_char(month, 'YYYYMM');
begin
  if to_regclass('tenant.' || part) is null then
    perform pg_advisory_xact_lock(hashtext('ensure_click_month'));
    if to_regclass('tenant.' || part) is null then
      execute format('create table tenant.%I partition of tenant.clicks for values from (%L) to (%L)',
        part, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
      execute format('grant insert on tenant.%I to tributary_clicks', part);
    end if;
  end if;
  return part;
end $$;
revoke all on function machinery.ensure_click_month(date) from public;
grant execute on function machinery.ensure_click_month(date) to tributary_app, tributary_clicks;

create table tenant.touches (
  account_id text not null,
  id text not null,
  kind text not null check (kind in ('click', 'via', 'coupon')),
  at timestamptz not null,
  partner_id text not null,
  click_id text,
  coupon_id text,
  link_id text,
  sub text,
  contact_id text,
  -- What named it: a lead's or an order's id.
  named_by text not null,
  primary key (account_id, id)
);
create index touches_by_contact on tenant.touches (account_id, contact_id, at);
create index touches_by_namer on tenant.touches (account_id, named_by);
create index touches_by_click on tenant.touches (account_id, click_id) where click_id is not null;

create table tenant.leads (
  account_id text not null,
  id text not null,
  contact_id text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  verified boolean not null,
  -- The partner whom the lead's own touches credit, and why or why not.
  partner_id text,
  reason text not null,
  -- True where this lead made the contact's first referrer (rules.md 33).
  set_first boolean not null,
  made_contact boolean not null,
  unknown_click_id text,
  primary key (account_id, id)
);
create index leads_by_contact on tenant.leads (account_id, contact_id);

call machinery.protect(array['clicks', 'touches', 'leads']);
revoke insert on tenant.clicks from tributary_app;
grant update (contact_id) on tenant.touches to tributary_app;
grant update (contact_id) on tenant.leads to tributary_app;
