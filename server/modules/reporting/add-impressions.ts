import type { Context } from '../../platform/http/route.ts';
import { listProgramVersions } from '../programs/index.ts';
import { listImpressions } from '../promo/index.ts';
import type { Dimension } from './rules/entries.ts';
import { noAmounts } from './rules/gather-cells.ts';
import type { Period } from './rules/periods.ts';
import type { Figures, Question } from './rules/sum-figures.ts';

/** What is known of an impression besides its day. */
const known: readonly Dimension[] = ['promo_tool_id', 'partner_id', 'program_id', 'link_id', 'currency'];

/**
 * The rows with how often banners were seen, and rows of banners that were only seen. They are no facts that are folded in,
 * but sums of their own (tenant.impressions). Left as they are where the question asks for a country, a device or a sub-id,
 * of which an impression knows nothing.
 */
export async function addImpressions(
  context: Context,
  question: Question,
  rows: readonly Figures[],
): Promise<Figures[]> {
  const asked = [...question.by, ...Object.keys(question.filters)] as Dimension[];
  if (asked.some((dimension) => !known.includes(dimension))) return [...rows];
  const by: Dimension[] = ['currency', ...question.by];
  const keyOf = (place: Figures['place']) => by.map((dimension) => place[dimension] ?? '').join(' ');
  const all = new Map(rows.map((row) => [keyOf(row.place), withNone(row)]));
  for (const [when, period] of [
    ['now', question.period],
    ['before', question.before],
  ] as const) {
    if (period === null) continue;
    for (const { place, shown } of await seenIn(context, question, period)) {
      const own = Object.fromEntries(by.map((dimension) => [dimension, place[dimension] ?? '']));
      const row = all.get(keyOf(own)) ?? withNone({ place: own, day: '', now: noAmounts(), before: noAmounts() });
      row[when].impressions = (row[when].impressions ?? 0n) + shown;
      all.set(keyOf(own), row);
    }
  }
  return [...all.values()];
}

const withNone = (row: Figures): Figures => ({
  ...row,
  now: { ...row.now, impressions: 0n },
  before: { ...row.before, impressions: 0n },
});

async function seenIn({ tx, accountId }: Context, { filters }: Question, { from, to }: Period) {
  const { currency, promo_tool_id, partner_id, program_id, link_id } = filters;
  const rows = await listImpressions(tx, accountId, { from, to, promo_tool_id, partner_id, program_id, link_id });
  const programs = [...new Set(rows.map((row) => row.program_id))];
  // Oldest first: the newest version stays.
  const currencies = new Map(
    (await listProgramVersions(tx, accountId, programs)).map((version) => [
      version.programId as string,
      version.currency,
    ]),
  );
  return rows
    .map(({ shown, ...place }) => ({ shown, place: { ...place, currency: currencies.get(place.program_id) ?? '' } }))
    .filter(({ place }) => currency === undefined || place.currency === currency)
    .map(({ shown, place }) => ({ shown, place: { ...place, link_id: link_id ?? '' } as Figures['place'] }));
}
