import { halfUp, type Line, refundedOf, shares, smaller, sum } from './recompute-refunds.ts';
import type { Json } from './world.ts';

/** What an explanation comes to, computed from its steps alone and by none of the code that computed it first. */
export interface Recomputed {
  /** "version line tier amount" of each commission, sorted. */
  readonly earned: string[];
  /** "line: base, refunded" of each line of the latest pricing that has anything refunded, sorted. */
  readonly refunded: string[];
  /** What must be taken back of each, by "version line tier". */
  readonly takenBack: ReadonlyMap<string, bigint>;
}

const decimals: Readonly<Record<string, bigint>> = { JPY: 0n, USD: 2n, EUR: 2n, KWD: 3n };

export function recomputeAmounts(steps: readonly Json[]): Recomputed {
  const [order] = steps.filter((step) => step.step === 'order');
  const versions: number[] = [...new Set(steps.filter((s) => s.step === 'program').map((s) => s.credit_version))];
  const earned = versions.flatMap((version) => commissionsOf(order, steps, version));
  const latest = Math.max(...steps.map((step) => step.credit_version ?? 0));
  const program = stepOf(steps, 'program', latest);
  const lines = program ? linesOf(order, steps, latest) : [];
  const refunded = refundedOf(order, lines, program, steps);
  const takenBack = new Map<string, bigint>();
  for (const { version, line, tier, amount, perOrder } of earned) {
    // What a reassignment took back is taken back whole.
    if (version < latest) takenBack.set(`${version} ${line} ${tier}`, amount);
    if (version < latest) continue;
    const counted = lines.map((_, index) => index).filter((index) => perOrder || lines[index]!.id === line);
    const base = sum(counted.map((index) => lines[index]!.base));
    const back = sum(counted.map((index) => refunded[index]!.base));
    takenBack.set(`${version} ${line} ${tier}`, halfUp(amount * back, base));
  }
  return {
    earned: earned.map(({ version, line, tier, amount }) => `${version} ${line} ${tier} ${amount}`).sort(),
    refunded: lines
      .flatMap(({ id, base }, i) => {
        const back = refunded[i]!;
        return back.base > 0n || back.gross > 0n ? [`${id}: ${base}, ${back.base}`] : [];
      })
      .sort(),
    takenBack,
  };
}

const stepOf = (steps: readonly Json[], name: string, version: number): Json =>
  steps.find((step) => step.step === name && step.credit_version === version);

/** The lines with their shares and bases (rules.md 13), from quantities, prices and what stands on the order. */
function linesOf(order: Json, steps: readonly Json[], version: number): Line[] {
  const told = steps.filter((step) => step.step === 'line' && step.credit_version === version);
  const program = stepOf(steps, 'program', version);
  const amounts = told.map((s) => BigInt(s.quantity) * BigInt(s.unit_amount) - BigInt(s.discount_amount));
  const quantities = told.map((s) => BigInt(s.quantity));
  const spread = (total: number): bigint[] => shares(BigInt(total), amounts, quantities);
  const [discounts, taxes, shippings] = [order.discount_amount, order.tax_amount, order.shipping_amount].map(spread);
  return told.map((s, i) => {
    const left = amounts[i]! - discounts![i]!;
    const inside = smaller(BigInt(s.tax_amount), left);
    const goods = order.prices_include_tax ? left - inside : left;
    const tax = order.prices_include_tax ? inside : BigInt(s.tax_amount);
    const base =
      goods + (program.include_tax ? tax + taxes![i]! : 0n) + (program.include_shipping ? shippings![i]! : 0n);
    const rest = { taxShare: taxes![i]!, shippingShare: shippings![i]!, terms: s.terms };
    return { id: s.line_id, quantity: BigInt(s.quantity), goods, tax, base, ...rest };
  });
}

interface Earned {
  readonly version: number;
  readonly line: string;
  readonly tier: 1 | 2;
  readonly amount: bigint;
  /** Reversed by the whole order, and not by the line. */
  readonly perOrder: boolean;
}

/** Rules.md 15 to 19 and 21. */
function commissionsOf(order: Json, steps: readonly Json[], version: number): Earned[] {
  const program = stepOf(steps, 'program', version);
  const exchange = stepOf(steps, 'exchange_rate', version)?.exchange;
  const two = stepOf(steps, 'sponsor', version)?.sponsor_id != null;
  const into = (base: bigint): bigint => {
    if (!exchange) return base;
    const [from, to] = [decimals[exchange.from]!, decimals[exchange.to]!];
    return halfUp(base * BigInt(exchange.numerator) * 10n ** to, BigInt(exchange.denominator) * 10n ** from);
  };
  const paying = linesOf(order, steps, version).filter((line) => !line.terms.none && line.base > 0n);
  const perOrder = (tier: Json): boolean => tier?.rate.kind === 'flat' && tier.rate.per === 'order';
  const highest = (lines: readonly Line[], tier: 'tier1' | 'tier2'): Line | undefined =>
    lines.reduce<Line | undefined>(
      (best, line) => (best && best.terms[tier].rate.amount >= line.terms[tier].rate.amount ? best : line),
      undefined,
    );
  const best1 = highest(
    paying.filter((line) => perOrder(line.terms.tier1)),
    'tier1',
  );
  const best2 =
    best1 && perOrder(best1.terms.tier2)
      ? best1
      : highest(
          paying.filter((line) => !perOrder(line.terms.tier1) && perOrder(line.terms.tier2)),
          'tier2',
        );
  const amountOf = (rate: Json, base: bigint, quantity: bigint): bigint => {
    if (rate.kind === 'percent') return halfUp(base * BigInt(rate.bps), 10_000n);
    return BigInt(rate.amount) * (rate.per === 'unit' ? quantity : 1n);
  };
  const earned: Earned[] = [];
  for (const line of paying) {
    const { tier1, tier2 } = line.terms;
    const first = perOrder(tier1) && line !== best1 ? 0n : amountOf(tier1.rate, into(line.base), line.quantity);
    earned.push({ version, line: line.id, tier: 1, amount: first, perOrder: perOrder(tier1) });
    if (!two || !tier2 || (perOrder(tier2) && line !== best2)) continue;
    const onFirst = tier2.rate.kind === 'percent' && program.tier2_base === 'commission';
    const second = amountOf(tier2.rate, onFirst ? first : into(line.base), line.quantity);
    earned.push({ version, line: line.id, tier: 2, amount: second, perOrder: perOrder(onFirst ? tier1 : tier2) });
  }
  return earned.filter((row) => row.amount > 0n);
}
