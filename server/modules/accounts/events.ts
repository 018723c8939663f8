import type { Announcement, Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { insertEvent } from './queries-events.ts';

/** Every kind of event: the closed list that the feed, messages and guides share. */
export const eventKinds = [
  'application_received',
  'partner_applied',
  'partner_approved',
  'partner_rejected',
  'partner_suspended',
  'partner_reinstated',
  'partner_moved',
  'payout_method_changed',
  'lead_recorded',
  'order_recorded',
  'order_refunded',
  'commission_earned',
  'commission_reversed',
  'run_created',
  'run_due',
  'payout_paid',
  'payout_failed',
  'payout_returned',
  'tracking_silent',
  'claim_made',
  'claim_accepted',
  'claim_declined',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Hears of an event in the transaction of the fact itself; what it throws undoes the fact. */
export type Listener = (context: Omit<Context, 'announce'>, event: Announcement) => Promise<void>;

/** Writes an event down and tells the listeners, all in the transaction at hand. */
export function announcer(listeners: readonly Listener[]) {
  return async (context: Omit<Context, 'announce'>, event: Announcement): Promise<void> => {
    const { tx, accountId, now } = context;
    const written = insertEvent(tx, {
      account_id: accountId,
      id: newId('event', now),
      at: now,
      kind: event.kind,
      subject: event.subject,
      partner_id: event.partnerId ?? null,
      data: JSON.stringify(event.data ?? {}),
    });
    await Promise.all([written, ...listeners.map((hear) => hear(context, event))]);
  };
}
