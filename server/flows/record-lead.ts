import {
  applyLead,
  decideLead,
  describeBuyer,
  describePartners,
  gatherTouches,
  keepTouches,
  listReferrerHistory,
  referrersAt,
  storeReferrer,
} from '../modules/attribution/index.ts';
import { resolveContact } from '../modules/partners/index.ts';
import { insertLead } from '../modules/tracking/index.ts';
import type { Context } from '../platform/http/route.ts';
import { newId } from '../platform/ids.ts';
import type { ContactId, LeadId } from '../values/id.ts';
import { MINUTE } from '../values/instant.ts';
import { type Refusal, refuse } from '../values/refusal.ts';

export interface LeadInput {
  readonly email?: string | null | undefined;
  readonly external_id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly click_id?: string | null | undefined;
  readonly via?: string | null | undefined;
  readonly occurred_at?: Date | undefined;
}

export interface LeadRecorded {
  readonly leadId: LeadId;
  readonly contactId: ContactId;
  /** False where the contact and its referrers are who they were: the same partner again only serves on (rules.md 6). */
  readonly isNew: boolean;
}

/** How far ahead of our clock a shop's may be. */
export const CLOCKS_DIFFER_MS = 10 * MINUTE;

/**
 * A lead: somebody opted in (rules.md 3 to 6). Finds or makes the contact, decides whose the lead is by its own touches, and
 * stores the referrer. `verified` is false for a lead from a page that nobody vouched for: it may make a contact and never
 * changes an existing one. Refuses `occurred_too_late`.
 */
export async function recordLead(
  context: Context,
  input: LeadInput,
  how: { verified: boolean },
): Promise<LeadRecorded | Refusal> {
  const { tx, accountId, now } = context;
  const occurredAt = (how.verified ? input.occurred_at : undefined) ?? now;
  if (occurredAt.getTime() > now.getTime() + CLOCKS_DIFFER_MS)
    return refuse('occurred_too_late', 'occurred_at is more than 10 minutes ahead.');
  const id = newId('lead', now);
  const who = { email: input.email, externalId: input.external_id, name: input.name };
  const { contact, isNew } = await resolveContact(context, who, {
    cause: id,
    standing: how.verified ? 'verified' : 'unverified',
  });
  const gathered = await gatherTouches(tx, accountId, input, occurredAt, []);
  const customer = { contactId: contact.id, isNew, email: input.email ?? null };
  const partners = gathered.touches.map((touch) => touch.partner_id);
  const decision = decideLead({
    occurred_at: occurredAt,
    touches: gathered.touches,
    unknown: gathered.unknown,
    partners: describePartners(partners, await describeBuyer(context, customer), occurredAt, gathered.times),
  });
  const stored = gathered.touches.find((touch) => touch.id === decision.store_touch?.id);
  const history = isNew ? [] : await listReferrerHistory(tx, accountId, [contact.id]);
  const leadWindow = stored ? (gathered.times.program(stored.partner_id, occurredAt)?.leadWindowDays ?? null) : null;
  const applied = applyLead(history, {
    id,
    occurred_at: occurredAt,
    contact_is_new: isNew,
    verified: how.verified,
    touch: stored ? { partner_id: stored.partner_id, lead_window_days: leadWindow } : null,
  });
  await insertLead(tx, accountId, {
    id,
    contact_id: contact.id,
    occurred_at: occurredAt,
    recorded_at: now,
    verified: how.verified,
    partner_id: decision.partner_id,
    reason: decision.reason,
    set_first: applied.entry?.slots === 'both',
    made_contact: isNew,
    unknown_click_id: gathered.unknown.click ? (input.click_id ?? null) : null,
  });
  await storeReferrer(context, contact.id, applied.entry);
  await keepTouches(
    context,
    id,
    contact.id,
    gathered.touches.filter((touch) => touch.named || touch === stored),
  );
  const before = referrersAt(history, null);
  const isOther = (slot: 'first' | 'last') => before[slot]?.partner_id !== applied.referrers[slot]?.partner_id;
  const isNews = isNew || isOther('first') || isOther('last');
  const data = { contact_id: contact.id, reason: decision.reason, verified: how.verified };
  if (isNews) await context.announce({ kind: 'lead_recorded', subject: id, partnerId: decision.partner_id, data });
  return { leadId: id, contactId: contact.id, isNew: isNews };
}
