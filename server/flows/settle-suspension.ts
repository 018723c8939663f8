import { scheduleDue } from '../modules/accounts/index.ts';
import { endSessions } from '../modules/center/index.ts';
import { holdForSuspension, releaseFromSuspension } from '../modules/commissions/index.ts';
import { findPartner } from '../modules/partners/index.ts';
import type { Context } from '../platform/http/route.ts';
import type { PartnerId } from '../values/id.ts';
import { MINUTE } from '../values/instant.ts';

/** The due row after a suspension or its end; its subject is the partner. */
export const SUSPENSION_SETTLED = 'suspension_settled';

/**
 * A partner was suspended: holds what is pending, now, and once more when orders that were under way have come in. Pages of
 * the owner's that show their center lose it; by a sign-in of their own they may still look.
 */
export async function holdSuspended(context: Context, partnerId: PartnerId): Promise<void> {
  await endSessions(context.tx, context.accountId, partnerId, context.now, { how: 'token' });
  await holdForSuspension(context, partnerId);
  await lookAgain(context, partnerId);
}

/** A partner was reinstated: releases what the suspension held, now and once more. */
export async function releaseSuspended(context: Context, partnerId: PartnerId): Promise<void> {
  await releaseFromSuspension(context, partnerId);
  await lookAgain(context, partnerId);
}

/**
 * An order and a suspension at the same moment do not see each other: the commission would be held by nothing, or for good.
 * A minute later whatever came in meanwhile is treated as the partner's status says. Orders need no lock for it.
 */
export async function settleSuspension(context: Context, partnerId: PartnerId): Promise<void> {
  const partner = await findPartner(context.tx, context.accountId, partnerId);
  if (partner?.status === 'suspended') await holdForSuspension(context, partner.id);
  if (partner?.status === 'approved') await releaseFromSuspension(context, partner.id);
}

const lookAgain = ({ tx, accountId, now }: Context, subject_id: PartnerId): Promise<void> =>
  scheduleDue(tx, accountId, [{ due_at: new Date(now.getTime() + MINUTE), kind: SUSPENSION_SETTLED, subject_id }]);
