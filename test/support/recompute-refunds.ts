import type { Json } from './world.ts';

export const halfUp = (over: bigint, under: bigint): bigint => (2n * over + under) / (2n * under);
export const sum = (parts: readonly bigint[]): bigint => parts.reduce((total, part) => total + part, 0n);
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The parts get their floors; what is missing goes, one each, to the largest remainders, the earlier first. */
export function shares(total: bigint, weights: readonly bigint[], instead: readonly bigint[] = []): bigint[] {
  const all = sum(weights);
  if (all === 0n) {
    if (sum(instead) > 0n) return shares(total, instead);
    return weights.map((_, index) => (index === 0 ? total : 0n));
  }
  const parts = weights.map((weight) => (total * weight) / all);
  const order = weights.map((weight, index) => ({ index, rest: (total * weight) % all }));
  order.sort((a, b) => (b.rest > a.rest ? 1 : b.rest < a.rest ? -1 : a.index - b.index));
  for (const { index } of order.slice(0, Number(total - sum(parts)))) parts[index]! += 1n;
  return parts;
}

/** A line as the steps tell it, with what is taken of it for the base. */
export interface Line {
  readonly id: string;
  readonly quantity: bigint;
  readonly goods: bigint;
  readonly tax: bigint;
  readonly taxShare: bigint;
  readonly shippingShare: bigint;
  readonly base: bigint;
  readonly terms: Json;
}

interface Pool {
  readonly kind: 'named' | 'tax' | 'spread';
  readonly lines: Json[];
  amount: bigint;
}

/** What the refunds that stand come to (rules.md 23, 25, 26): by their instants, neighbours of one kind as one. */
function poolsOf(steps: readonly Json[]): { pools: Pool[]; told: bigint } {
  const undone = new Set(steps.filter((s) => s.outcome === 'refund_undone').map((s) => s.refund_id));
  const stands = steps.filter((s) => s.step === 'refund' && s.outcome !== 'refund_undone' && !undone.has(s.refund_id));
  const kinds = ['named', 'tax', 'spread'] as const;
  const entries = stands.flatMap(({ occurred_at, parts }) => {
    const amounts = { named: BigInt(parts.shipping), tax: BigInt(parts.tax), spread: BigInt(parts.spread) };
    return kinds
      .map((kind) => ({
        at: occurred_at,
        kind,
        lines: kind === 'named' ? [...parts.lines] : [],
        amount: amounts[kind],
      }))
      .filter((entry) => entry.amount > 0n || entry.lines.length > 0);
  });
  entries.sort((a, b) => (a.at === b.at ? kinds.indexOf(a.kind) - kinds.indexOf(b.kind) : a.at < b.at ? -1 : 1));
  const pools: Pool[] = [];
  for (const { kind, lines, amount } of entries) {
    const last = pools.at(-1);
    if (last?.kind === kind) {
      last.lines.push(...lines);
      last.amount += amount;
    } else pools.push({ kind, lines, amount });
  }
  return { pools, told: sum(stands.map((s) => BigInt(s.amount))) };
}

/** What is not refunded yet. */
interface Left {
  readonly goods: bigint[];
  /** Of each line, and last of the order. */
  readonly tax: bigint[];
  readonly shipping: bigint[];
  /** Of each line, what is valued by units so far. */
  readonly units: bigint[];
}

function take(from: bigint[], parts: readonly bigint[]): void {
  for (const [index, part] of parts.entries()) from[index]! -= part;
}

/** Resolves to what did not find its place; so do the other two. */
function takeTax(left: Left, amount: bigint): bigint {
  const taken = smaller(amount, sum(left.tax));
  if (taken > 0n) take(left.tax, shares(taken, left.tax));
  return amount - taken;
}

function takeSpread(left: Left, amount: bigint): bigint {
  const { goods, tax, shipping } = left;
  const taken = smaller(amount, sum([...goods, ...tax, ...shipping]));
  if (taken === 0n) return amount;
  const parts = shares(taken, [...goods, sum(tax), ...shipping]);
  take(goods, parts.slice(0, goods.length));
  take(shipping, parts.slice(-1));
  takeTax(left, parts.at(-2)!);
  return amount - taken;
}

function takeNamed(lines: readonly Line[], left: Left, pool: Pool): bigint {
  const { goods, tax, shipping, units } = left;
  let missing = 0n;
  for (const [index, line] of lines.entries()) {
    const mine = pool.lines.filter((part) => part.line_id === line.id);
    const [before, gross] = [units[index]!, line.goods + line.tax];
    units[index]! += sum(mine.filter((part) => part.by_units).map((part) => BigInt(part.units)));
    const valued = halfUp(gross * units[index]!, line.quantity) - halfUp(gross * before, line.quantity);
    const asked = valued + sum(mine.filter((part) => !part.by_units).map((part) => BigInt(part.gross)));
    const taken = smaller(asked, goods[index]! + tax[index]!);
    missing += asked - taken;
    if (taken === 0n) continue;
    const [ofGoods, ofTax] = shares(taken, [goods[index]!, tax[index]!]);
    goods[index]! -= ofGoods!;
    tax[index]! -= ofTax!;
  }
  const taken = smaller(pool.amount, shipping[0]!);
  shipping[0]! -= taken;
  return missing + pool.amount - taken;
}

/** What is left of the lines, of tax and of shipping once all refunds that stand are taken. */
function leftOf(order: Json, lines: readonly Line[], steps: readonly Json[]): Left {
  const { pools, told } = poolsOf(steps);
  const [tax, shipping] = [BigInt(order.tax_amount), BigInt(order.shipping_amount)];
  const none = lines.map(() => 0n);
  // Once the answers came to the whole order, nothing is left of it.
  if (pools.length > 0 && told >= BigInt(order.total_amount))
    return { goods: none, tax: [...none, 0n], shipping: [0n], units: none };
  const goods = lines.map((line) => line.goods);
  const left: Left = { goods, tax: [...lines.map((line) => line.tax), tax], shipping: [shipping], units: none };
  const missing = pools.map((pool) => {
    if (pool.kind === 'named') return takeNamed(lines, left, pool);
    return pool.kind === 'tax' ? takeTax(left, pool.amount) : takeSpread(left, pool.amount);
  });
  takeSpread(left, sum(missing));
  return left;
}

/** What is refunded of each line: of its base, and of what the customer paid. */
export function refundedOf(order: Json, lines: readonly Line[], program: Json, steps: readonly Json[]) {
  const left = leftOf(order, lines, steps);
  const part = (share: bigint, rest: bigint, whole: number): bigint =>
    whole === 0 ? 0n : halfUp(share * (BigInt(whole) - rest), BigInt(whole));
  return lines.map((line, index) => {
    const goods = line.goods - left.goods[index]!;
    const tax = line.tax - left.tax[index]!;
    const ofTax = part(line.taxShare, left.tax.at(-1)!, order.tax_amount);
    const ofShipping = part(line.shippingShare, left.shipping[0]!, order.shipping_amount);
    const base = goods + (program.include_tax ? tax + ofTax : 0n) + (program.include_shipping ? ofShipping : 0n);
    return { base, gross: goods + tax };
  });
}
