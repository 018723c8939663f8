import { addDays } from '../../../values/instant.ts';

/** What is known of somebody who signs up, once the address has told who it is. */
export interface Known {
  /** Of the partner that the address belongs to; null: of nobody, or of a contact who is no partner. */
  readonly status: 'pending' | 'approved' | 'rejected' | 'suspended' | null;
  /** Since when they stand so. */
  readonly since: Date | null;
  /** An application of theirs waits for a decision. */
  readonly waits: boolean;
}

/**
 * `confirm`: the address is to be confirmed, then they apply. `sign_in`: a partner, who gets a sign-in link. `waiting`: they
 * have applied, and are told so. `rejected`: they were, and may not apply again yet.
 */
export type Answer =
  | { readonly tell: 'confirm' | 'sign_in' | 'waiting' }
  | { readonly tell: 'rejected'; readonly againFrom: Date | null };

/** Which mail somebody gets who signs up; the page says the same to all. `reapplyAfterDays` null: never again. */
export function answerApplicant(known: Known, reapplyAfterDays: number | null, now: Date): Answer {
  const { status, since, waits } = known;
  if (status === null) return { tell: 'confirm' };
  if (status === 'approved' || status === 'suspended') return { tell: 'sign_in' };
  if (status === 'pending' || waits) return { tell: 'waiting' };
  if (reapplyAfterDays === null) return { tell: 'rejected', againFrom: null };
  const againFrom = addDays(since ?? now, reapplyAfterDays);
  return againFrom.getTime() <= now.getTime() ? { tell: 'confirm' } : { tell: 'rejected', againFrom };
}
