import { findPartner, type PartnerRow } from '../../modules/partners/index.ts';
import { findProgram, type ProgramVersion } from '../../modules/programs/index.ts';
import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { refuse } from '../../values/refusal.ts';

/** What every route of a signed-in partner has in common. */
export const asPartner = { tag: 'Partner center', who: 'partner' } as const;

/** Who asks. There is always somebody: routes with `who: 'partner'` are opened by nobody else. */
export function ownId({ partner }: Context): PartnerId {
  if (!partner) throw new Error('a route of the partner center was entered without a partner');
  return partner.id;
}

export async function findOwn(context: Context): Promise<{ partner: PartnerRow; program: ProgramVersion }> {
  const partner = (await findPartner(context.tx, context.accountId, ownId(context)))!;
  return { partner, program: (await findProgram(context.tx, context.accountId, partner.program_id))! };
}

/** What a thing of another partner, and one that was never there, are answered with. */
export const notYours = (what: string) => refuse('not_found', `There is no such ${what}.`);
