import type { Context } from '../../platform/http/route.ts';
import type { PayoutId } from '../../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import type { PayoutResult } from './contract.ts';
import { findPayout } from './queries.ts';
import { settlePayout } from './rules/settle-payout.ts';
import { closeRun, lockPayout, oweAgain, settleInFlight } from './settle-payouts.ts';

/**
 * What the rail says of a payout. The same again changes nothing. Refuses `not_found`, and `payout_settled` for anything but
 * `returned` after `paid`.
 */
export async function recordResult(context: Context, id: PayoutId, result: PayoutResult): Promise<null | Refusal> {
  const found = await findPayout(context.tx, context.accountId, id);
  if (!found) return refuse('not_found', 'There is no such payout.');
  const { run, payout } = await lockPayout(context, found);
  const settling = settlePayout(payout.status, result.status);
  if (isRefusal(settling)) return settling;
  if (settling === 'nothing') return null;
  const outcome = { act: result.status, reference: result.reference ?? null, reason: result.reason ?? null };
  if (settling === 'owe_again') await oweAgain(context, payout, outcome);
  else await settleInFlight(context, [payout], outcome);
  await closeRun(context, run);
  await recordAct(context, `payout_${result.status}`, id, {
    note: outcome.reason,
    detail: { reference: outcome.reference },
  });
  return null;
}
