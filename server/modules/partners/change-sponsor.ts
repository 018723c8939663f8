import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { findPartner, lockPartners, type PartnerRow, sponsorChain } from './queries.ts';
import { recordStanding } from './record-standing.ts';
import { checkSponsorRing } from './rules/sponsor-ring.ts';

/**
 * Names who brought a partner, or nobody; counts from now on (rules.md 19). Refuses `not_found` and `sponsor_ring`.
 * The partner and the whole line upward are locked while they are looked at, so that two changes at once cannot close a
 * ring between them.
 */
export async function changeSponsor(
  context: Context,
  partner: { readonly id: PartnerId },
  sponsorId: PartnerId | null,
): Promise<PartnerRow | Refusal> {
  const chain = await lockLine(context, partner.id, sponsorId);
  const present = await findPartner(context.tx, context.accountId, partner.id);
  if (!present) return refuse('not_found', 'There is no such partner.');
  if (present.sponsor_id === sponsorId) return present;
  if (sponsorId !== null && chain.length === 0) return refuse('not_found', 'There is no such sponsor.');
  const ring = checkSponsorRing(partner.id, chain);
  return ring ?? recordStanding(context, present, { sponsor_id: sponsorId }, 'sponsor_changed');
}

/**
 * The line upward from the sponsor, once all of it and the partner are locked: until then others may still change it. All
 * are locked at once in the order of their ids; should the line have grown meanwhile, what is new is locked after, and
 * where two then wait for one another the database ends one, which is tried again.
 */
async function lockLine(
  { tx, accountId }: Context,
  partner: PartnerId,
  sponsor: PartnerId | null,
): Promise<PartnerId[]> {
  const locked = new Set<PartnerId>();
  for (;;) {
    const chain = sponsor === null ? [] : await sponsorChain(tx, accountId, sponsor);
    const wanted = [partner, ...chain].filter((id) => !locked.has(id));
    if (wanted.length === 0) return chain;
    await lockPartners(tx, accountId, wanted);
    for (const id of wanted) locked.add(id);
  }
}
