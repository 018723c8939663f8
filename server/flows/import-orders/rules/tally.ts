import type { Reason } from '../reasons.ts';

export interface Example {
  readonly line: number;
  readonly detail: string;
}

export interface ReasonCount {
  readonly reason: Reason;
  readonly lines: number;
  /** Up to three, the first of the file. */
  readonly examples: readonly Example[];
}

const EXAMPLES = 3;

/** Counts lines by reason, and keeps the first examples of each. */
export function createTally() {
  const counts = new Map<Reason, { lines: number; examples: Example[] }>();
  return {
    add(reason: Reason, line: number, detail: string): void {
      const count = counts.get(reason) ?? { lines: 0, examples: [] };
      count.lines += 1;
      if (count.examples.length < EXAMPLES) count.examples.push({ line, detail: detail.slice(0, 200) });
      counts.set(reason, count);
    },
    /** The most frequent first. */
    counts(): ReasonCount[] {
      const all = [...counts].map(([reason, count]) => ({ reason, ...count }));
      return all.sort((a, b) => b.lines - a.lines || (a.reason < b.reason ? -1 : 1));
    },
    total: (): number => [...counts.values()].reduce((sum, { lines }) => sum + lines, 0),
  };
}
export type Tally = ReturnType<typeof createTally>;
