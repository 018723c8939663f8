import type { GoodsLine, RefusedLine } from './read-line.ts';

/** The lines of one order number, in the order of the file. */
export interface LineGroup {
  readonly number: string;
  readonly lines: readonly GoodsLine[];
}

/** An order is complete once this many lines of the file have brought nothing of it. */
export const WINDOW_LINES = 5000;
/** As many lines as an order may have (contract.md). */
export const MOST_LINES = 5000;

/**
 * Gathers the lines of an order that stand near each other, whatever stands between them. What is in memory is at most the
 * window and one full order, however long the file. An order whose number comes again after its window is handed out a
 * second time: it is then refused as one that differs from the one that is recorded.
 */
export function createGrouper(window = WINDOW_LINES, most = MOST_LINES) {
  // A Map keeps its keys as they were set; a number is set anew with each line, so the first is the one silent for longest.
  const open = new Map<string, { lines: GoodsLine[]; last: number }>();

  function closeUpTo(line: number): LineGroup[] {
    const closed: LineGroup[] = [];
    for (const [number, group] of open) {
      if (group.last >= line) break;
      open.delete(number);
      closed.push({ number, lines: group.lines });
    }
    return closed;
  }

  return {
    /** Adds a line; returns the orders that are complete by now, or why the line cannot join its order. */
    add(line: GoodsLine): { closed: LineGroup[]; refused: RefusedLine | null } {
      const group = open.get(line.order) ?? { lines: [], last: line.line };
      const refused = join(group.lines, line, most);
      group.last = line.line;
      open.delete(line.order);
      open.set(line.order, group);
      return { closed: closeUpTo(line.line - window), refused };
    },
    /** The file is at its end: all that is open. */
    end: (): LineGroup[] => closeUpTo(Number.POSITIVE_INFINITY),
  };
}

function join(lines: GoodsLine[], line: GoodsLine, most: number): RefusedLine | null {
  const [first] = lines;
  const no = (refused: RefusedLine['refused'], detail: string): RefusedLine => ({ line: line.line, refused, detail });
  if (first && (first.customer !== line.customer || first.email !== line.email)) {
    return no('other_customer', `${line.order}, whose first line is line ${first.line}`);
  }
  if (lines.length >= most) return no('too_many_lines', line.order);
  lines.push(line);
  return null;
}
