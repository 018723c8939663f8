import type { PartnerId } from '../../../values/id.ts';
import { type Refusal, refuse } from '../../../values/refusal.ts';

/**
 * Refuses with `sponsor_ring` (422) a sponsor through whom a partner would be their own sponsor, near or far
 * (rules.md 19). `chain` is the line upward as it stands: the sponsor meant, then that one's sponsor, and so on. Null
 * means that there is no objection.
 */
export function checkSponsorRing(partner: PartnerId, chain: readonly PartnerId[]): Refusal<'sponsor_ring'> | null {
  const place = chain.indexOf(partner);
  if (place === -1) return null;
  const why =
    place === 0 ? 'Nobody is their own sponsor.' : 'This sponsor was brought, near or far, by this very partner.';
  return refuse('sponsor_ring', `${why} Choose another sponsor, or none.`);
}
