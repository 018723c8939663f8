import { least, type Minor } from '../../../values/money.ts';
import { splitByLargestRemainder } from '../../../values/split.ts';
import { grossOfUnits, type RefundFacts, type RefundLinePart } from './refund-facts.ts';
import type { SpreadLine, SpreadOrder } from './spread-order.ts';

/** What is not refunded yet. The lists go by the order's lines. */
export interface Left {
  readonly goods: Minor[];
  /** Of the lines' own tax. */
  readonly tax: Minor[];
  /** Of the order's own tax. */
  order_tax: Minor;
  shipping: Minor;
}

/**
 * What is left of an order after a set of refunds: those that were accepted and not reversed. It depends on the set alone,
 * never on the order in which they arrived (rules.md 26). They are taken by `occurred_at`; at one instant first what names
 * lines or shipping, then what names tax, then what is spread. Neighbours of one kind are pooled and taken as one sum, so
 * that they commute to the minor unit:
 * - of a line, its goods and its own tax by what is left of both;
 * - of tax, all lines' tax and the order's own by what is left of each;
 * - spread: the goods of each line, all tax, and shipping, by what is left of each (rules.md 23).
 *
 * A refund that arrives late may leave less in a place than a later one named of it. What is missing there is spread at the
 * end, so that no refunded money is lost. The failure preferred: a pool that grows by a minor unit can move another one
 * from line to line, and a reversal row of that size with the other sign; sums stay exact and bounded.
 */
export function replayRefunds(order: SpreadOrder, refunds: readonly RefundFacts[]): Left {
  const left: Left = {
    goods: order.lines.map((line) => line.goods),
    tax: order.lines.map((line) => line.tax),
    order_tax: order.tax_amount,
    shipping: order.shipping_amount,
  };
  const units = order.lines.map(() => 0n);
  let missing = 0n;
  for (const pool of poolRefunds(refunds)) {
    if (pool.kind === 'named') missing += takeLines(order.lines, left, units, pool.lines);
    if (pool.kind === 'named') missing += takeShipping(left, pool.amount);
    if (pool.kind === 'tax') missing += takeTax(left, pool.amount);
    if (pool.kind === 'spread') missing += takeSpread(left, pool.amount);
  }
  if (missing > 0n) takeSpread(left, missing);
  return left;
}

/**
 * What is left as the owner sees it: `replayRefunds`, but nothing once the answers to refunds came to the whole order. Units
 * that are valued anew after a reversal may stand a minor unit off what was answered; this keeps "all" meaning all.
 */
export function leftOf(order: SpreadOrder, refunds: readonly RefundFacts[]): Left {
  if (moneyLeft(order, refunds) > 0n) return replayRefunds(order, refunds);
  return { goods: order.lines.map(() => 0n), tax: order.lines.map(() => 0n), order_tax: 0n, shipping: 0n };
}

/** The order's total less what the answers to its refunds came to. */
export function moneyLeft(order: SpreadOrder, refunds: readonly RefundFacts[]): Minor {
  const left = refunds.reduce((rest, refund) => rest - refund.amount, order.total_amount);
  return left < 0n ? 0n : left;
}

/** All that is left of the lines, of tax and of shipping. */
export function totalLeft(left: Left): Minor {
  return sum(left.goods) + sum(left.tax) + left.order_tax + left.shipping;
}

interface Pool {
  readonly kind: 'named' | 'tax' | 'spread';
  readonly lines: RefundLinePart[];
  /** Of shipping, of tax, or to be spread. */
  amount: Minor;
}

const turn = { named: 0, tax: 1, spread: 2 } as const;

function poolRefunds(refunds: readonly RefundFacts[]): Pool[] {
  const entries: (Pool & { at: number })[] = [];
  for (const { occurred_at, parts } of refunds) {
    const at = occurred_at.getTime();
    if (parts.lines.length > 0 || parts.shipping > 0n) {
      entries.push({ at, kind: 'named', lines: [...parts.lines], amount: parts.shipping });
    }
    if (parts.tax > 0n) entries.push({ at, kind: 'tax', lines: [], amount: parts.tax });
    if (parts.spread > 0n) entries.push({ at, kind: 'spread', lines: [], amount: parts.spread });
  }
  entries.sort((a, b) => a.at - b.at || turn[a.kind] - turn[b.kind]);
  const pools: Pool[] = [];
  for (const entry of entries) {
    const last = pools.at(-1);
    if (last?.kind !== entry.kind) {
      pools.push(entry);
      continue;
    }
    last.lines.push(...entry.lines);
    last.amount += entry.amount;
  }
  return pools;
}

/** Takes named parts of lines; `units` counts those valued by units so far. Returns what did not find its place. */
function takeLines(lines: readonly SpreadLine[], left: Left, units: bigint[], parts: readonly RefundLinePart[]): Minor {
  const told = new Map<string, { gross: Minor; units: bigint }>();
  for (const part of parts) {
    const so = told.get(part.line_id) ?? { gross: 0n, units: 0n };
    if (part.by_units) so.units += part.units;
    else so.gross += part.gross;
    told.set(part.line_id, so);
  }
  let missing = 0n;
  for (const [index, line] of lines.entries()) {
    const named = told.get(line.line_id);
    if (!named) continue;
    const before = units[index]!;
    units[index] = before + named.units;
    const asked = named.gross + grossOfUnits(line, before + named.units) - grossOfUnits(line, before);
    const taken = least(asked, left.goods[index]! + left.tax[index]!);
    const [goods = 0n, tax = 0n] = splitByLargestRemainder(taken, [left.goods[index]!, left.tax[index]!]);
    left.goods[index]! -= goods;
    left.tax[index]! -= tax;
    missing += asked - taken;
  }
  return missing;
}

function takeShipping(left: Left, asked: Minor): Minor {
  const taken = least(asked, left.shipping);
  left.shipping -= taken;
  return asked - taken;
}

function takeTax(left: Left, asked: Minor): Minor {
  const taken = least(asked, sum(left.tax) + left.order_tax);
  const parts = splitByLargestRemainder(taken, [...left.tax, left.order_tax]);
  left.order_tax -= parts.pop() ?? 0n;
  for (const [index, part] of parts.entries()) left.tax[index]! -= part;
  return asked - taken;
}

function takeSpread(left: Left, asked: Minor): Minor {
  const taken = least(asked, totalLeft(left));
  const parts = splitByLargestRemainder(taken, [...left.goods, sum(left.tax) + left.order_tax, left.shipping]);
  left.shipping -= parts.pop() ?? 0n;
  takeTax(left, parts.pop() ?? 0n);
  for (const [index, part] of parts.entries()) left.goods[index]! -= part;
  return asked - taken;
}

function sum(amounts: readonly Minor[]): Minor {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
