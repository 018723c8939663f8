-- TPC-B as pgbench's manual gives its standard transaction (PostgreSQL documentation, "pgbench", section "What Is the
-- 'Transaction' Actually Performed in pgbench?"), with its tables at scale 10. The yardstick of the order bench.
-- tables
create schema tpcb;
create table tpcb.branches (bid int primary key, bbalance int, filler char(88)) with (fillfactor = 100);
create table tpcb.tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
create table tpcb.accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100);
create table tpcb.history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
insert into tpcb.branches select b, 0, '' from generate_series(1, 10) b;
insert into tpcb.tellers select t, (t - 1) / 10 + 1, 0, '' from generate_series(1, 100) t;
insert into tpcb.accounts select a, (a - 1) / 100000 + 1, 0, '' from generate_series(1, 1000000) a;
-- transaction
begin;
update tpcb.accounts set abalance = abalance + :delta where aid = :aid;
select abalance from tpcb.accounts where aid = :aid;
update tpcb.tellers set tbalance = tbalance + :delta where tid = :tid;
update tpcb.branches set bbalance = bbalance + :delta where bid = :bid;
insert into tpcb.history (tid, bid, aid, delta, mtime) values (:tid, :bid, :aid, :delta, current_timestamp);
end;
