-- Reason: what happened, in one place, written in the transaction of the fact: for messages, for the feed, for anyone who listens.
create table tenant.events (
  account_id text not null,
  id text not null,
  -- The transaction that wrote it: a reader stops before the oldest one still under way, and so misses none.
  written_by xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  kind text not null,
  -- The id of what it happened to.
  subject text not null,
  partner_id text,
  data jsonb not null,
  primary key (account_id, id)
);
create index events_in_order on tenant.events (account_id, written_by, id);

call machinery.protect(array['events']);
