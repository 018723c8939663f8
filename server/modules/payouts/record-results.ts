import type { Context } from '../../platform/http/route.ts';
import type { PayoutRunId } from '../../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import type { RunResults } from './contract.ts';
import { findPayout, findRun } from './queries.ts';
import { recordResult } from './record-result.ts';
import { settlePayout } from './rules/settle-payout.ts';

type Result = RunResults['results'][number];

/**
 * What the rail's own file says of a run's payouts, each by itself: what cannot be taken is refused alone, and the others
 * stand. Payouts are locked in the order of their ids. Refuses `not_found` where there is no such run.
 */
export async function recordResults(
  context: Context,
  run: PayoutRunId,
  results: readonly Result[],
): Promise<undefined | Refusal> {
  if (!(await findRun(context.tx, context.accountId, run))) return refuse('not_found', 'There is no such run.');
  const inOrder = [...results].sort((a, b) => (a.payout_id < b.payout_id ? -1 : a.payout_id > b.payout_id ? 1 : 0));
  for (const { payout_id, ...result } of inOrder) {
    const payout = await findPayout(context.tx, context.accountId, payout_id);
    if (payout?.run_id === run) await recordResult(context, payout_id, result);
  }
}

/** How each payout stands, and why what was said of it does not hold. */
export async function showResults({ tx, accountId }: Context, run: PayoutRunId, results: readonly Result[]) {
  const data: {
    payout_id: string;
    status: Result['status'] | 'in_flight' | 'cancelled' | null;
    refused: string | null;
  }[] = [];
  for (const { payout_id, status } of results) {
    const payout = await findPayout(tx, accountId, payout_id);
    if (payout?.run_id !== run) {
      data.push({ payout_id, status: null, refused: 'not_found' });
      continue;
    }
    const again = settlePayout(payout.status, status);
    data.push({ payout_id, status: payout.status, refused: isRefusal(again) ? again.refused : null });
  }
  return { data };
}
