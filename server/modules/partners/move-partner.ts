import type { Context } from '../../platform/http/route.ts';
import type { PartnerId, ProgramId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { findProgram, hasProgramEnded, programEnded } from '../programs/index.ts';
import { lockPartner, type PartnerRow } from './queries.ts';
import { recordStanding } from './record-standing.ts';

/**
 * Moves a partner to another program: from now on its terms count, what was recorded before keeps its own (rules.md 31).
 * The same program again changes nothing. Refuses `not_found` and `program_ended`.
 */
export async function movePartner(
  context: Context,
  partner: { readonly id: PartnerId },
  programId: ProgramId,
  note: string | null = null,
): Promise<PartnerRow | Refusal> {
  const { tx, accountId } = context;
  const present = await lockPartner(tx, accountId, partner.id);
  if (!present) return refuse('not_found', 'There is no such partner.');
  if (present.program_id === programId) return present;
  if (!(await findProgram(tx, accountId, programId))) return refuse('not_found', 'There is no such program.');
  if (await hasProgramEnded(context, programId)) return programEnded;
  const after = await recordStanding(context, present, { program_id: programId }, 'partner_moved', note);
  await context.announce({
    kind: 'partner_moved',
    subject: after.id,
    partnerId: after.id,
    data: { program_id: programId },
  });
  return after;
}
