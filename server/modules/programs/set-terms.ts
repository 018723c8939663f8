import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { recordAct } from '../accounts/index.ts';
import { findNewestTerms, insertTerms, type TermsOwner, type TermsRow } from './queries-terms.ts';
import type { Terms } from './rules/terms.ts';
import { authorOf, notBefore } from './version-row.ts';

/**
 * Sets the terms of a product, a program's default or a partner from now on, as a new version; the same terms again make
 * none. The caller holds the lock of the program or partner, so that versions follow one another.
 */
export async function setTerms(context: Context, owner: TermsOwner, terms: Terms): Promise<TermsRow> {
  const present = await findNewestTerms(context.tx, context.accountId, owner);
  if (present?.terms && isDeepStrictEqual(present.terms, terms)) return present;
  return addVersion(context, owner, present, terms);
}

/** Ends the terms from now on. Undefined where there never were any; ended terms stay as they ended. */
export async function endTerms(context: Context, owner: TermsOwner): Promise<TermsRow | undefined> {
  const present = await findNewestTerms(context.tx, context.accountId, owner);
  return present?.terms ? addVersion(context, owner, present, null) : present;
}

async function addVersion(
  context: Context,
  owner: TermsOwner,
  present: TermsRow | undefined,
  terms: Terms | null,
): Promise<TermsRow> {
  const { tx, accountId, now } = context;
  const row = {
    account_id: accountId,
    id: newId('terms', now),
    ...placeOf(owner),
    version: (present?.version ?? 0) + 1,
    from_at: notBefore(now, present?.from_at),
    author: authorOf(context),
  };
  await insertTerms(tx, { ...row, terms: terms && JSON.stringify(terms) });
  const subject = row.partner_id ?? row.program_id ?? row.id;
  await recordAct(context, terms ? 'terms_set' : 'terms_ended', subject, {
    detail: { sku: row.sku, terms, version: row.version },
  });
  return { ...row, terms };
}

function placeOf(owner: TermsOwner) {
  if ('partnerId' in owner) return { scope: 'partner', program_id: null, sku: null, partner_id: owner.partnerId };
  const { programId, sku } = owner;
  return { scope: sku === null ? 'default' : 'product', program_id: programId, sku, partner_id: null };
}
