import type { Refund } from './account-facts.ts';
import { nearest } from './arithmetic.ts';
import { baseOf, type Counts, handOut, type SpreadOrder, smaller, total } from './spread.ts';

/** What of each line's base was given back, beside the base itself. */
export interface GivenBack {
  readonly line: string;
  readonly base: bigint;
  readonly back: bigint;
}

interface Rest {
  readonly goods: bigint[];
  readonly ownTax: bigint[];
  orderTax: bigint;
  shipping: bigint;
}

/** A run of refunds of one kind that follow one another by what happened first. */
interface Step {
  readonly at: number;
  readonly rank: number;
  readonly lines: Refund['parts']['lines'][number][];
  amount: bigint;
}

/**
 * The refunds of an order that stand, taken together (rules 23 and 26, decision 6): by the instant at which they happened; at
 * one instant what names lines or shipping, then what names tax, then what is spread; neighbours of a kind as one.
 */
export function giveBack(order: SpreadOrder, refunds: readonly Refund[], counts: Counts): GivenBack[] {
  const rest = restOf(order, refunds);
  const part = (share: bigint, whole: bigint, left: bigint): bigint =>
    whole === 0n ? 0n : nearest(share * (whole - left), whole);
  return order.lines.map((line, place) => {
    const tax = line.ownTax - rest.ownTax[place]! + part(line.orderTax, order.tax, rest.orderTax);
    const shipping = part(line.shipping, order.shipping, rest.shipping);
    const back =
      line.goods - rest.goods[place]! + (counts.include_tax ? tax : 0n) + (counts.include_shipping ? shipping : 0n);
    return { line: line.id, base: baseOf(line, counts), back };
  });
}

function restOf(order: SpreadOrder, refunds: readonly Refund[]): Rest {
  const whole = refunds.reduce((sum, refund) => sum + BigInt(refund.amount), 0n);
  const none = order.lines.map(() => 0n);
  // Once the answers came to all of the order, nothing is left of anything.
  if (whole >= order.total) return { goods: none, ownTax: [...none], orderTax: 0n, shipping: 0n };
  const rest: Rest = {
    goods: order.lines.map((line) => line.goods),
    ownTax: order.lines.map((line) => line.ownTax),
    orderTax: order.tax,
    shipping: order.shipping,
  };
  const units = new Map<string, bigint>();
  let homeless = 0n;
  for (const step of stepsOf(refunds)) {
    if (step.rank === 0) homeless += takeNamed(order, rest, units, step);
    if (step.rank === 1) homeless += takeTax(rest, step.amount);
    if (step.rank === 2) homeless += takeAnywhere(rest, step.amount);
  }
  takeAnywhere(rest, homeless);
  return rest;
}

function stepsOf(refunds: readonly Refund[]): Step[] {
  const single = refunds.flatMap(({ occurred_at, parts }): Step[] => {
    const at = Date.parse(occurred_at);
    const found: Step[] = [];
    if (parts.lines.length > 0 || parts.shipping > 0)
      found.push({ at, rank: 0, lines: [...parts.lines], amount: BigInt(parts.shipping) });
    if (parts.tax > 0) found.push({ at, rank: 1, lines: [], amount: BigInt(parts.tax) });
    if (parts.spread > 0) found.push({ at, rank: 2, lines: [], amount: BigInt(parts.spread) });
    return found;
  });
  const joined: Step[] = [];
  for (const step of single.sort((a, b) => a.at - b.at || a.rank - b.rank)) {
    const last = joined[joined.length - 1];
    if (last === undefined || last.rank !== step.rank) joined.push(step);
    else {
      last.lines.push(...step.lines);
      last.amount += step.amount;
    }
  }
  return joined;
}

/** Lines and shipping that refunds name; answers what found no room. */
function takeNamed(order: SpreadOrder, rest: Rest, units: Map<string, bigint>, step: Step): bigint {
  let homeless = 0n;
  order.lines.forEach((line, place) => {
    const named = step.lines.filter((one) => one.line_id === line.id);
    if (named.length === 0) return;
    const gross = line.goods + line.ownTax;
    // Units whose money nobody told are worth what that many units of the line are worth, all of them together.
    const before = units.get(line.id) ?? 0n;
    const after = before + total(named.filter((one) => one.by_units).map((one) => BigInt(one.units)));
    units.set(line.id, after);
    const worth = nearest(gross * after, line.quantity) - nearest(gross * before, line.quantity);
    const asked = worth + total(named.filter((one) => !one.by_units).map((one) => BigInt(one.gross)));
    const room = rest.goods[place]! + rest.ownTax[place]!;
    const taken = smaller(asked, room);
    const [goods, tax] = handOut(taken, [rest.goods[place]!, rest.ownTax[place]!]);
    rest.goods[place] = rest.goods[place]! - goods!;
    rest.ownTax[place] = rest.ownTax[place]! - tax!;
    homeless += asked - taken;
  });
  const shipping = smaller(step.amount, rest.shipping);
  rest.shipping -= shipping;
  return homeless + step.amount - shipping;
}

function takeTax(rest: Rest, asked: bigint): bigint {
  const taken = smaller(asked, total(rest.ownTax) + rest.orderTax);
  const shares = handOut(taken, [...rest.ownTax, rest.orderTax]);
  shares.forEach((share, place) => {
    if (place < rest.ownTax.length) rest.ownTax[place] = rest.ownTax[place]! - share;
    else rest.orderTax -= share;
  });
  return asked - taken;
}

function takeAnywhere(rest: Rest, asked: bigint): bigint {
  const tax = total(rest.ownTax) + rest.orderTax;
  const taken = smaller(asked, total(rest.goods) + tax + rest.shipping);
  const shares = handOut(taken, [...rest.goods, tax, rest.shipping]);
  const count = rest.goods.length;
  for (let place = 0; place < count; place += 1) rest.goods[place] = rest.goods[place]! - shares[place]!;
  takeTax(rest, shares[count]!);
  rest.shipping -= shares[count + 1]!;
  return asked - taken;
}
