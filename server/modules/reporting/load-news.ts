import { type ClickChange, loadClickChange, type News, type Reader } from './load-clicks.ts';
import { loadLeadChange } from './load-leads.ts';
import { loadOrderChange } from './load-orders.ts';
import { nameLabels } from './name-labels.ts';

/** What all facts change that `upto` sees and `seen` did not. Costs as much as there are such facts, and no more. */
export async function loadNews(reader: Reader, news: News): Promise<ClickChange> {
  const clicks = await loadClickChange(reader, news);
  const leads = await loadLeadChange(reader, news);
  const orders = await loadOrderChange(reader, news);
  const change = await nameLabels(reader, {
    added: [...clicks.added, ...leads.added, ...orders.added],
    removed: [...clicks.removed, ...leads.removed, ...orders.removed],
  });
  return { clicks: clicks.clicks, ...change };
}
