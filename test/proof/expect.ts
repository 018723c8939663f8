import { instantOf, nearest } from './arithmetic.ts';
import type { Agreement, Partner, Program, Terms } from './facts.ts';
import { readCsv } from './read-csv.ts';
import type { Cancellation, Line, Order } from './read-orders.ts';

/** A commission that should be there: on a line of an order, or what a cancellation takes back of it. */
export interface Expected {
  readonly kind: 'sale' | 'reversal';
  readonly partner: string;
  readonly tier: number;
  readonly line: number;
  readonly amount: bigint;
  readonly at: number;
}

interface Earned {
  readonly sale: Expected;
  /** What it was computed on: the line, or all lines of the order. */
  readonly lines: readonly Line[];
  reversed: bigint;
}

interface Referral {
  readonly partner: string;
  readonly at: number;
}

const DAY = 86_400_000;

/** Each customer's referrals, where the partner had joined by then (rules 4 and 5). */
export function readReferrals(file: string, agreement: Agreement, zone: string): Map<string, Referral[]> {
  const joined = new Map(agreement.partners.map((one) => [one.code.toLowerCase(), one]));
  const byCustomer = new Map<string, Referral[]>();
  for (const { row } of readCsv(file)) {
    const at = instantOf(row['since']!.trim(), zone);
    const partner = joined.get(row['partner_code']!.trim().toLowerCase());
    if (!partner || Date.parse(partner.joined_at) > at) continue;
    const customer = row['customer']!.trim();
    byCustomer.set(customer, [...(byCustomer.get(customer) ?? []), { partner: partner.code, at }]);
  }
  return byCustomer;
}

/** Computes what everybody should have, from the file, the referrals and the terms alone (rules 8, 13 to 19, 23). */
export function expectAll(
  agreement: Agreement,
  orders: ReadonlyMap<string, Order>,
  cancellations: readonly Cancellation[],
  referrals: ReadonlyMap<string, Referral[]>,
) {
  if (agreement.credit !== 'last') throw new Error('this proof knows the credit setting "last" only');
  const programs = new Map(agreement.programs.map((one) => [one.name, one]));
  const partners = new Map(agreement.partners.map((one) => [one.code, one]));
  const credits = new Map<string, string | null>();
  const earned = new Map<string, Earned[]>();
  for (const order of orders.values()) {
    const partner = creditOf(order, referrals.get(order.customer) ?? [], partners, programs);
    credits.set(order.number, partner?.code ?? null);
    earned.set(order.number, partner ? earnOn(order, partner, programs.get(partner.program)!, partners) : []);
  }
  const rows = new Map([...earned].map(([number, list]) => [number, list.map((one) => one.sale)]));
  takeBack(orders, cancellations, earned, rows);
  return { credits, rows };
}

/** The last referrer who was stored before the order and still counts. */
function creditOf(
  order: Order,
  referrals: readonly Referral[],
  partners: ReadonlyMap<string, Partner>,
  programs: ReadonlyMap<string, Program>,
): Partner | null {
  const last = referrals.filter((one) => one.at <= order.at).sort((a, b) => b.at - a.at)[0];
  if (order.customer === '' || !last) return null;
  const partner = partners.get(last.partner)!;
  const days = programs.get(partner.program)!.lead_window_days;
  return days === null || order.at <= last.at + days * DAY ? partner : null;
}

function earnOn(order: Order, partner: Partner, program: Program, partners: ReadonlyMap<string, Partner>): Earned[] {
  const sponsor = partner.sponsor === null ? undefined : partners.get(partner.sponsor);
  const second = program.tiers === 2 && sponsor && Date.parse(sponsor.joined_at) <= order.at ? sponsor : null;
  const found: Earned[] = [];
  const perOrder: { line: number; terms: Terms }[] = [];
  const add = (line: number, lines: readonly Line[], one: bigint, two: bigint): void => {
    for (const [tier, code, amount] of [
      [1, partner.code, one],
      [2, second?.code, two],
    ] as const) {
      if (amount > 0n && code !== undefined)
        found.push({ sale: { kind: 'sale', partner: code, tier, line, amount, at: order.at }, lines, reversed: 0n });
    }
  };
  for (const [index, line] of order.lines.entries()) {
    // The product's terms go before the default's. Own terms count from when they are set, and real orders are older.
    const terms = program.products[line.sku] ?? program.default_terms;
    if (!terms || line.amount <= 0n) continue;
    if (terms.kind === 'flat' && terms.per === 'order') perOrder.push({ line: index, terms });
    else add(index, [line], ...amountsOf(terms, line, program));
  }
  const [best] = perOrder.sort((a, b) => b.terms.tier1_amount! - a.terms.tier1_amount! || a.line - b.line);
  if (best) add(best.line, order.lines, BigInt(best.terms.tier1_amount!), BigInt(best.terms.tier2_amount ?? 0));
  return found;
}

function amountsOf(terms: Terms, line: Line, program: Program): [bigint, bigint] {
  if (terms.kind === 'flat') {
    const times = terms.per === 'unit' ? line.quantity : 1n;
    return [BigInt(terms.tier1_amount!) * times, BigInt(terms.tier2_amount ?? 0) * times];
  }
  const first = nearest(line.amount * BigInt(terms.tier1_bps!), 10_000n);
  const base = program.tier2_base === 'commission' ? first : line.amount;
  return [first, nearest(base * BigInt(terms.tier2_bps ?? 0), 10_000n)];
}

/** Cancellations, one after the other: each takes the customer's latest earlier purchases with units left. */
function takeBack(
  orders: ReadonlyMap<string, Order>,
  cancellations: readonly Cancellation[],
  earned: ReadonlyMap<string, Earned[]>,
  rows: ReadonlyMap<string, Expected[]>,
): void {
  const bought = new Map<string, { order: Order; index: number; line: Line }[]>();
  for (const order of orders.values()) {
    if (order.customer === '') continue;
    for (const [index, line] of order.lines.entries()) {
      const key = `${order.customer}\n${line.sku}`;
      bought.set(key, [...(bought.get(key) ?? []), { order, index, line }]);
    }
  }
  const later = (a: { order: Order; index: number }, b: { order: Order; index: number }): number => {
    if (a.order.at !== b.order.at) return b.order.at - a.order.at;
    if (a.order.number !== b.order.number) return a.order.number < b.order.number ? 1 : -1;
    return b.index - a.index;
  };
  for (const one of cancellations) {
    const touched = new Set<string>();
    let units = one.units;
    for (const { order, line } of (bought.get(`${one.customer}\n${one.sku}`) ?? []).sort(later)) {
      if (order.at > one.at || units === 0n) continue;
      const left = line.quantity - line.back;
      let part = units;
      if (left < part) part = left;
      if (part > 0n) touched.add(order.number);
      line.back += part;
      units -= part;
    }
    for (const number of touched) for (const was of earned.get(number)!) reverse(was, one.at, rows.get(number)!);
  }
}

/** All that must be reversed by now, less what is reversed already. */
function reverse(was: Earned, at: number, rows: Expected[]): void {
  const whole = was.lines.reduce((sum, line) => sum + line.amount, 0n);
  const back = was.lines.reduce((sum, line) => sum + nearest(line.amount * line.back, line.quantity), 0n);
  const due = nearest(was.sale.amount * back, whole);
  if (due !== was.reversed) rows.push({ ...was.sale, kind: 'reversal', amount: was.reversed - due, at });
  was.reversed = due;
}
