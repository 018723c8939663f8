import { HOLD_OVER, releaseHolds } from '../modules/commissions/index.ts';
import { messagingDue } from '../modules/messaging/index.ts';
import { runScheduled, SCHEDULED_RUN } from '../modules/payouts/index.ts';
import type { DueHandlers } from './do-due.ts';
import { joiningDue } from './joining/index.ts';
import { applyLateRefunds, WAITING_REFUND } from './late-refunds.ts';
import { SUSPENSION_SETTLED, settleSuspension } from './settle-suspension.ts';

/** Everything that falls due, and who does it. */
export const dueHandlers: DueHandlers = {
  ...messagingDue,
  ...joiningDue,
  [HOLD_OVER]: { run: (context, orderId) => releaseHolds(context, orderId), schedulesMore: false },
  [WAITING_REFUND]: { run: applyLateRefunds, schedulesMore: false },
  [SUSPENSION_SETTLED]: { run: settleSuspension, schedulesMore: false },
  [SCHEDULED_RUN]: { run: async (context) => void (await runScheduled(context)), schedulesMore: true },
};
