import type { PartnerId } from '../../../values/id.ts';
import { type ReferrerCause, type ReferrerEntry, type Referrers, referrersAt } from './stored-referrer.ts';

/** The touch that a lead or order stores, with the window of its partner's program at `occurred_at`; null: none is valid. */
export type TouchToStore = { readonly partner_id: PartnerId; readonly lead_window_days: number | null } | null;

export interface LeadToApply {
  readonly id: string;
  readonly occurred_at: Date;
  /** This lead made the contact. */
  readonly contact_is_new: boolean;
  /** False for a lead from a page that nobody vouched for. */
  readonly verified: boolean;
  readonly touch: TouchToStore;
}

export type OrderToApply = Omit<LeadToApply, 'verified'>;

export interface ManualReferrer {
  readonly at: Date;
  readonly slot: 'first' | 'last';
  readonly partner_id: PartnerId | null;
  readonly lead_window_days: number | null;
}

export type ReferrerChange = 'first_stored' | 'first_renewed' | 'last_stored';

export interface AppliedTouch {
  /** The row to add to the contact's history; null: nothing to add. */
  readonly entry: ReferrerEntry | null;
  /** The contact's referrers as of now, `entry` included. */
  readonly referrers: Referrers;
  /** Empty with an entry: it was older than what is stored and shows only in the history. */
  readonly changed: readonly ReferrerChange[];
}

/** What a lead changes of a contact's referrers (rules.md 4). `history` holds all rows of that contact. */
export function applyLead(history: readonly ReferrerEntry[], lead: LeadToApply): AppliedTouch {
  if (!lead.verified && !lead.contact_is_new) return nothingApplied(history);
  return applyOwnTouch(history, 'lead', lead);
}

/**
 * What an order changes of its contact's referrers (rules.md 4, 7): `touch` is the `store_touch` of its credit decision.
 * To be credited by a stored referrer renews nothing; only an own touch of the same partner does, whoever is credited.
 */
export function applyOrder(history: readonly ReferrerEntry[], order: OrderToApply): AppliedTouch {
  return applyOwnTouch(history, 'order', order);
}

/** A referrer set or, with null, taken away by the owner. It renews nothing. */
export function applyByHand(history: readonly ReferrerEntry[], by_hand: ManualReferrer): AppliedTouch {
  const { at, slot, partner_id, lead_window_days } = by_hand;
  const seq = nextSeq(history);
  return added(history, { at, seq, slots: slot, partner_id, lead_window_days, cause: 'manual', cause_id: null });
}

function applyOwnTouch(history: readonly ReferrerEntry[], cause: ReferrerCause, source: OrderToApply): AppliedTouch {
  if (source.touch === null) return nothingApplied(history);
  const slots = source.contact_is_new ? 'both' : 'last';
  const { partner_id, lead_window_days } = source.touch;
  const seq = nextSeq(history);
  return added(history, {
    at: source.occurred_at,
    seq,
    slots,
    partner_id,
    lead_window_days,
    cause,
    cause_id: source.id,
  });
}

function nothingApplied(history: readonly ReferrerEntry[]): AppliedTouch {
  return { entry: null, referrers: referrersAt(history, null), changed: [] };
}

function added(history: readonly ReferrerEntry[], entry: ReferrerEntry): AppliedTouch {
  const before = referrersAt(history, null);
  const after = referrersAt([...history, entry], null);
  const changed: ReferrerChange[] = [];
  if (!isSame(before.first, after.first)) changed.push('first_stored');
  else if (before.first?.renewed_at?.getTime() !== after.first?.renewed_at?.getTime()) changed.push('first_renewed');
  if (!isSame(before.last, after.last)) changed.push('last_stored');
  return { entry, referrers: after, changed };
}

function isSame(a: Referrers['first'], b: Referrers['first']): boolean {
  return a?.partner_id === b?.partner_id && a?.stored_at.getTime() === b?.stored_at.getTime();
}

function nextSeq(history: readonly ReferrerEntry[]): number {
  return history.reduce((most, { seq }) => Math.max(most, seq), 0) + 1;
}
