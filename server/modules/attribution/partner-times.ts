import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId, ProgramId } from '../../values/id.ts';
import { listPartnerFacts, type PartnerFacts, type Person, standingAt, wasApproved } from '../partners/index.ts';
import { listProgramVersions, type ProgramVersion, versionAt } from '../programs/index.ts';

/** What partners and their sponsors were at any instant, and who they are. */
export interface PartnerTimes {
  approved(partner: PartnerId, at: Date): boolean;
  /** The program they were in, as it stood then; null before they joined. */
  program(partner: PartnerId, at: Date): ProgramVersion | null;
  programId(partner: PartnerId, at: Date): ProgramId | null;
  sponsor(partner: PartnerId, at: Date): PartnerId | null;
  /** The first program they were ever in: for an order older than their joining, credited by hand. */
  firstProgramId(partner: PartnerId): ProgramId | null;
  /** Every version of a program that any of them was in, oldest first. */
  versions(program: ProgramId): ProgramVersion[];
  /** Suspended without a break from an instant until now. */
  isSuspendedSince(partner: PartnerId, at: Date): boolean;
  /** To be held against a customer; null for a partner that is not known. */
  person(partner: PartnerId): Person | null;
}

/** Reads these partners, their sponsors, and the versions of their programs: two statements, however many. */
export async function loadPartnerTimes(
  tx: Tx,
  account: AccountId,
  partners: readonly PartnerId[],
): Promise<PartnerTimes> {
  const facts = new Map((await listPartnerFacts(tx, account, [...new Set(partners)])).map((row) => [row.id, row]));
  const programs = [
    ...new Set([...facts.values()].flatMap((row) => row.history.map((standing) => standing.program_id))),
  ];
  return timesOf(facts, programs.length === 0 ? [] : await listProgramVersions(tx, account, programs));
}

function timesOf(facts: ReadonlyMap<PartnerId, PartnerFacts>, versions: readonly ProgramVersion[]): PartnerTimes {
  const history = (partner: PartnerId) => facts.get(partner)?.history ?? [];
  return {
    approved: (partner, at) => wasApproved(history(partner), at),
    program: (partner, at) => {
      const standing = standingAt(history(partner), at);
      return standing ? (versionAt(versions, standing.program_id, at) ?? null) : null;
    },
    programId: (partner, at) => standingAt(history(partner), at)?.program_id ?? null,
    sponsor: (partner, at) => standingAt(history(partner), at)?.sponsor_id ?? null,
    firstProgramId: (partner) => history(partner)[0]?.program_id ?? null,
    versions: (program) => versions.filter((version) => version.programId === program),
    isSuspendedSince: (partner, at) => {
      const since = history(partner).filter((row) => row.from_at.getTime() > at.getTime());
      return [standingAt(history(partner), at), ...since].every((row) => row?.status === 'suspended');
    },
    person: (partner) => {
      const known = facts.get(partner);
      return known ? { contact_id: known.contact_id, emails: known.emails } : null;
    },
  };
}
