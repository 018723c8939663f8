import type { Account, Audit, Commission, Credit, Order } from './account-facts.ts';
import type { Earned, Priced } from './earn.ts';
import { type LookUp, ms } from './look-up.ts';

/**
 * What should have become of a commission: `free` is payable or was taken by a run. `unsure`: its hold ended so short a while
 * ago that whoever ends holds may not have come by.
 */
export type Fate = 'pending' | 'free' | 'cancelled' | 'unsure';

const A_WHILE = 120_000;

interface Acts {
  readonly audits: ReadonlyMap<string, Audit[]>;
  readonly lifted: ReadonlyMap<string, number>;
}

const known = new WeakMap<Account, Acts>();

/** What people did to commissions, by the commission's id. */
function actsIn(account: Account): Acts {
  const found = known.get(account);
  if (found) return found;
  const decisions = ['commission_approved', 'commission_cancelled', 'commission_restored'];
  const acts = {
    audits: Map.groupBy(
      account.facts.audit.filter(({ act }) => decisions.includes(act)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      ({ subject }) => subject,
    ),
    lifted: new Map(
      account.facts.commission_history
        .filter(({ act }) => act === 'hold_lifted')
        .map(({ commission_id, at }) => [commission_id, ms(at)]),
    ),
  };
  known.set(account, acts);
  return acts;
}

/** Rule 22: pending until the hold is over and nobody needs to look at it; approved by hand at once; cancelled by a person. */
export function fateOf(
  look: LookUp,
  order: Order,
  credit: Credit,
  { hold }: Priced,
  earned: Earned,
  row: Commission | undefined,
): Fate {
  const { audits, lifted } = actsIn(look.account);
  const acts = row ? (audits.get(row.id) ?? []) : [];
  const last = acts.findLast(({ act }) => act !== 'commission_approved');
  if (last?.act === 'commission_cancelled') return 'cancelled';
  if (acts.some(({ act }) => act === 'commission_approved')) return 'free';
  if (credit.held_reason !== null || hold.commission_approval === 'manual') return 'pending';
  const now = ms(look.account.header.account.now);
  let from = earned.payableOn;
  if (row && mayBeUnverified(order, row, lifted)) {
    const since = lifted.get(row.id);
    if (since === undefined) return 'pending';
    from = Math.max(from, since);
  }
  const cancelled = pauses(acts);
  // While it was cancelled its hold could not end; that is looked at again when it is restored.
  for (const { begin, end } of cancelled) if (begin <= from && from < end) from = end;
  from = reinstated(look, earned.partner, from, now);
  if (from > now) return 'pending';
  return now - from < A_WHILE ? 'unsure' : 'free';
}

/**
 * A lead or order that only a page reported. Whether the owner lets such wait is a setting that may have changed since; that
 * it was held is therefore taken from the server, and that it was lifted from what was done.
 */
function mayBeUnverified(order: Order, row: Commission, lifted: ReadonlyMap<string, number>): boolean {
  return row.held_reason === 'unverified' || (lifted.has(row.id) && order.verified && row.status !== 'pending');
}

function pauses(acts: readonly Audit[]): { begin: number; end: number }[] {
  const found: { begin: number; end: number }[] = [];
  for (const [index, act] of acts.entries()) {
    const next = acts[index + 1];
    if (act.act === 'commission_cancelled' && next) found.push({ begin: ms(act.at), end: ms(next.at) });
  }
  return found;
}

/** A partner who is suspended at that instant waits until they are not. */
function reinstated(look: LookUp, partner: string, from: number, now: number): number {
  if (look.standing(partner, from, now)?.status !== 'suspended') return from;
  const next = look.history(partner).find((row) => ms(row.from_at) > from && row.status !== 'suspended');
  return next ? ms(next.from_at) : Number.POSITIVE_INFINITY;
}
