import { HOUR } from '../../../values/instant.ts';
import type { Currency, Minor } from '../../../values/money.ts';

/** One payable row of a partner in one currency: a commission, reversal, adjustment, bonus or return. */
export interface PayableRow {
  readonly id: string;
  readonly amount: Minor;
  /** When it became payable; for a reversal, when its commission did. */
  readonly counts_from: Date;
  /** A reversal of what is in flight or paid: counts whatever the cut-off or filter. */
  readonly at_once: boolean;
  /** False where the run's filter leaves it out; true for all rows of a run without one. */
  readonly in_filter: boolean;
}

/** All that is payable to a partner in one currency, rows beyond the cut-off and the filter included. */
export interface PayableBalance {
  readonly partner_id: string;
  readonly currency: Currency;
  readonly rows: readonly PayableRow[];
  /** In this currency; null where it could not be found, and then nothing is too little. */
  readonly threshold: Minor | null;
  readonly suspended: boolean;
  /** How the partner is paid; `waits_until` as `methodWaitsUntil` says. Null: no method. */
  readonly method: { readonly kind: string; readonly waits_until: Date | null } | null;
}

export const exclusionReasons = [
  'suspended',
  'nothing_payable',
  'below_threshold',
  'no_payout_method',
  'method_waiting',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

export interface PlannedPayout {
  readonly partner_id: string;
  readonly currency: Currency;
  readonly amount: Minor;
  readonly method: string;
  /** The rows that the payout claims; they sum to its amount. */
  readonly commission_ids: readonly string[];
}

export interface Exclusion {
  readonly partner_id: string;
  readonly currency: Currency;
  /** What the run would have paid; zero or less with `nothing_payable`. */
  readonly amount: Minor;
  readonly reason: ExclusionReason;
}

export interface PlannedRun {
  readonly payouts: readonly PlannedPayout[];
  readonly excluded: readonly Exclusion[];
}

/**
 * Whom a run pays what, and who is carried over and why (rules.md 27 to 30). Partners of whom the filter leaves no row are
 * not listed, nor are those whose payable rows come to nothing both for the run and in all.
 */
export function planRun(balances: readonly PayableBalance[], cutoff: Date, now: Date): PlannedRun {
  const payouts: PlannedPayout[] = [];
  const excluded: Exclusion[] = [];
  for (const balance of balances) {
    if (!balance.rows.some((row) => row.in_filter)) continue;
    const planned = planPayout(balance, cutoff, now);
    const { partner_id, currency } = balance;
    if ('method' in planned) payouts.push(planned);
    else if (planned.amount !== 0n || sum(balance.rows) !== 0n) {
      excluded.push({ partner_id, currency, amount: planned.amount, reason: planned.reason });
    }
  }
  return { payouts, excluded };
}

/** What a run would do with one balance: a payout, or the first reason that holds against it. */
export function planPayout(balance: PayableBalance, cutoff: Date, now: Date): PlannedPayout | Exclusion {
  const { partner_id, currency, method } = balance;
  const claimed = claimRows(balance.rows, cutoff);
  const amount = sum(claimed);
  const reason = whyNot(balance, amount, now);
  if (reason !== null || method === null) {
    return { partner_id, currency, amount, reason: reason ?? 'no_payout_method' };
  }
  return { partner_id, currency, amount, method: method.kind, commission_ids: claimed.map((row) => row.id) };
}

/**
 * The rows a run takes: those in its filter that count by its cut-off, and reversals of what was paid at once. Where these
 * come to more than all that is payable, rows below zero that were left out are taken too, oldest first, until they do not:
 * no run pays a partner more than the whole balance.
 */
export function claimRows(rows: readonly PayableRow[], cutoff: Date): PayableRow[] {
  const taken: PayableRow[] = [];
  const debts: PayableRow[] = [];
  for (const row of rows) {
    const counts = row.in_filter && row.counts_from.getTime() <= cutoff.getTime();
    if (counts || row.at_once) taken.push(row);
    else if (row.amount < 0n) debts.push(row);
  }
  debts.sort((a, b) => a.counts_from.getTime() - b.counts_from.getTime() || (a.id < b.id ? -1 : 1));
  const balance = sum(rows);
  let amount = sum(taken);
  for (const debt of debts) {
    if (amount <= balance) break;
    taken.push(debt);
    amount += debt.amount;
  }
  return taken;
}

function whyNot(balance: PayableBalance, amount: Minor, now: Date): ExclusionReason | null {
  if (balance.suspended) return 'suspended';
  if (amount <= 0n) return 'nothing_payable';
  if (balance.threshold !== null && amount < balance.threshold) return 'below_threshold';
  if (balance.method === null) return 'no_payout_method';
  const { waits_until } = balance.method;
  return waits_until !== null && now.getTime() < waits_until.getTime() ? 'method_waiting' : null;
}

/**
 * Until when a changed payout method waits: 48 hours where another stood there before, so that whoever took over a partner's
 * account is noticed before the money goes. A first method does not wait.
 */
export function methodWaitsUntil(changedAt: Date, hadOneBefore: boolean): Date | null {
  return hadOneBefore ? new Date(changedAt.getTime() + 48 * HOUR) : null;
}

function sum(rows: readonly PayableRow[]): Minor {
  return rows.reduce((total, row) => total + row.amount, 0n);
}
