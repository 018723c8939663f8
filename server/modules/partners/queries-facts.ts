import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ContactId, PartnerId, ProgramId } from '../../values/id.ts';
import type { PartnerStatus } from './rules/partner-transitions.ts';
import type { Standing } from './rules/standing-at.ts';

/** All that a decision about money asks of a partner. */
export interface PartnerFacts {
  readonly id: PartnerId;
  readonly contact_id: ContactId;
  /** Now, whatever it was then. */
  readonly status: PartnerStatus;
  readonly emails: readonly string[];
  readonly history: readonly Standing[];
}

interface Row extends Omit<PartnerFacts, 'history'> {
  readonly history: {
    from_at: string;
    seq: number;
    status: PartnerStatus;
    program_id: ProgramId;
    sponsor_id: PartnerId | null;
  }[];
}

/** Partners and everyone who ever was their sponsor, with histories and addresses: one statement, since each order asks. */
export async function listPartnerFacts(tx: Tx, account: AccountId, ids: readonly PartnerId[]): Promise<PartnerFacts[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    select p.id, p.contact_id, p.status,
      coalesce((select json_agg(e.email_key) from tenant.contact_emails e
        where e.account_id = p.account_id and e.contact_id = p.contact_id), '[]') as emails,
      (select json_agg(json_build_object('from_at', h.from_at, 'seq', h.seq, 'status', h.status, 'program_id', h.program_id,
          'sponsor_id', h.sponsor_id) order by h.seq) from tenant.partner_history h
        where h.account_id = p.account_id and h.partner_id = p.id) as history
    from tenant.partners p
    where p.account_id = ${account} and p.id = any(array(
      select unnest(${ids}::text[]) union
      select h.sponsor_id from tenant.partner_history h where h.account_id = ${account} and h.partner_id = any(${ids}::text[])))`.execute(
    tx,
  );
  return rows.map((row) => ({
    ...row,
    history: row.history.map((standing) => ({ ...standing, from_at: new Date(standing.from_at) })),
  }));
}
