import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { ContactId, PartnerId, ProgramId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { insertPartner, insertStanding, type PartnerRow } from './queries.ts';
import type { PartnerStatus } from './rules/partner-transitions.ts';

export interface PartnerToAdd {
  readonly contactId: ContactId;
  readonly programId: ProgramId;
  readonly code: string;
  readonly status: PartnerStatus;
  readonly sponsorId: PartnerId | null;
  readonly joinedAt: Date;
}

/**
 * Makes a contact a partner, who stands as given from `joinedAt` on (rules.md 2). Refuses `occurred_too_late` where that
 * lies in the future. The caller holds the contact's lock, and has seen that it is no partner yet.
 */
export async function addPartner(context: Context, partner: PartnerToAdd): Promise<PartnerRow | Refusal> {
  const { tx, accountId, actor, now } = context;
  if (partner.joinedAt.getTime() > now.getTime())
    return refuse('occurred_too_late', 'joined_at is now or in the past.');
  const standing = { status: partner.status, program_id: partner.programId, sponsor_id: partner.sponsorId };
  const row = await insertPartner(tx, {
    account_id: accountId,
    id: newId('partner', now),
    contact_id: partner.contactId,
    code: partner.code,
    joined_at: partner.joinedAt,
    created_at: now,
    ...standing,
  });
  await insertStanding(tx, {
    account_id: accountId,
    partner_id: row.id,
    seq: 1,
    from_at: partner.joinedAt,
    ...standing,
    author: `${actor.kind}:${actor.id}`,
    note: null,
  });
  await recordAct(context, 'partner_added', row.id, { detail: standing });
  return row;
}
