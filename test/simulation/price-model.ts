import { exchange, nearest } from './arithmetic.ts';
import { baseOfLine, type OrderModel, type SentOrder } from './order-model.ts';
import type { Timeline } from './timeline.ts';

export interface Terms {
  readonly kind: 'percent' | 'flat';
  readonly per?: 'unit' | 'line' | 'order';
  /** Basis points, or minor units of the program's currency. */
  readonly tier1: number;
  readonly tier2?: number;
  readonly max_payments?: number;
  readonly later?: number;
}

export interface Program {
  readonly id: string;
  readonly currency: string;
  readonly tiers: 1 | 2;
  readonly tier2_base: 'sale' | 'commission';
  readonly manual: boolean;
  readonly settings: Timeline<ProgramSettings>;
  readonly defaults: Timeline<Terms | null>;
  readonly products: Map<string, Timeline<Terms | null>>;
}

/** What may be changed of a program on the way. */
export interface ProgramSettings {
  readonly hold_days: number;
  readonly include_tax: boolean;
  readonly include_shipping: boolean;
}

/** What a line earns a tier: rules 14 to 21. */
export interface Earned {
  readonly tier: 1 | 2;
  readonly line: number;
  readonly amount: bigint;
  /** Reversed by all lines together, and not by its own. */
  readonly perOrder: boolean;
}

export interface Question {
  readonly sent: SentOrder;
  readonly order: OrderModel;
  readonly program: Program;
  readonly own: Terms | null;
  /** The step whose terms count. */
  readonly step: number;
  readonly payment: number;
  readonly hasSponsor: boolean;
}

export const settingsAt = (program: Program, step: number): ProgramSettings =>
  program.settings.at(step) ?? program.settings.first!;

/** The program's terms for a product: those of the product, else the default; before the program was there, its first. */
function termsFor({ program, step }: Question, sku: string): Terms | null {
  const isEarly = program.settings.at(step) === undefined;
  const found = (line: Timeline<Terms | null> | undefined): Terms | null =>
    (isEarly ? line?.first : line?.at(step)) ?? null;
  return found(program.products.get(sku)) ?? found(program.defaults);
}

export function price(question: Question): Earned[] {
  const { sent, order, program, own, step, payment, hasSponsor } = question;
  const inclusion = settingsAt(program, step);
  const earned: Earned[] = [];
  let perOrderDone = false;
  for (const [line, item] of sent.items.entries()) {
    const base = baseOfLine(order.lines[line]!, inclusion);
    const terms = termsFor(question, item.sku);
    if (!terms || base <= 0n) continue;
    const paying = own ?? terms;
    if (paying.max_payments !== undefined && payment > paying.max_payments) continue;
    const converted = exchange(base, sent.currency, program.currency);
    const perOrder = paying.kind === 'flat' && paying.per === 'order';
    if (perOrder && perOrderDone) continue;
    perOrderDone ||= perOrder;
    const first = amountOf(
      paying,
      payment > 1 ? (paying.later ?? paying.tier1) : paying.tier1,
      converted,
      item.quantity,
    );
    if (first > 0n) earned.push({ tier: 1, line, amount: first, perOrder });
    const rate = own?.tier2 ?? terms.tier2;
    if (program.tiers !== 2 || !hasSponsor || rate === undefined) continue;
    const second = nearest((program.tier2_base === 'sale' ? converted : first) * BigInt(rate), 10_000n);
    if (second > 0n) earned.push({ tier: 2, line, amount: second, perOrder: false });
  }
  return earned;
}

function amountOf(terms: Terms, rate: number, base: bigint, quantity: number): bigint {
  if (terms.kind === 'percent') return nearest(base * BigInt(rate), 10_000n);
  return BigInt(rate) * (terms.per === 'unit' ? BigInt(quantity) : 1n);
}

/** Rule 23: the whole that is reversed of a commission by now. */
export function reversedOf(earned: Earned, order: OrderModel, inclusion: ProgramSettings): bigint {
  const lines = order.refunded(inclusion);
  const some = earned.perOrder ? lines : [lines[earned.line]!];
  const base = some.reduce((sum, line) => sum + line.base, 0n);
  const back = some.reduce((sum, line) => sum + line.back, 0n);
  return base === 0n ? 0n : nearest(earned.amount * back, base);
}
