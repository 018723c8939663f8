import type { Touch } from './judge-touch.ts';

export interface FoundTouches<T extends Touch = Touch> {
  /** The click that the order or lead names; null where it names none, or one that is not ours. */
  readonly click: T | null;
  /** The `via` that it names, as a touch at its `occurred_at`. Counts only where no click is found. */
  readonly via: T | null;
  /** Its coupon, as a touch at its `occurred_at`; null where it is unknown or no partner's. */
  readonly coupon: T | null;
  /** The clicks of the same visitor, by the visitor cookie, in any order; the named one may be among them. */
  readonly visitor_clicks: readonly T[];
}

/** An order's or lead's own touches, in the order in which they are tried (rules.md 3). */
export function orderTouches<T extends Touch>(found: FoundTouches<T>): T[] {
  const named = found.click ?? found.via;
  const others = found.visitor_clicks.filter((click) => click.id !== found.click?.id);
  others.sort(newestFirst);
  return [named, found.coupon, ...others].filter((touch) => touch !== null);
}

/** Of the same millisecond, the larger id first: ids sort by time, and the order must not depend on the database. */
function newestFirst(a: Touch, b: Touch): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
