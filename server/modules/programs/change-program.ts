import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../platform/http/route.ts';
import type { ProgramId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { bumpLinksVersion, recordAct } from '../accounts/index.ts';
import type { ProgramChange } from './contract.ts';
import { programEnded } from './end-program.ts';
import { findProgram, insertVersion, lockProgram } from './queries.ts';
import { endTerms, setTerms } from './set-terms.ts';
import { authorOf, changed, contentOf, notBefore, toVersionRow } from './version-row.ts';

/**
 * Changes the named fields from now on, as a new version; a change that changes nothing makes none. Recorded orders keep the
 * version that they were recorded with. Refuses `not_found`, `program_ended`, and `currency_differs`: amounts already earned are in the old one.
 */
export async function changeProgram(
  context: Context,
  id: ProgramId,
  change: ProgramChange,
): Promise<undefined | Refusal> {
  const { tx, accountId, now } = context;
  const locked = await lockProgram(tx, accountId, id);
  if (locked?.ended_at) return programEnded;
  const present = await findProgram(tx, accountId, id);
  if (!present) return refuse('not_found', 'There is no such program.');
  const before = contentOf(present);
  const after = changed(before, change);
  if (after.currency !== before.currency)
    return refuse(
      'currency_differs',
      `This program pays in ${before.currency}; make another program for ${after.currency}.`,
    );
  if (!isDeepStrictEqual(before, after)) {
    const fromAt = notBefore(now, present.fromAt);
    const place = { accountId, programId: id, version: present.version + 1, fromAt, author: authorOf(context) };
    await insertVersion(tx, toVersionRow(after, place));
    await recordAct(context, 'program_changed', id, { detail: { version: place.version, change } });
    await bumpLinksVersion(tx, accountId);
  }
  const owner = { programId: id, sku: null };
  if (change.default_terms) await setTerms(context, owner, change.default_terms);
  if (change.default_terms === null) await endTerms(context, owner);
}
