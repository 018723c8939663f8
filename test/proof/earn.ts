import type { Credit, Order, ProgramVersion, TermsBody } from './account-facts.ts';
import { nearest } from './arithmetic.ts';
import { decimals, type LookUp, ms } from './look-up.ts';
import { baseOf, type SpreadOrder } from './spread.ts';

/** A commission that should be there. */
export interface Earned {
  readonly order: string;
  readonly version: number;
  readonly line: string;
  readonly tier: 1 | 2;
  readonly partner: string;
  readonly base: bigint;
  readonly bps: number | null;
  readonly terms: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly payableOn: number;
  /** Reversed by the base of all lines, since it is one for the whole order. */
  readonly ofWholeOrder: boolean;
}

export interface Priced {
  readonly program: ProgramVersion;
  /** By the order's own instant: how long it is held, and who approves. */
  readonly hold: ProgramVersion;
  readonly earned: readonly Earned[];
}

/** What one tier of a line is paid. */
interface Pay {
  readonly terms: string;
  readonly bps: number | null;
  readonly flat: { readonly per: string; readonly amount: bigint } | null;
}

interface PaidLine {
  readonly id: string;
  readonly quantity: bigint;
  readonly base: bigint;
  readonly one: Pay;
  readonly two: Pay | null;
}

const DAY = 86_400_000;

/** What an order earns the credited partner and their sponsor by the terms alone (rules 12 to 21). */
export function earn(look: LookUp, order: Order, spread: SpreadOrder, credit: Credit): Priced | null {
  const partner = credit.partner_id;
  if (partner === null) return null;
  const [at, known] = [ms(order.occurred_at), ms(credit.at)];
  const others = look.otherPayments(order, credit);
  const number = order.payment_number ?? 1;
  const first = number > 1 ? [...others].sort((a, b) => (a.id < b.id ? -1 : 1))[0] : undefined;
  const termsAt = first ? ms(first.occurred_at) : at;
  const joined =
    look.standing(partner, termsAt, known)?.program_id ??
    look.standing(partner, at, known)?.program_id ??
    look.history(partner)[0]!.program_id;
  const program = look.version(joined, termsAt, known);
  const hold = look.version(joined, at, known);
  const free = others.filter((one) => one.payment_number! < number && one.total_amount === 0).length;
  const payment = Math.max(1, number - free);
  const lines = spread.lines.flatMap((line): PaidLine[] => {
    const base = inProgram(look, order, baseOf(line, program), program.currency, known);
    const pays = payOf(look, { program: joined, partner, sku: line.sku, at: termsAt, known, payment });
    return pays && baseOf(line, program) > 0n ? [{ id: line.id, quantity: line.quantity, base, ...pays }] : [];
  });
  const sponsor = program.tiers === 2 ? sponsorOf(look, order, partner, known) : null;
  const earned = earnLines(lines, program, sponsor !== null).map((row) => ({
    ...row,
    order: order.id,
    version: credit.version,
    partner: row.tier === 1 ? partner : sponsor!,
    currency: program.currency,
    payableOn: at + hold.hold_days * DAY,
  }));
  return { program, hold, earned };
}

function sponsorOf(look: LookUp, order: Order, partner: string, known: number): string | null {
  const at = ms(order.occurred_at);
  const sponsor = look.standing(partner, at, known)?.sponsor_id ?? null;
  if (sponsor === null || look.standing(sponsor, at, known)?.status !== 'approved') return null;
  return look.isCustomer(order, sponsor) ? null : sponsor;
}

function inProgram(look: LookUp, order: Order, base: bigint, currency: string, known: number): bigint {
  if (order.currency === currency) return base;
  const [up, down] = look.rate(order.currency, currency, ms(order.occurred_at), known);
  return nearest(base * up * 10n ** decimals(currency), down * 10n ** decimals(order.currency));
}

interface Asked {
  readonly program: string;
  readonly partner: string;
  readonly sku: string;
  readonly at: number;
  readonly known: number;
  readonly payment: number;
}

/** The terms of a line: own ones before the product's, those before the program's default. Null: it earns nothing. */
function payOf(look: LookUp, asked: Asked): { one: Pay; two: Pay | null } | null {
  const { program, partner, sku, at, known, payment } = asked;
  const general =
    look.terms(`product ${program} ${sku}`, at, known, program) ?? look.terms(`default ${program}`, at, known, program);
  if (!general) return null;
  const own = look.terms(`partner ${partner}`, at, known, null);
  const paying = own ?? general;
  const most = paying.body.max_payments ?? null;
  if (most !== null && payment > most) return null;
  const later = payment > 1;
  return { one: tierOf(paying, 1, later)!, two: tierOf(paying, 2, later) ?? tierOf(general, 2, later) };
}

function tierOf({ id, body }: { id: string; body: TermsBody }, tier: 1 | 2, later: boolean): Pay | null {
  const [bps, amount] =
    tier === 1 ? (['tier1_bps', 'tier1_amount'] as const) : (['tier2_bps', 'tier2_amount'] as const);
  const value = (name: typeof bps | typeof amount) =>
    (later ? body.later_payments?.[name] : null) ?? body[name] ?? null;
  if (body.kind === 'percent') {
    const rate = value(bps);
    return rate === null ? null : { terms: id, bps: rate, flat: null };
  }
  const flat = value(amount);
  return flat === null ? null : { terms: id, bps: null, flat: { per: body.per!, amount: BigInt(flat) } };
}

type EarnedLine = Pick<Earned, 'line' | 'tier' | 'base' | 'bps' | 'terms' | 'amount' | 'ofWholeOrder'>;

const isOnce = (pay: Pay | null): boolean => pay?.flat?.per === 'order';

/** One amount for the whole order stands on one line: the highest, of equal ones the earliest. */
function highest(lines: readonly PaidLine[], payOf: (line: PaidLine) => Pay | null): PaidLine | undefined {
  const once = lines.filter((line) => isOnce(payOf(line)));
  const amountOf = (line: PaidLine): bigint => payOf(line)!.flat!.amount;
  // Sorting keeps the order of equal ones.
  return once.toSorted((a, b) => (amountOf(a) === amountOf(b) ? 0 : amountOf(a) > amountOf(b) ? -1 : 1))[0];
}

function earnLines(lines: readonly PaidLine[], program: ProgramVersion, hasSponsor: boolean): EarnedLine[] {
  const onceOne = highest(lines, (line) => line.one);
  const onceTwo =
    onceOne && isOnce(onceOne.two)
      ? onceOne
      : highest(
          lines.filter((line) => !isOnce(line.one)),
          (line) => line.two,
        );
  const found: EarnedLine[] = [];
  for (const line of lines) {
    const first = isOnce(line.one) && line !== onceOne ? null : pay(line, 1, line.one, line.base);
    if (first && first.amount > 0n) found.push(first);
    if (!hasSponsor || !line.two || (isOnce(line.two) && line !== onceTwo)) continue;
    const ofCommission = line.two.flat === null && program.tier2_base === 'commission';
    if (ofCommission && (!first || first.amount === 0n)) continue;
    const second = pay(line, 2, line.two, ofCommission ? first!.amount : line.base);
    // A share of what is one for the whole order is one for the whole order.
    if (second.amount > 0n)
      found.push({ ...second, ofWholeOrder: second.ofWholeOrder || (ofCommission && first!.ofWholeOrder) });
  }
  return found;
}

function pay(line: PaidLine, tier: 1 | 2, how: Pay, base: bigint): EarnedLine {
  const shown = { line: line.id, tier, bps: how.bps, terms: how.terms };
  if (how.flat === null)
    return { ...shown, base, amount: nearest(base * BigInt(how.bps!), 10_000n), ofWholeOrder: false };
  const times = how.flat.per === 'unit' ? line.quantity : 1n;
  return { ...shown, base: line.base, amount: how.flat.amount * times, ofWholeOrder: how.flat.per === 'order' };
}
