import type { Tx } from '../../platform/db.ts';
import type { News, Reader } from './load-clicks.ts';
import { loadNews } from './load-news.ts';
import { readCounted } from './queries-figures.ts';
import type { ReportingAccount } from './reporting-account.ts';
import type { Dimension } from './rules/entries.ts';
import { daysIn } from './rules/find-days.ts';
import { chooseGrain, type Grain } from './rules/grains.ts';
import { sawNothing } from './rules/snapshots.ts';
import { FigureSums, type Figures, type Question } from './rules/sum-figures.ts';

/**
 * The figures that answer a question, exact at this moment: what the counters hold, and what is not folded in yet. Throws
 * where no grain has all that is asked for; routes offer only what there is.
 */
export async function answerQuestion(tx: Tx, account: ReportingAccount, question: Question): Promise<Figures[]> {
  const counted = await readCounted(tx, account.id, account.timeZone, grainFor(question), question);
  const sums = new FigureSums(question);
  for (const row of counted.rows) sums.add(row, row.day, row.is_before, row);
  const news: News = { seen: counted.seen ?? sawNothing, upto: null };
  sums.addChange(await loadNews(readerOf(tx, account), news));
  return sums.rows();
}

export function grainFor({ subject, by, filters }: Question): Grain {
  const grain = chooseGrain(subject, new Set<Dimension>([...by, ...(Object.keys(filters) as Dimension[])]));
  if (!grain)
    throw new Error(`no grain of ${subject} is split by ${by.join(', ')} and ${Object.keys(filters).join(', ')}`);
  return grain;
}

export const readerOf = (tx: Tx, account: ReportingAccount): Reader => ({
  tx,
  account: account.id,
  findDay: daysIn(account.timeZone),
});
