import type { Dimension, Subject } from './rules/entries.ts';
import type { Period } from './rules/periods.ts';
import type { Filters } from './rules/sum-figures.ts';

/**
 * The address of the rows that a figure counts. All rows of these days and this place stand there, each with what it adds to
 * which figure; `&figure=clicks` leaves those that add to one.
 */
export function rowsAddress(period: Period, place: Filters, subject: Subject): string {
  const query = new URLSearchParams({ from: period.from, to: period.to });
  if (subject !== 'facts') query.set('about', subject);
  for (const [dimension, value] of Object.entries(place) as [Dimension, string][]) {
    // Every row has a currency but those of clicks on links that nobody owns any more.
    if (value !== '' || dimension !== 'currency') query.set(dimension, value);
  }
  return `/v1/reports/rows?${query}`;
}
