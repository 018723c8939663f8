import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId, ProgramId } from '../../values/id.ts';
import { listPartnerHistory, standingAt, wasApproved } from '../partners/index.ts';
import { listProgramVersions, type ProgramVersion, versionAt } from '../programs/index.ts';

/** What partners were at any instant: status, program, sponsor, and the program's windows then. */
export interface PartnerTimes {
  approved(partner: PartnerId, at: Date): boolean;
  /** The program they were in, as it stood then; null before they joined. */
  program(partner: PartnerId, at: Date): ProgramVersion | null;
  programId(partner: PartnerId, at: Date): ProgramId | null;
  sponsor(partner: PartnerId, at: Date): PartnerId | null;
  /** The first program they were ever in: for an order older than their joining, credited by hand. */
  firstProgramId(partner: PartnerId): ProgramId | null;
}

/** Reads the histories of these partners and the versions of their programs: two statements, however many. */
export async function loadPartnerTimes(
  tx: Tx,
  account: AccountId,
  partners: readonly PartnerId[],
): Promise<PartnerTimes> {
  const rows = partners.length === 0 ? [] : await listPartnerHistory(tx, account, [...new Set(partners)]);
  const programs = [...new Set(rows.map((row) => row.program_id))];
  const versions = programs.length === 0 ? [] : await listProgramVersions(tx, account, programs);
  const byPartner = Map.groupBy(rows, (row) => row.partner_id);
  const history = (partner: PartnerId) => byPartner.get(partner) ?? [];
  return {
    approved: (partner, at) => wasApproved(history(partner), at),
    program: (partner, at) => {
      const standing = standingAt(history(partner), at);
      return standing ? (versionAt(versions, standing.program_id, at) ?? null) : null;
    },
    programId: (partner, at) => standingAt(history(partner), at)?.program_id ?? null,
    sponsor: (partner, at) => standingAt(history(partner), at)?.sponsor_id ?? null,
    firstProgramId: (partner) => history(partner)[0]?.program_id ?? null,
  };
}
