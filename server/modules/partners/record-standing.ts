import type { Context } from '../../platform/http/route.ts';
import { bumpLinksVersion, recordAct } from '../accounts/index.ts';
import { findNewestStanding, insertStanding, type PartnerRow, updatePartner } from './queries.ts';

type Change = Partial<Pick<PartnerRow, 'status' | 'program_id' | 'sponsor_id'>>;

/**
 * Changes how a partner stands from now on: the row says what holds now, the history from when. The caller holds the
 * partner's lock. A row never begins before the one that it follows, even where the clocks of two machines differ.
 */
export async function recordStanding(
  context: Context,
  partner: PartnerRow,
  change: Change,
  act: string,
  note: string | null = null,
): Promise<PartnerRow> {
  const { tx, accountId, actor, now } = context;
  const before = await findNewestStanding(tx, accountId, partner.id);
  const after = await updatePartner(tx, accountId, partner.id, change);
  await insertStanding(tx, {
    account_id: accountId,
    partner_id: partner.id,
    seq: before.seq + 1,
    from_at: new Date(Math.max(now.getTime(), before.from_at.getTime())),
    status: after.status,
    program_id: after.program_id,
    sponsor_id: after.sponsor_id,
    author: `${actor.kind}:${actor.id}`,
    note,
  });
  await recordAct(context, act, partner.id, { note, detail: change });
  await bumpLinksVersion(tx, accountId);
  return after;
}
