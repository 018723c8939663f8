import { type LeadFact, listLeadsSince, listTouchesNamedByMany } from '../tracking/index.ts';
import type { News, Reader } from './load-clicks.ts';
import { originsOf } from './origins.ts';
import { loadPrograms } from './programs-then.ts';
import { noOrigin, placeOf } from './rules/count-order.ts';
import type { Change, Entry } from './rules/entries.ts';

/** What new leads change: contacts whose first referrer was set by a lead (rules.md 33). */
export async function loadLeadChange(reader: Reader, news: News): Promise<Change> {
  const leads = await listLeadsSince(reader.tx, reader.account, news.seen, news.upto);
  return { added: await countLeads(reader, leads), removed: [] };
}

export async function countLeads(reader: Reader, leads: readonly LeadFact[]): Promise<Entry[]> {
  if (leads.length === 0) return [];
  const { tx, account, findDay } = reader;
  const touches = await listTouchesNamedByMany(
    tx,
    account,
    leads.map((lead) => lead.id),
  );
  const origins = await originsOf(reader, touches);
  const named = Map.groupBy(touches, (touch) => touch.named_by);
  const programOf = await loadPrograms(
    tx,
    account,
    leads.map((lead) => lead.partner_id),
  );
  return leads.map((lead): Entry => {
    // The lead's own touch is the newest of the partner whom it credits.
    const touch = named.get(lead.id)?.findLast((one) => one.partner_id === lead.partner_id);
    const program = programOf(lead.partner_id, lead.occurred_at);
    const origin = (touch && origins.get(touch.id)) ?? noOrigin;
    return {
      subject: 'facts',
      day: findDay(lead.occurred_at.getTime()).day,
      place: placeOf(lead.partner_id, program.id, program.currency, origin),
      amounts: { leads: 1n },
      source: { kind: 'lead', id: lead.id, at: lead.occurred_at },
    };
  });
}
