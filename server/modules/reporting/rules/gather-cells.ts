import type { Day } from '../../../values/instant.ts';
import {
  type Amounts,
  type Change,
  dimensions,
  type Entry,
  type Measure,
  measures,
  type Place,
  type Subject,
} from './entries.ts';
import { grainsOf, monthOf, placeIn } from './grains.ts';

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

/** Adds up a change per row of the counters; rows on which nothing changes are left out. */
export function gatherCells({ added, removed }: Change): Cell[] {
  const spots = new Spots();
  for (const entry of added) spots.add(entry, 1n);
  for (const entry of removed) spots.add(entry, -1n);
  const cells = new Map<string, Cell>();
  for (const spot of spots.list()) spread(cells, spot);
  return [...cells.values()].filter(({ amounts }) => measures.some((measure) => amounts[measure] !== 0n));
}

/** What falls on the very same place and day, added up before it goes into ten grains. */
interface Spot {
  readonly subject: Subject;
  readonly day: Day;
  readonly place: Place;
  /** A number for each dimension's value: keys made of them are short. */
  readonly numbers: readonly number[];
  readonly dayNumber: number;
  readonly monthNumber: number;
  readonly amounts: Record<Measure, bigint>;
}

class Spots {
  readonly #numbers = new Map<string, number>();
  readonly #spots = new Map<string, Spot>();

  add(entry: Entry, sign: 1n | -1n): void {
    const numbers = dimensions.map((dimension) => this.#numberOf(entry.place[dimension]));
    const dayNumber = this.#numberOf(entry.day);
    const key = `${entry.subject},${dayNumber},${numbers.join()}`;
    let spot = this.#spots.get(key);
    if (!spot) {
      const monthNumber = this.#numberOf(firstOfMonth(entry.day));
      const { subject, day, place } = entry;
      spot = { subject, day, place, numbers, dayNumber, monthNumber, amounts: noAmounts() };
      this.#spots.set(key, spot);
    }
    addAmounts(spot.amounts, entry.amounts, sign);
  }

  list(): Iterable<Spot> {
    return this.#spots.values();
  }

  #numberOf(value: string): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

const positions = new Map(dimensions.map((dimension, index) => [dimension, index]));

function spread(cells: Map<string, Cell>, spot: Spot): void {
  for (const grain of grainsOf(spot)) {
    let key = '';
    for (const dimension of grain.dimensions) key += `,${spot.numbers[positions.get(dimension)!]}`;
    const addTo = (name: string, day: Day, dayNumber: number): void => {
      const whole = `${name},${dayNumber}${key}`;
      let cell = cells.get(whole);
      if (!cell) {
        cell = { grain: name, day, place: placeIn(grain, spot.place), amounts: noAmounts() };
        cells.set(whole, cell);
      }
      addAmounts(cell.amounts, spot.amounts, 1n);
    };
    addTo(grain.name, spot.day, spot.dayNumber);
    if (grain.monthly) addTo(monthOf(grain), firstOfMonth(spot.day), spot.monthNumber);
  }
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
