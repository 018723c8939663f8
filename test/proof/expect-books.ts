import type { Account, Commission, Credit, Refund } from './account-facts.ts';
import { nearest } from './arithmetic.ts';
import { type Earned, earn, type Priced } from './earn.ts';
import { giveBack } from './give-back.ts';
import { type Fate, fateOf } from './hold.ts';
import { LookUp, ms } from './look-up.ts';
import { type SpreadOrder, spread, total } from './spread.ts';

/** A commission as it should be, with all that should have become of it. */
export interface Expected extends Earned {
  /** All that should be reversed of it by now. */
  readonly reversed: bigint;
  /** What each refund should have reversed, where events can be told apart; null: only their sum is judged. */
  readonly steps: readonly { readonly refund: string | null; readonly amount: bigint }[] | null;
  readonly fate: Fate;
}

/** An amount given by hand, or owed again because a payout came back. */
export interface ByHand {
  readonly id: string;
  readonly partner: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly isCancelled: boolean;
}

export interface Books {
  readonly commissions: readonly Expected[];
  readonly adjustments: readonly ByHand[];
  /** Orders whose total is not what their lines come to. */
  readonly wrongTotals: readonly string[];
}

/** The name of a commission in its order; ids are the server's. */
export const nameOf = (row: {
  order: string | null;
  version: number | null;
  line: string | null;
  tier: number | null;
}): string => `${row.order} version ${row.version} line ${row.line} tier ${row.tier}`;

/**
 * Computes what all books should say, from facts alone. Of the commissions that were set aside only their ids are used, so
 * that what people did to one of them (approve, cancel, restore) finds it.
 */
export function expectBooks(account: Account): Books {
  const look = new LookUp(account);
  const { facts, setAside } = account;
  const lines = Map.groupBy(facts.order_line, (line) => line.order_id);
  const credits = Map.groupBy(facts.credit, (credit) => credit.order_id);
  const refunds = Map.groupBy(facts.refund, (refund) => refund.order_id);
  const ids = new Map(setAside.commission.filter((row) => row.kind === 'sale').map((row) => [nameInServer(row), row]));
  const wrongTotals: string[] = [];
  const commissions = facts.order.flatMap((order): Expected[] => {
    const whole = spread(order, lines.get(order.id) ?? []);
    if (whole.total !== BigInt(order.total_amount)) wrongTotals.push(order.order_id);
    const versions = (credits.get(order.id) ?? []).toSorted((a, b) => a.version - b.version);
    return versions.flatMap((credit, index) => {
      const priced = earn(look, order, whole, credit);
      if (!priced) return [];
      const isOver = index < versions.length - 1 || order.replaced_by !== null;
      return priced.earned.map((earned) => {
        const named = { order: earned.order, version: earned.version, line: earned.line, tier: earned.tier };
        const row = ids.get(nameOf(named));
        const fate = fateOf(look, order, credit, priced, earned, row);
        return {
          ...earned,
          fate,
          ...reversalsOf(whole, credit, priced, earned, refunds.get(order.id) ?? [], isOver),
        };
      });
    });
  });
  return { commissions, adjustments: adjustmentsOf(account), wrongTotals };
}

const nameInServer = (row: Commission): string =>
  nameOf({ order: row.order_id, version: row.credit_version, line: row.line_id, tier: row.tier });

/** Rule 23: what is reversed is in proportion to what was given back, half up, whatever it was computed at. */
function reversalsOf(
  whole: SpreadOrder,
  credit: Credit,
  { program }: Priced,
  earned: Earned,
  refunds: readonly Refund[],
  isOver: boolean,
): Pick<Expected, 'reversed' | 'steps'> {
  // Another version of the credit, or another order, took its place: nothing is left of it.
  if (isOver) return { reversed: earned.amount, steps: null };
  const dueFor = (standing: readonly Refund[]): bigint => {
    const lines = giveBack(whole, standing, program).filter((one) => earned.ofWholeOrder || one.line === earned.line);
    const base = total(lines.map((one) => one.base));
    return base === 0n ? 0n : nearest(earned.amount * total(lines.map((one) => one.back)), base);
  };
  const reversed = dueFor(refunds.filter((refund) => refund.reversed_at === null));
  const events = eventsOf(refunds);
  const times = new Set([ms(credit.at), ...events.map(({ at }) => at)]);
  if (times.size < events.length + 1) return { reversed, steps: null };
  const steps: { refund: string | null; amount: bigint }[] = [];
  let so = 0n;
  const settle = (refund: string | null, until: number): void => {
    const due = dueFor(
      refunds.filter((one) => ms(one.recorded_at) <= until && !(one.reversed_at && ms(one.reversed_at) <= until)),
    );
    if (due !== so) steps.push({ refund, amount: so - due });
    so = due;
  };
  const since = ms(credit.at);
  if (credit.version > 1) settle(null, since);
  for (const event of events.filter(({ at }) => at > since)) settle(event.refund, event.at);
  return { reversed, steps };
}

/** Refunds come, and some of them are undone, in the order in which the server heard of it. */
function eventsOf(refunds: readonly Refund[]): { at: number; refund: string }[] {
  const found = refunds.flatMap(({ id, recorded_at, reversed_at }) => [
    { at: ms(recorded_at), refund: id },
    ...(reversed_at === null ? [] : [{ at: ms(reversed_at), refund: id }]),
  ]);
  return found.sort((a, b) => a.at - b.at);
}

function adjustmentsOf({ facts }: Account): ByHand[] {
  const lasts = new Map(
    facts.audit
      .filter(({ act }) => act === 'commission_cancelled' || act === 'commission_restored')
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ subject, act }) => [subject, act]),
  );
  return facts.audit
    .filter(({ act }) => act === 'balance_adjusted')
    .map(({ subject, detail }) => ({
      id: detail.commission_id!,
      partner: subject,
      currency: detail.currency!,
      amount: BigInt(detail.amount!),
      isCancelled: lasts.get(detail.commission_id!) === 'commission_cancelled',
    }));
}
