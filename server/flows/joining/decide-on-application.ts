import { type ApplicationAct, findApplication, holdWaiting, noteDecision } from '../../modules/joining/index.ts';
import { changeStatus, lockPartner, movePartner } from '../../modules/partners/index.ts';
import type { Context } from '../../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';

export interface Said {
  /** The owner's own. */
  readonly note?: string | null | undefined;
  /** Told to the applicant. */
  readonly reason?: string | null | undefined;
}

/**
 * A person decides on an application: hold partner and application, in this order -> approve or reject the partner, who first
 * moves to the program of the application -> note the decision -> announce. Refuses `not_found`, `program_ended` and
 * `wrong_status`.
 */
export async function decideOnApplication(
  context: Context,
  id: string,
  act: ApplicationAct,
  { note = null, reason = null }: Said,
): Promise<undefined | Refusal> {
  const { tx, accountId } = context;
  const found = await findApplication(tx, accountId, id);
  if (!found) return refuse('not_found', 'There is no such application.');
  const partner = (await lockPartner(tx, accountId, found.partner_id))!;
  const application = await holdWaiting(context, id);
  if (isRefusal(application)) return application;
  // Who was rejected before, applied again, and is rejected again stands as before.
  const stays = act === 'reject' && partner.status === 'rejected';
  if (!stays) {
    const moved = act === 'approve' ? await movePartner(context, partner, application.program_id) : partner;
    if (isRefusal(moved)) return moved;
    const changed = await changeStatus(context, partner, act, note);
    if (isRefusal(changed)) return changed;
  }
  await noteDecision(context, id, act, note);
  const kind = act === 'approve' ? 'partner_approved' : 'partner_rejected';
  const data = { program_id: application.program_id, application_id: id, ...(reason ? { reason } : {}) };
  await context.announce({ kind, subject: partner.id, partnerId: partner.id, data });
}

/** All of them, or none. Refuses as for one, and says which. */
export async function decideOnApplications(
  context: Context,
  ids: readonly string[],
  act: ApplicationAct,
  said: Said,
): Promise<undefined | Refusal> {
  for (const id of [...new Set(ids)].sort()) {
    const refused = await decideOnApplication(context, id, act, said);
    if (refused) return refuse(refused.refused, `${id}: ${refused.detail}`);
  }
}
