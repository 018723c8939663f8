import { addDays } from '../../../values/instant.ts';

/** How long after an order its missing click may still land: it was waiting in a spool (rules.md 11). */
export const LATE_CLICK_DAYS = 7;

export interface UnknownClickOrder {
  readonly recorded_at: Date;
  /** It was judged anew before: once is all. */
  readonly judged_anew: boolean;
  /** The owner has decided its credit since; no rule overrules a person. */
  readonly reassigned: boolean;
}

/** True where an order that named an unknown click is judged anew, now that the click has landed (rules.md 11). */
export function isJudgedAnew(order: UnknownClickOrder, landed_at: Date): boolean {
  if (order.judged_anew || order.reassigned) return false;
  return landed_at.getTime() <= addDays(order.recorded_at, LATE_CLICK_DAYS).getTime();
}
