import { findMembership, recordAct, removeSandbox, standIn } from '../../modules/accounts/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';

/**
 * Takes away a sandbox with all that is in it: demo data, a finished test. Only for its owner, and never for a real account
 * nor for the one at hand. Refuses `not_found` for whatever is none of theirs, and `wrong_status`.
 */
export async function takeSandboxAway(context: Context, id: string): Promise<{ id: string } | Refusal> {
  const { tx, accountId, actor } = context;
  if (id === accountId) return refuse('wrong_status', 'Work in another account, then take this one away.');
  await standIn(tx, id);
  const membership = await findMembership(tx, id, actor.id);
  await standIn(tx, accountId);
  if (membership?.role !== 'owner' || !membership.sandbox)
    return refuse('not_found', 'There is no such sandbox of yours.');
  await removeSandbox(tx, id);
  await recordAct(context, 'sandbox_removed', id);
  return { id };
}
