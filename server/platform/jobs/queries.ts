import { sql } from 'kysely';
import type { AccountId } from '../../values/id.ts';
import { addRowsTo } from '../add-rows.ts';
import type { Tx } from '../db.ts';
import type { JobTables } from './tables.ts';

const add = addRowsTo<JobTables>();

export interface NewJob {
  readonly kind: string;
  readonly subject: string;
  /** By the real clock. */
  readonly runAt: Date;
  /** 0 before 1 before 2; 1 by default. */
  readonly priority?: number;
}

/** A job that was taken. `taken` proves that it is still ours. */
export interface Job {
  readonly account: AccountId;
  readonly kind: string;
  readonly subject: string;
  readonly taken: number;
}

/** Puts jobs into the queue, in the transaction of what they are about. One that waits already stays as it is. */
export async function enqueue(tx: Tx, account: AccountId, jobs: readonly NewJob[]): Promise<void> {
  const rows = jobs.map(({ kind, subject, runAt, priority }) => ({
    account_id: account,
    kind,
    subject_id: subject,
    priority: priority ?? 1,
    run_at: runAt,
    taken: 0,
  }));
  await add(tx, 'machinery.jobs', rows, 'is left as it is');
}

/**
 * Accounts with jobs of a kind that are ready, those whose next one waited longest first. Goes from account to account along
 * the index: an account with a hundred thousand jobs costs no more than one with a single job.
 */
export const listReadyAccounts = async (
  tx: Tx,
  kind: string,
  now: Date,
  without: readonly string[],
  limit: number,
): Promise<AccountId[]> =>
  (
    await sql<{ account_id: AccountId }>`
      with recursive waiting as (
        (select account_id from machinery.jobs where kind = ${kind} order by account_id limit 1)
        union all
        select (select j.account_id from machinery.jobs j where j.kind = ${kind} and j.account_id > w.account_id
          order by j.account_id limit 1)
        from waiting w where w.account_id is not null
      )
      select w.account_id from waiting w
      cross join lateral (
        select j.run_at from machinery.jobs j
        where j.kind = ${kind} and j.account_id = w.account_id and j.run_at <= ${now}
          and (j.leased_until is null or j.leased_until <= ${now})
        order by j.priority, j.run_at limit 1) as next
      where w.account_id <> all(${without})
      order by next.run_at limit ${limit}`.execute(tx)
  ).rows.map((row) => row.account_id);

/** Takes up to `limit` ready jobs of an account for as long as the lease lasts. Two takers never get the same. */
export const takeJobs = async (
  tx: Tx,
  account: AccountId,
  kind: string,
  at: { readonly now: Date; readonly until: Date },
  limit: number,
): Promise<Job[]> =>
  (
    await sql<Job>`
      -- Materialized, since a plan that asks anew for each row would find other rows each time, and pass the limit.
      with ready as materialized (
        select subject_id from machinery.jobs
        where account_id = ${account} and kind = ${kind} and run_at <= ${at.now} and (leased_until is null or leased_until <= ${at.now})
        order by priority, run_at, subject_id limit ${limit} for update skip locked
      )
      update machinery.jobs j set leased_until = ${at.until}, taken = j.taken + 1
      from ready
      where j.account_id = ${account} and j.kind = ${kind} and j.subject_id = ready.subject_id
      returning j.account_id as account, j.kind, j.subject_id as subject, j.taken`.execute(tx)
  ).rows;

const ours = (job: Job) =>
  sql<boolean>`account_id = ${job.account} and kind = ${job.kind} and subject_id = ${job.subject} and taken = ${job.taken}`;

/** Locks the job while it is ours; false once its lease ran out and another took it. */
export const holdsJob = async (tx: Tx, job: Job): Promise<boolean> =>
  (await sql`select 1 from machinery.jobs where ${ours(job)} for update`.execute(tx)).rows.length === 1;

/** The job is done, in the transaction of what was done. */
export const finishJob = (tx: Tx, job: Job) => sql`delete from machinery.jobs where ${ours(job)}`.execute(tx);

/** Gives the job back until `runAt`. */
export const postponeJob = (tx: Tx, job: Job, runAt: Date) =>
  sql`update machinery.jobs set run_at = ${runAt}, leased_until = null where ${ours(job)}`.execute(tx);

/** Takes jobs out of the queue that have become pointless. */
export const dropJobs = (tx: Tx, account: AccountId, kind: string, subjects: readonly string[]) =>
  sql`delete from machinery.jobs where account_id = ${account} and kind = ${kind} and subject_id = any(${subjects})`.execute(
    tx,
  );
