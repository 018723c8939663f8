import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { lockPartner, lockPartners, type PartnerRow, sponsorChain } from './queries.ts';
import { recordStanding } from './record-standing.ts';
import { checkSponsorRing } from './rules/sponsor-ring.ts';

/**
 * Names who brought a partner, or nobody; counts from now on (rules.md 19). Refuses `not_found` and `sponsor_ring`.
 * The whole line upward is locked while it is looked at, so that two changes at once cannot close a ring between them;
 * where they wait for one another the database ends one, and it is tried again.
 */
export async function changeSponsor(
  context: Context,
  partner: { readonly id: PartnerId },
  sponsorId: PartnerId | null,
): Promise<PartnerRow | Refusal> {
  const { tx, accountId } = context;
  const present = await lockPartner(tx, accountId, partner.id);
  if (!present) return refuse('not_found', 'There is no such partner.');
  if (present.sponsor_id === sponsorId) return present;
  if (sponsorId !== null) {
    const chain = await lockLine(context, sponsorId);
    if (chain.length === 0) return refuse('not_found', 'There is no such sponsor.');
    const ring = checkSponsorRing(partner.id, chain);
    if (ring) return ring;
  }
  return recordStanding(context, present, { sponsor_id: sponsorId }, 'sponsor_changed');
}

/** The line upward, once all of it is locked: until then others may still change it. */
async function lockLine({ tx, accountId }: Context, from: PartnerId): Promise<PartnerId[]> {
  const locked = new Set<PartnerId>();
  for (;;) {
    const chain = await sponsorChain(tx, accountId, from);
    if (chain.every((id) => locked.has(id))) return chain;
    for (const { id } of await lockPartners(tx, accountId, chain)) locked.add(id);
  }
}
