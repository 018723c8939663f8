import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { PayoutRunId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { findRun, listPayoutHistory, listPayoutsOfRun, listTaken } from './queries.ts';
import { closeRun, lockWholeRun, settleInFlight } from './settle-payouts.ts';

/**
 * Marks the payouts of a run as paid that stood in a file that was downloaded; `force`, with a note, marks all. What is
 * settled already stays. Resolves to the batch's name. Refuses `not_found`, `note_required`, `file_not_taken` where there
 * are payouts in flight and none of them stood in a file, and `wrong_status` for a cancelled run.
 */
export async function markPaid(
  context: Context,
  id: PayoutRunId,
  input: { readonly force: boolean; readonly note: string | null },
): Promise<string | Refusal> {
  const { tx, accountId, now } = context;
  if (!(await findRun(tx, accountId, id))) return refuse('not_found', 'There is no such run.');
  if (input.force && (input.note ?? '').trim() === '')
    return refuse('note_required', 'Say in a note how you know that all of them were paid.');
  const { run, payouts } = await lockWholeRun(context, id);
  if (run.status === 'cancelled') return refuse('wrong_status', 'This run is cancelled; nothing of it is in flight.');
  const inFlight = payouts.filter((row) => row.status === 'in_flight');
  const taken = await listTaken(tx, accountId, id);
  const marked = input.force ? inFlight : inFlight.filter((row) => taken.has(row.id));
  if (inFlight.length > 0 && marked.length === 0)
    return refuse(
      'file_not_taken',
      'None of these payouts stood in a file that was downloaded. Download one, pay it, then mark.',
    );
  const batch = newId('event', now);
  if (marked.length > 0) {
    await settleInFlight(context, marked, { act: 'paid', batch, reason: input.force ? input.note : null });
    await closeRun(context, run);
  }
  const detail = { batch, force: input.force, marked: marked.length, left: inFlight.length - marked.length };
  await recordAct(context, 'run_marked_paid', id, { note: input.note, detail });
  return batch;
}

/** What one marking marked, and what is in flight still. */
export async function showMarked({ tx, accountId }: Context, id: PayoutRunId, batch: string) {
  const payouts = await listPayoutsOfRun(tx, accountId, id);
  const history = await listPayoutHistory(
    tx,
    accountId,
    payouts.map((row) => row.id),
  );
  return {
    marked: history.filter((row) => row.batch === batch).map((row) => row.payout_id),
    left: payouts.filter((row) => row.status === 'in_flight').map((row) => row.id),
  };
}
