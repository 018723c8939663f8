import type { Announcement, Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { PartnerId } from '../../values/id.ts';
import { type EventKind, type Listener, scheduleDue } from '../accounts/index.ts';
import { emailsOf, findContact, findPartner } from '../partners/index.ts';
import type { Facts } from './fields.ts';
import { kindFacts, type MessageKind } from './kinds.ts';
import { findWish } from './queries.ts';
import { insertEntry } from './queries-wishes.ts';
import { openDesk, sealContent } from './read-messages.ts';
import { nextDigest } from './rules/next-digest.ts';
import { isSuppressed } from './suppress.ts';
import { writeMessage } from './write-message.ts';

type Hearer = Omit<Context, 'announce'>;

/** Which events are told to whom. Whoever is approved is welcomed with a link that signs in (flows/welcome-partner.ts). */
const told: Partial<Record<EventKind, readonly MessageKind[]>> = {
  partner_applied: ['application_received', 'application_received_owner'],
  partner_rejected: ['partner_rejected'],
  payout_method_changed: ['payout_method_changed'],
  commission_earned: ['commission_earned'],
  commission_reversed: ['commission_reversed'],
  payout_paid: ['payout_sent'],
  payout_failed: ['payout_failed'],
  payout_returned: ['payout_failed'],
  run_due: ['run_due'],
  tracking_silent: ['tracking_silent'],
  claim_made: ['claim_received', 'claim_received_owner'],
};

/** The kind of due work that sends a partner's digest; its subject is the partner. */
export const DIGEST = 'digest';

/** Writes the messages of an event, in the transaction of the fact. What history brings along is told to nobody. */
export const hear: Listener = async (context, event) => {
  const kinds = told[event.kind as EventKind];
  if (!kinds || event.data?.['source'] === 'import') return;
  for (const kind of kinds) await tell(context, event, kind);
};

async function tell(context: Hearer, event: Announcement, kind: MessageKind): Promise<void> {
  const { tx, accountId } = context;
  const partnerId = event.partnerId ?? null;
  const { to, essential, gathered } = kindFacts[kind];
  if (to === 'partner' && partnerId === null) return;
  const facts: Facts = event.data ?? {};
  const program = typeof facts['program_id'] === 'string' ? facts['program_id'] : null;
  const wish = await findWish(tx, accountId, kind, to === 'partner' ? partnerId : null, program);
  if (!essential && (wish.off || wish.frequency === 'none')) return;
  if (gathered && wish.notify === false) return;
  if (gathered && (wish.frequency === 'daily' || wish.frequency === 'weekly'))
    return gather(context, event, kind, wish.frequency);
  const suppressed = context.account.sandbox && wish.suppressed && (await isPartnerSuppressed(context, partnerId!));
  const message = { kind, partnerId, event: event.kind, subjectId: event.subject, facts };
  await writeMessage(
    context,
    suppressed ? { ...message, state: 'suppressed', detail: 'this address came back or complained' } : message,
  );
  if (kind === 'payout_method_changed') await tellFormerAddresses(context, event, partnerId!);
}

/** Only sandboxes ask beforehand: where messages are sent, it is asked again at the moment of sending. */
async function isPartnerSuppressed(context: Hearer, partnerId: PartnerId): Promise<boolean> {
  const partner = await findPartner(context.tx, context.accountId, partnerId);
  const contact = partner && (await findContact(context.tx, context.accountId, partner.contact_id));
  return contact?.email != null && isSuppressed(context, contact.id, contact.email);
}

async function gather(
  context: Hearer,
  event: Announcement,
  kind: MessageKind,
  every: 'daily' | 'weekly',
): Promise<void> {
  const { tx, accountId, account, now } = context;
  const partner_id = event.partnerId!;
  const facts = JSON.stringify(event.data ?? {});
  await insertEntry(tx, { account_id: accountId, partner_id, id: newId('event', now), at: now, kind, facts });
  await scheduleDue(tx, accountId, [
    { due_at: nextDigest(now, every, account.timeZone), kind: DIGEST, subject_id: partner_id },
  ]);
}

/** Whoever changed where the money goes may have changed the address too: every other address that we know is told. */
async function tellFormerAddresses(context: Hearer, event: Announcement, partnerId: PartnerId): Promise<void> {
  const { tx, accountId, now } = context;
  const partner = await findPartner(tx, accountId, partnerId);
  const contact = partner && (await findContact(tx, accountId, partner.contact_id));
  if (!contact) return;
  const known = await emailsOf(tx, accountId, [contact.id]);
  const facts = event.data ?? {};
  const telling = { kind: 'payout_method_changed', partner_id: partnerId, contact_id: null, facts, created_at: now };
  for (const { email_key: address } of known) {
    if (address === contact.email?.trim().toLowerCase()) continue;
    const { unsubscribeUrl, ...written } = (await openDesk(context, [telling])).write(telling);
    const said = {
      ...written,
      links: [...written.links],
      to: address,
      name: contact.name,
      unsubscribe_url: unsubscribeUrl,
    };
    await writeMessage(context, {
      kind: 'payout_method_changed',
      partnerId,
      event: event.kind,
      subjectId: event.subject,
      facts,
      content: (id) => sealContent(context, id, said),
    });
  }
}
