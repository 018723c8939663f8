import { addDays } from '../../../values/instant.ts';
import { type HeldReason, heldReasons } from './commission-transitions.ts';

export interface Hold {
  /** When the hold ends: `occurred_at` + `hold_days` x 24 hours. */
  readonly payable_on: Date;
  readonly status: 'pending' | 'payable';
  readonly held_reason: HeldReason | null;
}

/**
 * How a new commission begins (rules.md 22): pending until `occurred_at` + `hold_days`; payable at once where that is over at
 * `now`, its last instant included, and nothing holds it. `holding` are the reasons to hold this one partner's commission;
 * `commission_approval` "manual" adds `awaiting_approval`.
 *
 * Only one reason is kept, so the one that only a person can lift comes before those that end by themselves: a partner who
 * is reinstated must not be paid what was waiting for approval anyway.
 */
export function draftHold(commission: {
  readonly occurred_at: Date;
  readonly hold_days: number;
  readonly now: Date;
  readonly commission_approval: 'automatic' | 'manual';
  readonly holding: readonly HeldReason[];
}): Hold {
  const payable_on = addDays(commission.occurred_at, commission.hold_days);
  const manual = commission.commission_approval === 'manual';
  const holds = (reason: HeldReason) =>
    commission.holding.includes(reason) || (manual && reason === 'awaiting_approval');
  const held_reason = heldReasons.find(holds) ?? null;
  const over = payable_on.getTime() <= commission.now.getTime();
  return { payable_on, status: over && held_reason === null ? 'payable' : 'pending', held_reason };
}
