import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import { listPartnerHistory, type StandingRow, standingAt } from '../partners/index.ts';
import { listProgramVersions, versionAt } from '../programs/index.ts';
import type { ProgramOf } from './rules/count-order.ts';

/** Reads which programs these partners were in; an instant before they joined belongs to the first. */
export async function loadPrograms(tx: Tx, account: AccountId, partners: Iterable<PartnerId>): Promise<ProgramOf> {
  const ids = [...new Set(partners)];
  const rows = ids.length === 0 ? [] : await listPartnerHistory(tx, account, ids);
  const programs = [...new Set(rows.map((row) => row.program_id))];
  const versions = Map.groupBy(await listProgramVersions(tx, account, programs), (version) => version.programId);
  const histories = Map.groupBy(rows, (row) => row.partner_id);
  const programAt = (history: readonly StandingRow[], at: Date): { id: string; currency: string } => {
    const id = (standingAt(history, at) ?? history[0])?.program_id;
    if (id === undefined) return { id: '', currency: '' };
    return { id, currency: versionAt(versions.get(id) ?? [], id, at)?.currency ?? '' };
  };
  // Nearly every partner is in one program of one currency for life: no need to look at the instant.
  const constant = new Map(
    [...histories].flatMap(([partner, history]) => {
      const ever = new Set(history.map((row) => row.program_id));
      const currencies = new Set([...ever].flatMap((id) => versions.get(id)?.map((version) => version.currency) ?? []));
      return ever.size === 1 && currencies.size === 1 ? [[partner, programAt(history, new Date(0))] as const] : [];
    }),
  );
  return (partner, at) => constant.get(partner) ?? programAt(histories.get(partner) ?? [], at);
}
