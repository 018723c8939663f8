import type { Tx } from '../../platform/db.ts';
import type { Day } from '../../values/instant.ts';
import { listCommissionsBetween } from '../commissions/index.ts';
import { listOrdersBetween } from '../orders/index.ts';
import { listClicksBetween, listLeadsBetween } from '../tracking/index.ts';
import { countWholeDays, type Reader } from './load-clicks.ts';
import { countLeads } from './load-leads.ts';
import { countOrders } from './load-orders.ts';
import { nameLabels } from './name-labels.ts';
import { addCells, listCells, lockMark } from './queries.ts';
import type { ReportingAccount } from './reporting-account.ts';
import { type Entry, type Measure, measures } from './rules/entries.ts';
import { type DaySpan, daysIn, spanOf } from './rules/find-days.ts';
import { type Cell, gatherCells, noAmounts } from './rules/gather-cells.ts';
import { grains } from './rules/grains.ts';
import { type Snapshot, sawNothing } from './rules/snapshots.ts';

/** A row of the counters that is not what the facts add up to. */
export interface CountBreach {
  readonly day: Day;
  readonly grain: string;
  readonly place: Readonly<Record<string, string>>;
  readonly counted: Readonly<Partial<Record<Measure, bigint>>>;
  readonly facts: Readonly<Partial<Record<Measure, bigint>>>;
}

/**
 * Counts a day anew from raw clicks, leads, orders, refunds and commissions, as far as they are folded in, and says where the
 * counters differ: an empty list is what should come out. Holds the account's mark, so that no fold comes between. With
 * `repair` the counters become what the facts say. A day whose raw clicks are past their retention cannot be counted anew.
 */
export async function recountDay(
  tx: Tx,
  account: ReportingAccount,
  day: Day,
  options: { readonly repair?: boolean } = {},
): Promise<CountBreach[]> {
  const mark = await lockMark(tx, account.id);
  if (!mark || mark.time_zone !== account.timeZone) return [];
  const reader: Reader = { tx, account: account.id, findDay: daysIn(account.timeZone) };
  const entries = await countDay(reader, spanOf(day, account.timeZone), mark.seen);
  const { added } = await nameLabels(reader, { added: entries, removed: [] });
  const facts = gatherCells({ added, removed: [] }).filter((cell) => cell.day === day && !cell.grain.includes('/'));
  const counted = await listCells(tx, account.id, day);
  const breaches = compare(day, counted, facts);
  if (options.repair && breaches.length > 0) await addCells(tx, account.id, repairs(breaches));
  return breaches;
}

export interface Narrowed {
  readonly partnerId?: string | undefined;
  readonly linkId?: string | undefined;
  /** Facts of these kinds only; all where it is left out. */
  readonly only?: 'clicks' | 'others' | undefined;
}

/** All entries of a day from the facts themselves; `upto` null: all that are there at this moment. */
export async function countDay(
  reader: Reader,
  span: DaySpan,
  upto: Snapshot | null,
  narrowed: Narrowed = {},
): Promise<Entry[]> {
  const { tx, account } = reader;
  const [from, to] = [new Date(span.from), new Date(span.to)];
  const { partnerId, linkId, only } = narrowed;
  const clicks = only === 'others' ? [] : await listClicksBetween(tx, account, { from, to, upto, partnerId, linkId });
  if (only === 'clicks') return countWholeDays(reader, clicks);
  const leads = await listLeadsBetween(tx, account, from, to, upto);
  const orders = await listOrdersBetween(tx, account, from, to);
  const commissions = await listCommissionsBetween(tx, account, from, to);
  const entries = [
    ...(await countWholeDays(reader, clicks)),
    ...(await countLeads(reader, leads)),
    ...(await countOrders(reader, orders, commissions, { seen: sawNothing, upto })),
  ];
  return entries.filter((entry) => entry.day === span.day);
}

/** What is kept of a customer may change afterwards, when contacts are joined by hand; it is not held against the day. */
const changing = new Set(['customer', 'partner_customer', 'lead_days', 'partner_lead_days']);

const keyOf = (cell: Cell): string => `${cell.grain}\u0000${Object.values(cell.place).join('\u0000')}`;

function compare(day: Day, counted: readonly Cell[], facts: readonly Cell[]): CountBreach[] {
  const left = new Map(counted.map((cell) => [keyOf(cell), cell]));
  const right = new Map(facts.map((cell) => [keyOf(cell), cell]));
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((key): CountBreach[] => {
    const [was, is] = [left.get(key), right.get(key)];
    const { grain, place } = (was ?? is)!;
    if (changing.has(grain)) return [];
    const wrong = measures.filter((measure) => (was?.amounts[measure] ?? 0n) !== (is?.amounts[measure] ?? 0n));
    const pick = (cell: Cell | undefined) =>
      Object.fromEntries(wrong.map((measure) => [measure, cell?.amounts[measure] ?? 0n]));
    return wrong.length === 0 ? [] : [{ day, grain, place, counted: pick(was), facts: pick(is) }];
  });
}

function repairs(breaches: readonly CountBreach[]): Cell[] {
  const monthly = new Set(grains.filter((grain) => grain.monthly).map((grain) => grain.name));
  const cells = breaches.flatMap(({ day, grain, place, counted, facts }): Cell[] => {
    const amounts = noAmounts();
    for (const measure of measures) amounts[measure] = (facts[measure] ?? 0n) - (counted[measure] ?? 0n);
    const cell: Cell = { grain, day, place: place as Cell['place'], amounts };
    return monthly.has(grain) ? [cell, { ...cell, grain: `${grain}/month`, day: `${day.slice(0, 8)}01` }] : [cell];
  });
  // A statement may change a row once only: days of one month fall together.
  const merged = new Map<string, Cell>();
  for (const cell of cells) {
    const key = `${cell.day} ${keyOf(cell)}`;
    const known = merged.get(key);
    if (!known) merged.set(key, { ...cell, amounts: { ...cell.amounts } });
    else for (const measure of measures) known.amounts[measure] += cell.amounts[measure];
  }
  return [...merged.values()];
}
