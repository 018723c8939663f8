import type { Context } from '../../platform/http/route.ts';
import type { ProgramId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { findProgramRow, lockProgram, updateEnd } from './queries.ts';
import { listSkusInForce } from './queries-terms.ts';
import { endTerms } from './set-terms.ts';

export const programEnded = refuse('program_ended', 'This program has ended; copy it to go on with its terms.');

/**
 * Ends a program for good: from now on it has no terms, its default's and its products' alike, so that later orders find
 * nothing to be paid by. What was earned stays, and is paid. A second time changes nothing. Refuses `not_found`.
 */
export async function endProgram(context: Context, id: ProgramId, note: string | null): Promise<undefined | Refusal> {
  const { tx, accountId, now } = context;
  const program = await lockProgram(tx, accountId, id);
  if (!program) return refuse('not_found', 'There is no such program.');
  if (program.ended_at) return undefined;
  await updateEnd(tx, accountId, id, now);
  await recordAct(context, 'program_ended', id, { note });
  for (const sku of [null, ...(await listSkusInForce(tx, accountId, id))])
    await endTerms(context, { programId: id, sku });
}

/** Whether a program takes partners no more. */
export async function hasProgramEnded({ tx, accountId }: Pick<Context, 'tx' | 'accountId'>, id: ProgramId) {
  return Boolean((await findProgramRow(tx, accountId, id))?.ended_at);
}
