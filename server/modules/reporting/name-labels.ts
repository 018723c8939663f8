import type { Reader } from './load-clicks.ts';
import { countLabels, findLabels, type LabelAsked } from './queries.ts';
import type { Change, Entry } from './rules/entries.ts';
import { chooseGrain, placeIn } from './rules/grains.ts';

/** Labels (sub-ids) of one partner and day that are counted by name. */
export const LABELS_AT_MOST = 1000;
/** What the labels beyond that are counted as. */
export const OTHER_LABELS = 'other';

/** Labels that are counted by name and not yet written to the counters, by partner and day. */
export type LabelsNamed = Map<string, Set<string>>;

const grain = chooseGrain('facts', ['sub'])!;

/**
 * Strangers write what stands in `?sub=`, so the labels of a partner's day that are counted by name are limited: the first
 * that were counted stay, all later ones are counted as "other". `earlier` is told which are named now.
 */
export async function nameLabels(
  { tx, account }: Reader,
  change: Change,
  earlier: LabelsNamed = new Map(),
  most = LABELS_AT_MOST,
): Promise<Change> {
  const asked = new Map<string, LabelAsked>();
  for (const { day, place, subject } of [...change.added, ...change.removed]) {
    if (place.sub !== '' && place.sub !== OTHER_LABELS && subject === 'facts')
      asked.set(keyOf(day, place), { day, place: placeIn(grain, place) });
  }
  if (asked.size === 0) return change;
  const keys = [...asked.keys()];
  const known = await findLabels(tx, account, [...asked.values()]);
  for (const [index, { day, place }] of [...asked.values()].entries())
    if (earlier.get(dayKey(day, place))?.has(place.sub)) known.add(index);
  const unknown = [...asked.values()].filter((_, index) => !known.has(index));
  if (unknown.length === 0) return change;
  const named = new Set(keys.filter((_, index) => known.has(index)));
  const days = [...new Map(unknown.map(({ day, place }) => [dayKey(day, place), { day, place }])).values()];
  const counts = await countLabels(
    tx,
    account,
    days.map(({ day, place }) => ({ day, partner_id: place.partner_id })),
    OTHER_LABELS,
  );
  const room = new Map(
    days.map(({ day, place }, index) => {
      const key = dayKey(day, place);
      return [key, most - counts[index]! - (earlier.get(key)?.size ?? 0)];
    }),
  );
  const inTurn = change.added
    .filter(({ day, place }) => asked.has(keyOf(day, place)) && !named.has(keyOf(day, place)))
    .sort((a, b) => a.source.at.getTime() - b.source.at.getTime() || (a.source.id < b.source.id ? -1 : 1));
  for (const { day, place } of inTurn) {
    const left = room.get(dayKey(day, place)) ?? 0;
    if (left <= 0 || named.has(keyOf(day, place))) continue;
    named.add(keyOf(day, place));
    room.set(dayKey(day, place), left - 1);
    earlier.set(dayKey(day, place), (earlier.get(dayKey(day, place)) ?? new Set()).add(place.sub));
  }
  const rename = (entry: Entry): Entry =>
    entry.place.sub === '' || named.has(keyOf(entry.day, entry.place))
      ? entry
      : { ...entry, place: { ...entry.place, sub: OTHER_LABELS } };
  return { added: change.added.map(rename), removed: change.removed.map(rename) };
}

function keyOf(day: string, place: { readonly sub: string; readonly partner_id: string }): string {
  return `${dayKey(day, place)} ${place.sub}`;
}

const dayKey = (day: string, place: { readonly partner_id: string }): string => `${day} ${place.partner_id}`;
