-- Reason: double entry by construction: a transfer names the account it debits, the one it credits, and a positive amount.
-- The app may insert transfers and never change one; balances are kept beside, under a row lock.
create table tenant.transfers (
  account_id text not null,
  id text not null,
  at timestamptz not null,
  partner_id text not null,
  currency char(3) not null,
  debit text not null check (debit in ('expense', 'pending', 'payable', 'in_flight', 'paid_out')),
  credit text not null check (credit in ('expense', 'pending', 'payable', 'in_flight', 'paid_out')),
  amount bigint not null check (amount > 0),
  -- Why: commission_recorded, hold_over, approved, cancelled, restored, reversed, run_created, paid, failed, returned, ...
  cause text not null,
  program_id text,
  commission_id text,
  payout_id text,
  primary key (account_id, id),
  check (debit <> credit)
);
create index transfers_by_partner on tenant.transfers (account_id, partner_id, at, id);

create table tenant.balances (
  account_id text not null,
  partner_id text not null,
  currency char(3) not null,
  pending bigint not null default 0,
  payable bigint not null default 0,
  in_flight bigint not null default 0,
  paid bigint not null default 0,
  primary key (account_id, partner_id, currency)
);

call machinery.protect(array['transfers', 'balances']);
grant update (pending, payable, in_flight, paid) on tenant.balances to tributary_app;
