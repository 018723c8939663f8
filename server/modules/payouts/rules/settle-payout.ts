import { type Refusal, refuse } from '../../../values/refusal.ts';

export type PayoutStatus = 'in_flight' | 'paid' | 'failed' | 'returned' | 'cancelled';

/**
 * What a result does. `pay`: in flight is paid. `give_back`: the money never arrived, and its commissions are payable again.
 * `owe_again`: it came back after it was paid; its commissions stay paid, and a row of its own is owed. `nothing`: known.
 */
export type Settling = 'pay' | 'give_back' | 'owe_again' | 'nothing';

/** What a rail's word means for a payout (rules.md 30). Only `returned` may follow `paid`: else `payout_settled` (409). */
export function settlePayout(
  from: PayoutStatus,
  result: 'paid' | 'failed' | 'returned',
): Settling | Refusal<'payout_settled'> {
  if (from === result) return 'nothing';
  if (from === 'in_flight') return result === 'paid' ? 'pay' : 'give_back';
  if (from === 'paid' && result === 'returned') return 'owe_again';
  return refuse('payout_settled', `This payout is ${from}; it cannot become ${result}.`);
}

/** What the status of a run depends on. */
export interface RunFacts {
  readonly hasPayouts: boolean;
  readonly inFlight: boolean;
  /** Anything of it was paid at some time, returned since or not. */
  readonly everPaid: boolean;
}

/**
 * The status of a run by its payouts: open while any is in flight; paid once none is and any ever was paid; cancelled where
 * all came to nothing. A run without payouts stays open, as it was made.
 */
export function runStatus({ hasPayouts, inFlight, everPaid }: RunFacts): 'open' | 'paid' | 'cancelled' {
  if (!hasPayouts || inFlight) return 'open';
  return everPaid ? 'paid' : 'cancelled';
}
