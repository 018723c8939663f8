-- Reason: orders and refunds as they were reported; facts that are added and never edited.
create table tenant.orders (
  account_id text not null,
  id text not null,
  -- The shop's own number.
  order_id text not null,
  contact_id text,
  currency char(3) not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  click_id text,
  via text,
  coupon text,
  discount_amount bigint not null,
  shipping_amount bigint not null,
  tax_amount bigint not null,
  prices_include_tax boolean not null,
  total_amount bigint not null,
  subscription_id text,
  payment_number integer,
  content_hash text not null,
  -- 'api', 'page', 'import': who reported it.
  source text not null,
  verified boolean not null,
  primary key (account_id, id),
  constraint orders_order_id unique (account_id, order_id)
);
create index orders_by_contact on tenant.orders (account_id, contact_id);
create index orders_by_subscription on tenant.orders (account_id, subscription_id, payment_number) where subscription_id is not null;
create index orders_by_click on tenant.orders (account_id, click_id) where click_id is not null;

create table tenant.order_lines (
  account_id text not null,
  order_id text not null,
  position integer not null,
  id text not null,
  sku text not null,
  name text,
  quantity bigint not null,
  unit_amount bigint not null,
  discount_amount bigint not null,
  tax_amount bigint not null,
  primary key (account_id, order_id, position),
  foreign key (account_id, order_id) references tenant.orders (account_id, id)
);

create table tenant.refunds (
  account_id text not null,
  id text not null,
  order_id text not null,
  refund_id text not null,
  reason text not null check (reason in ('refund', 'chargeback')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  -- Gross, all parts together.
  amount bigint not null,
  -- What was spread by what is left, and what named its part: {spread, tax, shipping, lines: [{line_id, units, gross}]}.
  parts jsonb not null,
  content_hash text not null,
  reversed_at timestamptz,
  reversal_occurred_at timestamptz,
  primary key (account_id, id),
  constraint refunds_refund_id unique (account_id, order_id, refund_id),
  foreign key (account_id, order_id) references tenant.orders (account_id, id)
);

-- A refund that arrived before its order (rules.md 26), kept as it came.
create table tenant.waiting_refunds (
  account_id text not null,
  id text not null,
  order_id text not null,
  refund_id text not null,
  request jsonb not null,
  content_hash text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  -- 'waiting', 'applied', 'applied_in_part', 'refused': what could not be applied is listed for the owner.
  state text not null,
  note text,
  primary key (account_id, id),
  constraint waiting_refunds_refund_id unique (account_id, order_id, refund_id)
);

call machinery.protect(array['orders', 'order_lines', 'refunds', 'waiting_refunds']);
grant update (verified, contact_id) on tenant.orders to tributary_app;
grant update (reversed_at, reversal_occurred_at) on tenant.refunds to tributary_app;
grant update (state, note) on tenant.waiting_refunds to tributary_app;
