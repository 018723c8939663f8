import type { Day } from '../../../values/instant.ts';
import {
  type Amounts,
  type Change,
  dimensions,
  type Entry,
  type Measure,
  measures,
  type Place,
  subjects,
} from './entries.ts';
import { type Grain, monthOf, placeIn, sourcesOf } from './grains.ts';

/** A row of the counters, or how much one changes. */
export interface Cell {
  /** The grain's name; of a month's row with "/month". */
  readonly grain: string;
  readonly day: Day;
  readonly place: Place;
  readonly amounts: Record<Measure, bigint>;
}

/** The first day of a day's month. */
export const firstOfMonth = (day: Day): Day => `${day.slice(0, 8)}01`;

/** So many entries, or rows of the most detailed kind, are one step: a millisecond or so. */
const STEP = 250;

/** Adds up a change per row of the counters; rows on which nothing changes are left out. */
export function gatherCells(change: Change): Cell[] {
  const sums = new CellSums();
  for (const _ of sums.add(change));
  const steps = sums.cells();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** A cell with a number for each value of its dimensions and its day: keys made of them are short. */
interface Spot extends Cell {
  readonly numbers: readonly number[];
  readonly dayNumber: number;
}

/** Adds up changes that come one after another, step by step, so that others can be served between two steps. */
export class CellSums {
  readonly #numbers = new Map<string, number>();
  /** What falls on the very same place and day, of each subject. */
  readonly #spots = new Map(subjects.map((subject) => [subject, new Map<string, Spot>()]));

  *add({ added, removed }: Change): Generator<void, void> {
    let count = 0;
    for (const [entries, sign] of [
      [added, 1n],
      [removed, -1n],
    ] as const) {
      for (const entry of entries) {
        this.#add(entry, sign);
        count += 1;
        if (count % STEP === 0) yield;
      }
    }
  }

  /** The rows that change. Each grain is added up from the one before that has all it asks for, and so from few rows. */
  *cells(): Generator<void, Cell[]> {
    const changed: Cell[] = [];
    for (const subject of subjects) {
      const found = new Map<Grain | null, Iterable<Spot>>([[null, this.#spots.get(subject)!.values()]]);
      for (const [grain, source] of sourcesOf(subject)) {
        const days = yield* sumUp(found.get(source)!, grain);
        found.set(grain, days);
        changed.push(...days.filter(isChange));
        if (grain.monthly) changed.push(...(yield* this.#months(days, grain)).filter(isChange));
      }
    }
    return changed;
  }

  *#months(days: readonly Spot[], grain: Grain): Generator<void, Spot[]> {
    const name = monthOf(grain);
    return yield* sumUp(
      days.map((spot): Spot => {
        const day = firstOfMonth(spot.day);
        return { ...spot, grain: name, day, dayNumber: this.#numberOf(day) };
      }),
      { ...grain, name },
    );
  }

  #add(entry: Entry, sign: 1n | -1n): void {
    const { subject, day, place } = entry;
    const numbers = dimensions.map((dimension) => this.#numberOf(place[dimension]));
    const dayNumber = this.#numberOf(day);
    const spots = this.#spots.get(subject)!;
    const key = `${dayNumber},${numbers.join()}`;
    let spot = spots.get(key);
    if (!spot) {
      spot = { grain: '', day, place, numbers, dayNumber, amounts: noAmounts() };
      spots.set(key, spot);
    }
    addAmounts(spot.amounts, entry.amounts, sign);
  }

  #numberOf(value: string): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

const isChange = ({ amounts }: Cell): boolean => measures.some((measure) => amounts[measure] !== 0n);

const positions = new Map(dimensions.map((dimension, index) => [dimension, index]));

/** Rows of a grain from rows that are split by more. */
function* sumUp(spots: Iterable<Spot>, grain: Grain): Generator<void, Spot[]> {
  const places = grain.dimensions.map((dimension) => positions.get(dimension)!);
  const sums = new Map<string, Spot>();
  let count = 0;
  for (const spot of spots) {
    let key = `${spot.dayNumber}`;
    for (const place of places) key += `,${spot.numbers[place]}`;
    const sum = sums.get(key);
    if (sum) addAmounts(sum.amounts, spot.amounts, 1n);
    else sums.set(key, { ...spot, grain: grain.name, place: placeIn(grain, spot.place), amounts: { ...spot.amounts } });
    count += 1;
    if (count % STEP === 0) yield;
  }
  return [...sums.values()];
}

export function noAmounts(): Record<Measure, bigint> {
  return {
    clicks: 0n,
    unique_clicks: 0n,
    uncounted: 0n,
    leads: 0n,
    orders: 0n,
    units: 0n,
    revenue: 0n,
    refunds: 0n,
    refunded: 0n,
    commission: 0n,
  };
}

function addAmounts(sums: Record<Measure, bigint>, amounts: Amounts, sign: 1n | -1n): void {
  for (const measure in amounts) {
    const amount = amounts[measure as Measure];
    if (amount) sums[measure as Measure] += sign * amount;
  }
}
