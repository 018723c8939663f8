-- Reason: who referred whom, with history, and who was credited for each order and why; frozen once recorded.
-- One row for each time that a lead, an order or a person stored a referrer. What the contact's referrers are at an
-- instant is computed from these rows (attribution/rules), so that what arrives late takes its own place in time.
create table tenant.referrer_history (
  account_id text not null,
  contact_id text not null,
  seq integer not null,
  at timestamptz not null,
  slots text not null check (slots in ('both', 'first', 'last')),
  -- null only by hand: the referrer was taken away.
  partner_id text,
  -- The lead window of the partner's program when it was stored; null: serves for good.
  lead_window_days integer,
  cause text not null check (cause in ('lead', 'order', 'manual')),
  cause_id text,
  recorded_at timestamptz not null,
  author text not null,
  note text,
  primary key (account_id, contact_id, seq)
);

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

call machinery.protect(array['referrer_history', 'credits']);
