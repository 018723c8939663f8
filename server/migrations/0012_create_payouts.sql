-- Reason: pay runs that are frozen when made, one payout per partner, currency and run, and what each payout came to.
create table tenant.payout_runs (
  account_id text not null,
  id text not null,
  created_at timestamptz not null,
  cutoff timestamptz not null,
  program_id text,
  partner_ids text[],
  method text,
  status text not null check (status in ('open', 'paid', 'cancelled')),
  author text not null,
  excluded jsonb not null,
  primary key (account_id, id)
);

create table tenant.payouts (
  account_id text not null,
  id text not null,
  run_id text not null,
  partner_id text not null,
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  method text not null,
  -- The receiver as it was when the run was made, sealed.
  receiver bytea not null,
  status text not null check (status in ('in_flight', 'paid', 'failed', 'returned', 'cancelled')),
  reference text,
  reason text,
  settled_at timestamptz,
  primary key (account_id, id),
  constraint payouts_once unique (account_id, run_id, partner_id, currency),
  foreign key (account_id, run_id) references tenant.payout_runs (account_id, id)
);
create index payouts_by_partner on tenant.payouts (account_id, partner_id, id);

-- Which payouts stood in which downloaded file: only those can be marked as paid without force.
create table tenant.payout_files (
  account_id text not null,
  run_id text not null,
  payout_id text not null,
  format text not null,
  taken_at timestamptz not null,
  primary key (account_id, run_id, payout_id, format)
);

create table tenant.payout_history (
  account_id text not null,
  id text not null,
  payout_id text not null,
  at timestamptz not null,
  status text not null,
  reference text,
  reason text,
  author text not null,
  -- Names those that were marked together.
  batch text,
  primary key (account_id, id)
);
create index payout_history_by_payout on tenant.payout_history (account_id, payout_id, id);

call machinery.protect(array['payout_runs', 'payouts', 'payout_files', 'payout_history']);
grant update (status) on tenant.payout_runs to tributary_app;
grant update (status, reference, reason, settled_at) on tenant.payouts to tributary_app;
grant update (taken_at) on tenant.payout_files to tributary_app;
