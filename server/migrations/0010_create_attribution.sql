-- Reason: who referred whom, with history, and who was credited for each order and why; frozen once recorded.
create table tenant.referrers (
  account_id text not null,
  contact_id text not null,
  which text not null check (which in ('first', 'last')),
  partner_id text not null,
  stored_at timestamptz not null,
  -- Until when later orders are served; null: for good.
  serves_until timestamptz,
  -- 'lead', 'order' or 'hand', and its id.
  cause text not null,
  cause_id text not null,
  unverified boolean not null default false,
  primary key (account_id, contact_id, which)
);

create table tenant.referrer_history (
  account_id text not null,
  id text not null,
  contact_id text not null,
  which text not null,
  partner_id text,
  at timestamptz not null,
  recorded_at timestamptz not null,
  cause text not null,
  cause_id text not null,
  author text not null,
  note text,
  primary key (account_id, id)
);
create index referrer_history_by_contact on tenant.referrer_history (account_id, contact_id, id);

-- Version 1 is what was decided at recording; a reassignment by hand or a late click (rule 11) adds the next.
create table tenant.credits (
  account_id text not null,
  order_id text not null,
  version integer not null,
  at timestamptz not null,
  partner_id text,
  reason text not null,
  held_reason text,
  touch_id text,
  -- Every candidate in order, with what spoke for and against it; the closed vocabulary of attribution/rules.
  steps jsonb not null,
  author text not null,
  note text,
  primary key (account_id, order_id, version),
  foreign key (account_id, order_id) references tenant.orders (account_id, id)
);

call machinery.protect(array['referrers', 'referrer_history', 'credits']);
grant update (partner_id, stored_at, serves_until, cause, cause_id, unverified, contact_id), delete on tenant.referrers to tributary_app;
