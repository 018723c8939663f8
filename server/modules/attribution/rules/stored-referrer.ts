import type { PartnerId } from '../../../values/id.ts';
import { addDays } from '../../../values/instant.ts';
import type { Verdict } from './judge-touch.ts';
import { isNoLater } from './within-days.ts';

export type ReferrerCause = 'lead' | 'order' | 'manual';

/** One row of a contact's history of referrers. Rows are added and never changed. */
export interface ReferrerEntry {
  /** The `occurred_at` of the lead or order, or when the owner did it. */
  readonly at: Date;
  /** The place in the order of recording, for rows of the same instant. */
  readonly seq: number;
  /** Which referrers it stores. A new contact's first touch stores both. */
  readonly slots: 'both' | 'first' | 'last';
  /** Null only by hand: the owner took the referrer away. */
  readonly partner_id: PartnerId | null;
  /** Of the partner's program at `at`; null: serves for good. */
  readonly lead_window_days: number | null;
  readonly cause: ReferrerCause;
  readonly cause_id: string | null;
}

export interface StoredReferrer {
  readonly partner_id: PartnerId;
  readonly stored_at: Date;
  /** When an own touch last brought the same partner again; null: never since. Only the first referrer is renewed: the
   * last is stored anew. */
  readonly renewed_at: Date | null;
  readonly lead_window_days: number | null;
  /** The last second of service, inclusive; null: for good. */
  readonly serves_until: Date | null;
  readonly cause: ReferrerCause;
  readonly cause_id: string | null;
}

export interface Referrers {
  readonly first: StoredReferrer | null;
  readonly last: StoredReferrer | null;
}

export const noReferrers: Referrers = { first: null, last: null };

/**
 * The referrers that a contact's history gives at an instant, to the second, or with null after all of it
 * (rules.md 4, 6). Rows come in any order: each takes its place by its own instant, so that a lead which arrives late
 * never replaces a newer referrer, and an order which arrives late finds those of its own time. Of several rows of one
 * lead or order (judged anew, rules.md 11) the one recorded last counts.
 */
export function referrersAt(history: readonly ReferrerEntry[], at: Date | null): Referrers {
  const newest = new Map(history.toSorted((a, b) => a.seq - b.seq).map((entry) => [sourceOf(entry), entry.seq]));
  return history
    .filter((entry) => (at === null || isNoLater(entry.at, at)) && newest.get(sourceOf(entry)) === entry.seq)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq)
    .reduce(applyEntry, noReferrers);
}

/** The lead or order that a row came from; what was done by hand stands for itself. */
function sourceOf(entry: ReferrerEntry): string {
  return entry.cause === 'manual' ? `manual ${entry.seq}` : `${entry.cause} ${entry.cause_id}`;
}

function applyEntry(before: Referrers, entry: ReferrerEntry): Referrers {
  const stored = store(entry);
  // "both" meets a first referrer only where two contacts were merged; then the older one stays.
  const first = entry.slots === 'first' || (entry.slots === 'both' && before.first === null);
  return {
    first: first ? stored : renew(before.first, entry),
    last: entry.slots === 'first' ? before.last : stored,
  };
}

function store(entry: ReferrerEntry): StoredReferrer | null {
  const { partner_id, lead_window_days, cause, cause_id, at } = entry;
  if (partner_id === null) return null;
  const serves_until = until(at, lead_window_days);
  return { partner_id, stored_at: at, renewed_at: null, lead_window_days, serves_until, cause, cause_id };
}

/** The window stays the one of the program when the referrer was stored; only its beginning moves. */
function renew(first: StoredReferrer | null, entry: ReferrerEntry): StoredReferrer | null {
  if (first === null || entry.cause === 'manual' || first.partner_id !== entry.partner_id) return first;
  return { ...first, renewed_at: entry.at, serves_until: until(entry.at, first.lead_window_days) };
}

function until(at: Date, days: number | null): Date | null {
  return days === null ? null : addDays(at, days);
}

/**
 * Whether a stored referrer counts for an order (rules.md 6, 8): stored by then, partner approved at `occurred_at`, and
 * still serving, to the second, inclusive. Of several faults the most telling one is shown.
 */
export function judgeReferrer(referrer: StoredReferrer, occurred_at: Date, approved_now: boolean): Verdict {
  if (!isNoLater(referrer.stored_at, occurred_at)) return 'not_yet';
  if (!approved_now) return 'partner_not_active';
  const { serves_until } = referrer;
  return serves_until === null || isNoLater(occurred_at, serves_until) ? 'valid' : 'window_passed';
}
