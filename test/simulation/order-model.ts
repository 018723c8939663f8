import { lesser, nearest, share, total } from './arithmetic.ts';

/** An order as the simulation sent it. */
export interface SentLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unit_amount: number;
  readonly discount_amount: number;
  readonly tax_amount: number;
}
export interface SentOrder {
  readonly currency: string;
  readonly items: readonly SentLine[];
  readonly discount_amount: number;
  readonly shipping_amount: number;
  readonly tax_amount: number;
}

export interface LineParts {
  readonly goods: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  readonly taxShare: bigint;
  readonly shippingShare: bigint;
}

/** What of a program decides on the base. */
export interface Inclusion {
  readonly include_tax: boolean;
  readonly include_shipping: boolean;
}

/** Rule 13, by the words of the rule. */
export function partsOf(order: SentOrder, taxInside: boolean): LineParts[] {
  const amounts = order.items.map(
    (line) => BigInt(line.quantity) * BigInt(line.unit_amount) - BigInt(line.discount_amount),
  );
  const quantities = order.items.map((line) => BigInt(line.quantity));
  const spread = (whole: number): bigint[] => share(BigInt(whole), amounts, quantities);
  const [discounts, taxes, shippings] = [order.discount_amount, order.tax_amount, order.shipping_amount].map(spread);
  return order.items.map((line, index) => {
    const left = amounts[index]! - discounts![index]!;
    const tax = taxInside ? lesser(BigInt(line.tax_amount), left) : BigInt(line.tax_amount);
    const goods = taxInside ? left - tax : left;
    return { goods, tax, gross: goods + tax, taxShare: taxes![index]!, shippingShare: shippings![index]! };
  });
}

export const baseOfLine = (line: LineParts, { include_tax, include_shipping }: Inclusion): bigint =>
  line.goods + (include_tax ? line.tax + line.taxShare : 0n) + (include_shipping ? line.shippingShare : 0n);

/** A refund taken apart: what it names of lines, of tax and of shipping, and what is to be spread. */
export interface RefundParts {
  readonly lines: readonly { readonly index: number; readonly units: bigint; readonly gross: bigint | null }[];
  readonly tax: bigint;
  readonly shipping: bigint;
  readonly spread: bigint;
}
export interface ModelRefund {
  readonly id: string;
  readonly at: number;
  readonly amount: bigint;
  readonly parts: RefundParts;
  undone: boolean;
}

interface Left {
  readonly goods: bigint[];
  readonly tax: bigint[];
  readonly units: bigint[];
  orderTax: bigint;
  shipping: bigint;
}

/** What is left of an order: its money, and of each part of it (rules 23 to 26). */
export class OrderModel {
  readonly lines: readonly LineParts[];
  readonly quantities: readonly bigint[];
  readonly orderTax: bigint;
  readonly shipping: bigint;
  readonly total: bigint;
  readonly refunds: ModelRefund[] = [];

  constructor(order: SentOrder, taxInside: boolean) {
    this.lines = partsOf(order, taxInside);
    this.quantities = order.items.map((line) => BigInt(line.quantity));
    this.orderTax = BigInt(order.tax_amount);
    this.shipping = BigInt(order.shipping_amount);
    this.total = total(this.lines.map(({ gross }) => gross)) + this.orderTax + this.shipping;
  }

  get standing(): ModelRefund[] {
    return this.refunds.filter(({ undone }) => !undone);
  }

  get money(): bigint {
    const left = this.total - total(this.standing.map(({ amount }) => amount));
    return left < 0n ? 0n : left;
  }

  /** Of each part, after the refunds in the order in which they happened; neighbours of a kind are one sum. */
  left(): Left {
    const left: Left = {
      goods: this.lines.map(({ goods }) => goods),
      tax: this.lines.map(({ tax }) => tax),
      units: [...this.quantities],
      orderTax: this.orderTax,
      shipping: this.shipping,
    };
    const valued = this.lines.map(() => 0n);
    let homeless = 0n;
    for (const group of this.#groups()) {
      if (group.kind === 'named') homeless += this.#takeNamed(left, valued, group.all);
      const sum = total(group.all.map(({ tax, spread }) => (group.kind === 'tax' ? tax : spread)));
      if (group.kind === 'tax') homeless += takeTax(left, sum);
      if (group.kind === 'spread') homeless += takeSpread(left, sum);
    }
    if (homeless > 0n) takeSpread(left, homeless);
    return left;
  }

  #groups(): { kind: 'named' | 'tax' | 'spread'; all: RefundParts[] }[] {
    const steps = this.standing.flatMap(({ at, parts }) => [
      ...(parts.lines.length > 0 || parts.shipping > 0n ? [{ at, turn: 0, kind: 'named' as const, parts }] : []),
      ...(parts.tax > 0n ? [{ at, turn: 1, kind: 'tax' as const, parts }] : []),
      ...(parts.spread > 0n ? [{ at, turn: 2, kind: 'spread' as const, parts }] : []),
    ]);
    steps.sort((a, b) => a.at - b.at || a.turn - b.turn);
    const groups: { kind: 'named' | 'tax' | 'spread'; all: RefundParts[] }[] = [];
    for (const { kind, parts } of steps) {
      const last = groups.at(-1);
      if (last?.kind === kind) last.all.push(parts);
      else groups.push({ kind, all: [parts] });
    }
    return groups;
  }

  #takeNamed(left: Left, valued: bigint[], all: readonly RefundParts[]): bigint {
    let homeless = 0n;
    for (const [index, line] of this.lines.entries()) {
      const named = all.flatMap((parts) => parts.lines).filter((part) => part.index === index);
      if (named.length === 0) continue;
      const units = total(named.filter(({ gross }) => gross === null).map((part) => part.units));
      const before = valued[index]!;
      valued[index] = before + units;
      left.units[index]! -= total(named.map((part) => part.units));
      const worth = (count: bigint): bigint => nearest(line.gross * count, this.quantities[index]!);
      const told = total(named.map(({ gross }) => gross ?? 0n));
      const asked = told + worth(before + units) - worth(before);
      const taken = lesser(asked, left.goods[index]! + left.tax[index]!);
      const [goods, tax] = share(taken, [left.goods[index]!, left.tax[index]!]);
      left.goods[index]! -= goods!;
      left.tax[index]! -= tax!;
      homeless += asked - taken;
    }
    const shipping = total(all.map((parts) => parts.shipping));
    const taken = lesser(shipping, left.shipping);
    left.shipping -= taken;
    return homeless + shipping - taken;
  }

  /** Of each line: its base, and how much of that is refunded. */
  refunded(inclusion: Inclusion): { base: bigint; back: bigint }[] {
    const left = this.left();
    const isOver = this.standing.length > 0 && this.money === 0n;
    const part = (whole: bigint, rest: bigint, piece: bigint): bigint =>
      whole === 0n ? 0n : nearest(piece * (whole - rest), whole);
    return this.lines.map((line, index) => {
      const base = baseOfLine(line, inclusion);
      if (isOver) return { base, back: base };
      const goods = line.goods - left.goods[index]!;
      const tax = line.tax - left.tax[index]! + part(this.orderTax, left.orderTax, line.taxShare);
      const shipping = part(this.shipping, left.shipping, line.shippingShare);
      const back = goods + (inclusion.include_tax ? tax : 0n) + (inclusion.include_shipping ? shipping : 0n);
      return { base, back };
    });
  }
}

function takeTax(left: Left, asked: bigint): bigint {
  const taken = lesser(asked, total(left.tax) + left.orderTax);
  const pieces = share(taken, [...left.tax, left.orderTax]);
  left.orderTax -= pieces.at(-1)!;
  for (const index of left.tax.keys()) left.tax[index]! -= pieces[index]!;
  return asked - taken;
}

function takeSpread(left: Left, asked: bigint): bigint {
  const taxes = total(left.tax) + left.orderTax;
  const taken = lesser(asked, total(left.goods) + taxes + left.shipping);
  const pieces = share(taken, [...left.goods, taxes, left.shipping]);
  left.shipping -= pieces.at(-1)!;
  takeTax(left, pieces.at(-2)!);
  for (const index of left.goods.keys()) left.goods[index]! -= pieces[index]!;
  return asked - taken;
}
