import type { Context } from '../../platform/http/route.ts';
import type { PayoutRunId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { findRun, readRunFacts, setRunStatus } from './queries.ts';
import { lockWholeRun, settleInFlight } from './settle-payouts.ts';

/**
 * Gives back what a run has in flight: its commissions are payable again. Cancelled already: nothing happens. Refuses
 * `not_found`, and `wrong_status` once anything of it was paid.
 */
export async function cancelRun(context: Context, id: PayoutRunId): Promise<null | Refusal> {
  const { tx, accountId } = context;
  if (!(await findRun(tx, accountId, id))) return refuse('not_found', 'There is no such run.');
  const { run, payouts } = await lockWholeRun(context, id);
  if (run.status === 'cancelled') return null;
  if ((await readRunFacts(tx, accountId, id)).everPaid)
    return refuse('wrong_status', 'Something of this run was paid; record the results of its payouts instead.');
  const inFlight = payouts.filter((row) => row.status === 'in_flight');
  if (inFlight.length > 0) await settleInFlight(context, inFlight, { act: 'run_cancelled' });
  await setRunStatus(tx, accountId, id, 'cancelled');
  await recordAct(context, 'run_cancelled', id, { detail: { given_back: inFlight.length } });
  return null;
}
