export { cancelRun } from './cancel-run.ts';
export type { NewRun, PayoutResult, PayoutView } from './contract.ts';
export { createRun, previewRun } from './create-run.ts';
export { eraseReceivers } from './erase-receivers.ts';
export { markPaid, showMarked } from './mark-paid.ts';
export { showBalances } from './next-payment.ts';
export {
  findPayout,
  findRun,
  listPayoutFacts,
  listPayouts,
  listPayoutsOfRun,
  type PayoutFact,
  type PayoutRow,
  type PayoutStatus,
  type RunRow,
} from './queries.ts';
export { countOpenRuns } from './queries-todo.ts';
export { aboutReceiver, describeReceiver, openReceiver } from './receiver.ts';
export { recordResult } from './record-result.ts';
export { payoutRoutes } from './routes.ts';
export { methodWaitsUntil } from './rules/plan-run.ts';
export { runScheduled, SCHEDULED_RUN, type ScheduledOutcome, schedulePayoutRuns } from './schedule-runs.ts';
export { thresholdFor } from './threshold.ts';
export { toPayoutView } from './views.ts';
