-- Reason: what a partner earned, line by line and tier by tier; amounts never change, only the state does.
create table tenant.commissions (
  account_id text not null,
  id text not null,
  kind text not null check (kind in ('sale', 'bonus', 'adjustment', 'reversal', 'return')),
  partner_id text not null,
  program_id text,
  tier smallint,
  order_id text,
  line_id text,
  sku text,
  refund_id text,
  -- What a reversal reverses; the payout a return came back from stands in payout_of.
  reversal_of text,
  -- Why a reversal was written; made_up compensates one that was paid, of a commission that was cancelled.
  cause text check (cause in ('refund', 'refund_undone', 'carried_over', 'reassigned', 'restored', 'made_up')),
  payout_of text,
  -- The version of the credit that it belongs to, so that a reassignment finds what it must reverse.
  credit_version integer,
  -- In the commission's currency, after conversion.
  base_amount bigint,
  rate_bps integer,
  flat jsonb,
  terms_id text,
  amount bigint not null,
  currency char(3) not null,
  status text not null check (status in ('pending', 'payable', 'in_flight', 'paid', 'cancelled')),
  held_reason text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  -- When the hold ends; null for what never waits.
  payable_on timestamptz,
  -- From when runs count it: when it became payable, or, for a reversal, when its commission did. Null on a payable row:
  -- every run counts it, whatever the cut-off or filter (what reverses a commission that was taken by a run already).
  counts_from timestamptz,
  payout_id text,
  author text not null,
  note text,
  primary key (account_id, id),
  check (kind in ('reversal', 'adjustment') or amount > 0),
  check ((kind = 'reversal') = (reversal_of is not null and cause is not null)),
  check (amount <> 0)
);
create index commissions_by_order on tenant.commissions (account_id, order_id);
create index commissions_by_partner on tenant.commissions (account_id, partner_id, id);
create index commissions_by_status on tenant.commissions (account_id, status, partner_id) where status in ('pending', 'payable', 'in_flight');
create index commissions_by_refund on tenant.commissions (account_id, refund_id) where refund_id is not null;
create index commissions_by_payout on tenant.commissions (account_id, payout_id) where payout_id is not null;

-- How an order was priced, per version of its credit: bases, conversions, what earned nothing and why. For the explanation.
create table tenant.pricings (
  account_id text not null,
  order_id text not null,
  credit_version integer not null,
  at timestamptz not null,
  detail jsonb not null,
  primary key (account_id, order_id, credit_version)
);

create table tenant.commission_history (
  account_id text not null,
  id text not null,
  commission_id text not null,
  at timestamptz not null,
  -- What was done: hold_over, approved, held, hold_lifted, cancelled, restored, claimed, paid, failed, returned, run_cancelled.
  act text not null,
  status text not null,
  held_reason text,
  -- The payout that took it or gave it back: so a payout that failed can still be opened into its rows.
  payout_id text,
  author text not null,
  note text,
  primary key (account_id, id)
);
create index commission_history_by_commission on tenant.commission_history (account_id, commission_id, id);
create index commission_history_by_payout on tenant.commission_history (account_id, payout_id) where payout_id is not null;

call machinery.protect(array['commissions', 'pricings', 'commission_history']);
grant update (status, held_reason, payout_id, counts_from) on tenant.commissions to tributary_app;
