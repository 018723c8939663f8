-- Reason: what goes to the outside waits in a queue that is filled in the transaction of its cause. One row a job, ids and
-- instants only; whoever takes a job holds it until the lease ends, and `taken` tells a later holder from an earlier one.
create table machinery.jobs (
  account_id text not null,
  kind text not null,
  subject_id text not null,
  -- The lower, the sooner.
  priority smallint not null,
  run_at timestamptz not null,
  taken integer not null,
  leased_until timestamptz,
  primary key (account_id, kind, subject_id)
);
create index jobs_by_time on machinery.jobs (kind, run_at);
grant select, insert, update (run_at, taken, leased_until), delete on machinery.jobs to tributary_app;
