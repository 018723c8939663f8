-- Reason: whoever reads the feed has to see each event once, in order, whatever commits meanwhile, and go on after a restore
-- on another server. Numbers of transactions start anew there; so a reader gives each event that it can see a place for good
-- (docs/decisions/0013-events-get-their-place-when-read.md).
drop index tenant.events_in_order;
alter table tenant.events drop column written_by;
-- How far the server's log was: later for what waited for another transaction, though that began earlier.
alter table tenant.events add column written_at_lsn pg_lsn not null default pg_current_wal_insert_lsn();
alter table tenant.events add column position bigint;
create unique index events_in_order on tenant.events (account_id, position) where position is not null;
create index events_by_kind on tenant.events (account_id, kind, position) where position is not null;
create index events_without_place on tenant.events (account_id, written_at_lsn, id) where position is null;
grant update (position) on tenant.events to tributary_app;
