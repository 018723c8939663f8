import { type Change, type Dimension, type Entry, type Measure, measures, type Subject } from './entries.ts';
import { noAmounts } from './gather-cells.ts';
import type { Period } from './periods.ts';

export type Filters = Readonly<Partial<Record<Dimension, string>>>;

/** What a report asks: whose figures, split by what, in which days, and in those before if they are compared. */
export interface Question {
  readonly subject: Subject;
  /** Rows are made by these, and by currency. */
  readonly by: readonly Dimension[];
  readonly byDay: boolean;
  readonly filters: Filters;
  readonly period: Period;
  readonly before: Period | null;
  /** Only these figures are asked for; all where it is left out. */
  readonly measures?: readonly Measure[];
}

/** What is summed. Impressions are known for some questions only, and stand in no counter. */
export type Sums = Record<Measure, bigint> & { impressions?: bigint };

/** One row's figures, in the period and in the one before. */
export interface Figures {
  readonly place: Readonly<Partial<Record<Dimension, string>>>;
  /** Empty where the question does not ask by day. */
  readonly day: string;
  readonly now: Sums;
  readonly before: Sums;
}

/** Adds up rows of the counters and what is not folded in yet. */
export class FigureSums {
  readonly #question: Question;
  readonly #measures: readonly Measure[];
  readonly #rows = new Map<string, Figures>();

  constructor(question: Question) {
    this.#question = question;
    this.#measures = question.measures ?? measures;
  }

  add(
    place: Readonly<Partial<Record<Dimension, string>>>,
    day: string,
    isBefore: boolean,
    amounts: Readonly<Partial<Record<Measure, bigint>>>,
    sign = 1n,
  ): void {
    const row = this.#rowAt(place, this.#question.byDay ? day : '');
    const sums = isBefore ? row.before : row.now;
    for (const measure of this.#measures) {
      const amount = amounts[measure];
      if (amount) sums[measure] += sign * amount;
    }
  }

  /** Adds what of a change answers the question. */
  addChange({ added, removed }: Change): void {
    for (const entry of added) this.#addEntry(entry, 1n);
    for (const entry of removed) this.#addEntry(entry, -1n);
  }

  #addEntry(entry: Entry, sign: bigint): void {
    if (!answers(this.#question, entry)) return;
    const isNow = isIn(this.#question.period, entry.day);
    if (isNow || (this.#question.before && isIn(this.#question.before, entry.day)))
      this.add(entry.place, entry.day, !isNow, entry.amounts, sign);
  }

  #rowAt(place: Readonly<Partial<Record<Dimension, string>>>, day: string): Figures {
    const by: Dimension[] = ['currency', ...this.#question.by];
    const key = `${day}\u0000${by.map((dimension) => place[dimension] ?? '').join('\u0000')}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const own = Object.fromEntries(by.map((dimension) => [dimension, place[dimension] ?? '']));
    const made: Figures = { place: own, day, now: noAmounts(), before: noAmounts() };
    this.#rows.set(key, made);
    return made;
  }

  /** Rows of which anything is not zero. */
  rows(): Figures[] {
    return [...this.#rows.values()].filter(({ now, before }) =>
      measures.some((measure) => now[measure] !== 0n || before[measure] !== 0n),
    );
  }
}

export const isIn = ({ from, to }: Period, day: string): boolean => day >= from && day < to;

/** True for an entry that the question is about, whatever its day. */
export function answers({ subject, filters }: Pick<Question, 'subject' | 'filters'>, entry: Entry): boolean {
  if (entry.subject !== subject) return false;
  for (const dimension in filters) {
    if (entry.place[dimension as Dimension] !== filters[dimension as Dimension]) return false;
  }
  return true;
}

/** What several rows come to together. */
export function sumFigures(rows: readonly Figures[]): Pick<Figures, 'now' | 'before'> {
  const total: { now: Sums; before: Sums } = { now: noAmounts(), before: noAmounts() };
  for (const row of rows) {
    for (const measure of measures) {
      total.now[measure] += row.now[measure];
      total.before[measure] += row.before[measure];
    }
    for (const when of ['now', 'before'] as const) {
      const seen = row[when].impressions;
      if (seen !== undefined) total[when].impressions = (total[when].impressions ?? 0n) + seen;
    }
  }
  return total;
}
