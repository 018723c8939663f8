import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { productView, programView, termsView } from './contract.ts';
import { listProgramVersions } from './queries.ts';
import { listDefaultTerms, type TermsRow } from './queries-terms.ts';
import { contentOf } from './version-row.ts';

type ProgramView = z.input<typeof programView>;

/** Programs as they are now, with their default terms. */
export async function showPrograms(
  tx: Tx,
  account: AccountId,
  rows: readonly { readonly id: string; readonly created_at: Date; readonly ended_at: Date | null }[],
): Promise<Map<string, ProgramView>> {
  const ids = rows.map((row) => row.id);
  const versions = new Map(
    (await listProgramVersions(tx, account, ids)).map((version) => [version.programId, version]),
  );
  const defaults = await listDefaultTerms(tx, account, ids);
  return new Map(
    rows.map(({ id, created_at, ended_at }) => {
      const newest = versions.get(id)!;
      const default_terms = defaults.get(id) ?? null;
      const { version } = newest;
      const dates = { created_at: created_at.toISOString(), ended_at: ended_at?.toISOString() ?? null };
      return [id, { id, ...contentOf(newest), default_terms, version, ...dates }];
    }),
  );
}

export function toProductView(row: TermsRow): z.input<typeof productView> {
  const { program_id, sku, terms, version, from_at } = row;
  return { program_id: program_id!, sku: sku!, terms, version, from_at: from_at.toISOString() };
}

export function toTermsView(row: TermsRow): z.input<typeof termsView> {
  const { id, scope, program_id, sku, partner_id, version, from_at, author, terms } = row;
  return {
    id,
    scope: scope as 'default' | 'product' | 'partner',
    program_id,
    sku,
    partner_id,
    version,
    from_at: from_at.toISOString(),
    author,
    terms,
  };
}
