import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { ProgramId } from '../../values/id.ts';
import { bumpLinksVersion, recordAct } from '../accounts/index.ts';
import type { NewProgram } from './contract.ts';
import { insertProgram, insertVersion } from './queries.ts';
import { setTerms } from './set-terms.ts';
import { authorOf, toVersionRow } from './version-row.ts';

/** Makes a program with its first version, in the account's currency unless another is named. */
export async function createProgram(context: Context, input: NewProgram): Promise<ProgramId> {
  const { tx, accountId, account, now } = context;
  const { default_terms, ...rest } = input;
  const id = newId('program', now);
  await insertProgram(tx, accountId, id, now);
  const first = { ...rest, currency: input.currency ?? account.currency };
  await insertVersion(
    tx,
    toVersionRow(first, { accountId, programId: id, version: 1, fromAt: now, author: authorOf(context) }),
  );
  if (default_terms) await setTerms(context, { programId: id, sku: null }, default_terms);
  await recordAct(context, 'program_created', id, { detail: { name: input.name } });
  await bumpLinksVersion(tx, accountId);
  return id;
}
