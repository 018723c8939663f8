import type { PartnerId, ProgramId } from '../../../values/id.ts';
import type { PartnerStatus } from './partner-transitions.ts';

/** One row of a partner's history: how they stand from `from_at` on. `seq` orders rows of the same instant. */
export interface Standing {
  readonly from_at: Date;
  readonly seq: number;
  readonly status: PartnerStatus;
  readonly program_id: ProgramId;
  readonly sponsor_id: PartnerId | null;
}

/**
 * The row that holds at an instant, its first millisecond included; null before the first. Rows come in any order
 * (rules.md 2).
 */
export function standingAt<Row extends Pick<Standing, 'from_at' | 'seq'>>(
  history: readonly Row[],
  at: Date,
): Row | null {
  let found: Row | null = null;
  for (const row of history) {
    if (row.from_at.getTime() > at.getTime()) continue;
    if (found === null || isLater(row, found)) found = row;
  }
  return found;
}

function isLater(a: Pick<Standing, 'from_at' | 'seq'>, b: Pick<Standing, 'from_at' | 'seq'>): boolean {
  const apart = a.from_at.getTime() - b.from_at.getTime();
  return apart === 0 ? a.seq > b.seq : apart > 0;
}

/** "Approved" in these rules means approved at that instant (rules.md 2). */
export function wasApproved(history: readonly Pick<Standing, 'from_at' | 'seq' | 'status'>[], at: Date): boolean {
  return standingAt(history, at)?.status === 'approved';
}
