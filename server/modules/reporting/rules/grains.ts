import { type Dimension, nowhere, type Place, type Subject, subjects } from './entries.ts';

/** Every grain is split by program and currency, too. */
const always: readonly Dimension[] = ['program_id', 'currency'];

/** From the cheapest to the most detailed: a report is answered from the first that has all that it asks for. */
const grainsOfFacts = {
  program: [],
  promo_tool: ['promo_tool_id'],
  country: ['country'],
  device: ['device'],
  origin: ['country', 'device'],
  partner: ['partner_id'],
  link: ['partner_id', 'link_id', 'promo_tool_id'],
  partner_origin: ['partner_id', 'country', 'device'],
  sub: ['partner_id', 'sub'],
  whole: ['partner_id', 'link_id', 'promo_tool_id', 'sub', 'country', 'device'],
} as const satisfies Record<string, readonly Dimension[]>;

export interface Grain {
  readonly name: string;
  readonly subject: Subject;
  readonly dimensions: readonly Dimension[];
  /** Kept per month, too, so that long stretches of time cost little. */
  readonly monthly: boolean;
}

const others = subjects.filter((subject) => subject !== 'facts');

export const grains: readonly Grain[] = [
  ...Object.entries(grainsOfFacts).map(
    ([name, split]): Grain => ({
      name,
      subject: 'facts',
      dimensions: [...always, ...split],
      // Few rows of a month would fall together.
      monthly: name !== 'whole' && name !== 'partner_origin',
    }),
  ),
  ...others.flatMap((subject): Grain[] => [
    { name: subject, subject, dimensions: [...always, 'split'], monthly: true },
    { name: `partner_${subject}`, subject, dimensions: [...always, 'partner_id', 'split'], monthly: true },
  ]),
];

const bySubject = new Map(subjects.map((subject) => [subject, grains.filter((grain) => grain.subject === subject)]));

/** The cheapest grain that is split by all of these; null where none is. */
export function chooseGrain(subject: Subject, asked: Iterable<Dimension>): Grain | null {
  const wanted = [...asked];
  return bySubject.get(subject)!.find((grain) => wanted.every((one) => grain.dimensions.includes(one))) ?? null;
}

/**
 * The grains of a subject from the most detailed on, each with the cheapest of those before it that is split by all that it
 * is split by; null: from what happened itself.
 */
export const sourcesOf = (subject: Subject): readonly (readonly [Grain, Grain | null])[] => sources.get(subject)!;

const sources = new Map(
  subjects.map((subject) => {
    const detailed = bySubject.get(subject)!.toReversed();
    const sourceOf = (grain: Grain, before: readonly Grain[]): Grain | null =>
      before.findLast((one) => grain.dimensions.every((dimension) => one.dimensions.includes(dimension))) ?? null;
    return [subject, detailed.map((grain, index) => [grain, sourceOf(grain, detailed.slice(0, index))] as const)];
  }),
);

const monthNames = new Map(grains.map((grain) => [grain, `${grain.name}/month`]));

/** How a grain's rows of whole months are named. */
export const monthOf = (grain: Grain): string => monthNames.get(grain)!;

/** The place with what the grain does not split by left out. */
export function placeIn(grain: Grain, place: Place): Place {
  const own = { ...nowhere } as Record<Dimension, string>;
  for (const dimension of grain.dimensions) own[dimension] = place[dimension];
  return own;
}
