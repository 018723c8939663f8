import type { AccountId } from '../../values/id.ts';
import { SECOND } from '../../values/instant.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db.ts';
import type { Log } from '../log.ts';
import { type Job, listReadyAccounts, postponeJob, takeJobs } from './queries.ts';

export interface JobParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export interface JobWork {
  readonly kind: string;
  /** Does the job, and finishes or postpones it itself, in the transaction of what it did. */
  readonly run: (job: Job) => Promise<void>;
  /** Accounts of which nothing is to be taken at the moment, so that one that is unwell delays no other. */
  readonly resting?: () => readonly string[];
  /** Jobs of one account, and of all, that are under way in this process at once. */
  readonly perAccount: number;
  readonly inAll: number;
  readonly pollMs: number;
  /** After this time a job whose worker died is taken by another; longer than any job may take. */
  readonly leaseMs: number;
}

export interface Working {
  /** Takes nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Requests go first: while more transactions than these are under way that are none of the jobs', one hand is taken at each
 * poll and no more. What waits in the queue is late then; whoever waits for an answer is not.
 */
const OTHERS_AT_MOST = 4;

/** How long a job waits that failed in a way that nobody foresaw. */
const AFTER_A_BUG_MS = 60 * SECOND;

/**
 * Works through jobs of one kind until stopped. Any number of processes may do so: a job belongs to whoever took it until the
 * lease ends. Accounts share the places evenly, so a slow one fills its own and no other's.
 */
export function startWork(parts: JobParts, work: JobWork): Working {
  const underWay = new Map<string, number>();
  const running = new Set<Promise<void>>();
  let stopped = false;
  let wake: () => void = () => {};

  const begin = (job: Job): void => {
    underWay.set(job.account, (underWay.get(job.account) ?? 0) + 1);
    const done = runJob(parts, work, job).finally(() => {
      underWay.set(job.account, underWay.get(job.account)! - 1);
      if (underWay.get(job.account) === 0) underWay.delete(job.account);
      running.delete(done);
      wake();
    });
    running.add(done);
  };
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        if (!stopped && othersGoFirst()) return;
        clearTimeout(timer);
        resolve();
      };
    });
  const othersGoFirst = () => parts.database.underWay() - running.size > OTHERS_AT_MOST;
  const loop = (async () => {
    while (!stopped) {
      const taken = await takeSome(parts, work, underWay, running.size, begin).catch((error) => {
        parts.log.error({ err: error, kind: work.kind }, 'no jobs could be taken; it is tried again');
        return 0;
      });
      if (!stopped && (taken === 0 || othersGoFirst())) await sleep(work.pollMs);
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await loop;
      await Promise.all(running);
    },
  };
}

async function takeSome(
  parts: JobParts,
  work: JobWork,
  underWay: ReadonlyMap<string, number>,
  busy: number,
  begin: (job: Job) => void,
): Promise<number> {
  let places = work.inAll - busy;
  if (places <= 0) return 0;
  const now = parts.clock.now();
  const full = [...underWay].filter(([, count]) => count >= work.perAccount).map(([account]) => account);
  const without = [...full, ...(work.resting?.() ?? [])];
  const accounts = await parts.database.inDirectory((tx) => listReadyAccounts(tx, work.kind, now, without, places));
  let taken = 0;
  for (const account of accounts) {
    const limit = Math.min(places, work.perAccount - (underWay.get(account) ?? 0));
    if (limit <= 0) continue;
    const until = new Date(now.getTime() + work.leaseMs);
    const jobs = await parts.database.inDirectory((tx) => takeJobs(tx, account, work.kind, { now, until }, limit));
    for (const job of jobs) begin(job);
    places -= jobs.length;
    taken += jobs.length;
  }
  return taken;
}

async function runJob(parts: JobParts, work: JobWork, job: Job): Promise<void> {
  try {
    await work.run(job);
  } catch (error) {
    parts.log.error(
      { err: error, account_id: job.account as AccountId, kind: job.kind, subject: job.subject },
      'a job failed; it is tried again',
    );
    const runAt = new Date(parts.clock.now().getTime() + AFTER_A_BUG_MS);
    // The database may be away; then the lease runs out by itself.
    await parts.database.inDirectory((tx) => postponeJob(tx, job, runAt)).catch(() => {});
  }
}
