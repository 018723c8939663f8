import { divideHalfUp, type Minor, toJsonAmount } from '../../../values/money.ts';

/** What a refund names of one line. */
export interface RefundLinePart {
  readonly line_id: string;
  /** Units that came back; 0 where only money was given. */
  readonly units: bigint;
  /** Gross of the line's tax. */
  readonly gross: Minor;
  /**
   * True where nobody told the money and it follows from the units. Such parts are valued together by how many units came
   * back in all (`grossOfUnits`), so that they do not depend on which of them arrived first.
   */
  readonly by_units: boolean;
}

/** A refund taken apart: what named its place, and what is spread by what is left of each line, of tax and of shipping. */
export interface RefundParts {
  readonly lines: readonly RefundLinePart[];
  readonly tax: Minor;
  readonly shipping: Minor;
  readonly spread: Minor;
}

/** A refund as it is recorded and never changed. A chargeback is the same with a flag (rules.md 25). */
export interface RefundFacts {
  readonly occurred_at: Date;
  /** Gross, all parts together, as the answer said it. */
  readonly amount: Minor;
  readonly parts: RefundParts;
}

/** The gross of the first `units` units of a line: the last one makes it up to the line's gross exactly. */
export function grossOfUnits(line: { readonly gross: Minor; readonly quantity: bigint }, units: bigint): Minor {
  return divideHalfUp(line.gross * units, line.quantity);
}

/** The parts as JSON, for the table. */
export interface RefundPartsJson {
  readonly lines: readonly { line_id: string; units: number; gross: number; by_units: boolean }[];
  readonly tax: number;
  readonly shipping: number;
  readonly spread: number;
}

export function refundPartsToJson(parts: RefundParts): RefundPartsJson {
  return {
    lines: parts.lines.map((part) => ({ ...part, units: Number(part.units), gross: toJsonAmount(part.gross) })),
    tax: toJsonAmount(parts.tax),
    shipping: toJsonAmount(parts.shipping),
    spread: toJsonAmount(parts.spread),
  };
}

export function refundPartsFromJson(json: RefundPartsJson): RefundParts {
  return {
    lines: json.lines.map((part) => ({ ...part, units: BigInt(part.units), gross: BigInt(part.gross) })),
    tax: BigInt(json.tax),
    shipping: BigInt(json.shipping),
    spread: BigInt(json.spread),
  };
}
