-- Reason: taking orders in must stay fast while much waits and much is recorded.

-- Jobs in the order in which they are taken: a long queue costs no more than a short one.
drop index machinery.jobs_by_time;
create index jobs_in_turn on machinery.jobs (kind, account_id, priority, run_at, subject_id);
