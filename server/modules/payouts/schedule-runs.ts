import type { Context } from '../../platform/http/route.ts';
import { dayOf, startOfDay } from '../../values/instant.ts';
import { isRefusal } from '../../values/refusal.ts';
import { readSettings, scheduleDue } from '../accounts/index.ts';
import { createRun, previewRun } from './create-run.ts';
import { isRunDay, nextRunDay } from './rules/run-days.ts';

/** The due row of the next scheduled run; its subject is the account. */
export const SCHEDULED_RUN = 'scheduled_run';

/**
 * Puts down when the next run is due, by the account's schedule; nothing without one. Call it when the schedule changes: rows
 * of an earlier schedule stay, and are passed over when their day comes.
 */
export async function schedulePayoutRuns(context: Context): Promise<void> {
  const { tx, accountId, account, now } = context;
  const { payout_schedule } = await readSettings(tx, accountId);
  if (!payout_schedule) return;
  const due_at = startOfDay(nextRunDay(payout_schedule, account.timeZone, now), account.timeZone);
  await scheduleDue(tx, accountId, [{ due_at, kind: SCHEDULED_RUN, subject_id: accountId }]);
}

/** `run_due`: a person is to make the run. `nothing_due`: nobody would be paid. `not_scheduled`: of an earlier schedule. */
export type ScheduledOutcome = 'run_created' | 'run_due' | 'nothing_due' | 'not_scheduled';

/**
 * Does what falls due on a run day: makes the run, or only says that one is due where the owner wants to confirm it, so that
 * no money moves by itself. Then puts down the next. `dueAt` is when the row fell due.
 */
export async function runScheduled(context: Context, dueAt: Date = context.now): Promise<ScheduledOutcome> {
  const { tx, accountId, account } = context;
  const { payout_schedule: schedule } = await readSettings(tx, accountId);
  const day = dayOf(dueAt, account.timeZone);
  if (!schedule || !isRunDay(schedule, day) || startOfDay(day, account.timeZone).getTime() !== dueAt.getTime())
    return 'not_scheduled';
  await schedulePayoutRuns(context);
  const plan = await previewRun(context, { cutoff: dueAt });
  if (isRefusal(plan) || plan.payouts.length === 0) return 'nothing_due';
  if (schedule.confirm) {
    await context.announce({ kind: 'run_due', subject: accountId, data: { day, payouts: plan.payouts.length } });
    return 'run_due';
  }
  await createRun(context, { cutoff: dueAt });
  return 'run_created';
}
