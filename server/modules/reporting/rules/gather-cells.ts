import type { Day } from '../../../values/instant.ts';
import { type Amounts, type Change, type Entry, type Measure, measures, type Place } from './entries.ts';
import { type Grain, grainsOf, monthOf, placeIn } from './grains.ts';

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
  const cells = new Map<string, Cell>();
  for (const entry of added) addTo(cells, entry, 1n);
  for (const entry of removed) addTo(cells, entry, -1n);
  return [...cells.values()].filter(({ amounts }) => measures.some((measure) => amounts[measure] !== 0n));
}

function addTo(cells: Map<string, Cell>, entry: Entry, sign: 1n | -1n): void {
  for (const grain of grainsOf(entry)) {
    const key = keyOf(grain, entry.place);
    addAmounts(cellAt(cells, grain, grain.name, entry.day, entry.place, key), entry.amounts, sign);
    if (grain.monthly)
      addAmounts(cellAt(cells, grain, monthOf(grain), firstOfMonth(entry.day), entry.place, key), entry.amounts, sign);
  }
}

function keyOf(grain: Grain, place: Place): string {
  let key = '';
  for (const dimension of grain.dimensions) key += `${place[dimension]}\u0000`;
  return key;
}

function cellAt(cells: Map<string, Cell>, grain: Grain, name: string, day: Day, place: Place, key: string): Cell {
  const whole = `${name}\u0000${day}\u0000${key}`;
  const known = cells.get(whole);
  if (known) return known;
  const made: Cell = { grain: name, day, place: placeIn(grain, place), amounts: noAmounts() };
  cells.set(whole, made);
  return made;
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

function addAmounts(cell: Cell, amounts: Amounts, sign: 1n | -1n): void {
  for (const measure in amounts) {
    const amount = amounts[measure as Measure];
    if (amount !== undefined) cell.amounts[measure as Measure] += sign * amount;
  }
}
