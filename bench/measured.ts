/** One figure beside its yardstick from the same run; null where it has none. */
export interface Measured {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  readonly yardstick: number | null;
  readonly ratio: number | null;
}

export function measured(bench: string, value: number, unit: string, yardstick: number | null = null): Measured {
  const round = (n: number): number => Number(n.toPrecision(4));
  return {
    bench,
    value: round(value),
    unit,
    yardstick: yardstick === null ? null : round(yardstick),
    ratio: yardstick === null ? null : round(value / yardstick),
  };
}

/** The middle one; of an even number the lower middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}
