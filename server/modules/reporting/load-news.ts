import { type ClickChange, loadClickChange, type News, type Reader } from './load-clicks.ts';
import { loadLeadChange } from './load-leads.ts';
import { loadOrderChange } from './load-orders.ts';
import { type LabelsNamed, nameLabels } from './name-labels.ts';
import { findUnseen } from './queries.ts';

const nothing: ClickChange = { clicks: [], added: [], removed: [] };

/**
 * What all facts change that `upto` sees and `seen` did not. Costs as much as there are such facts, and no more. `named`: the
 * labels that were named since the counters were written.
 */
export async function loadNews(reader: Reader, news: News, named: LabelsNamed = new Map()): Promise<ClickChange> {
  const unseen = await findUnseen(reader.tx, reader.account, news.seen);
  const clicks = unseen.clicks ? await loadClickChange(reader, news) : nothing;
  const leads = unseen.leads ? await loadLeadChange(reader, news) : nothing;
  const orders = unseen.orders ? await loadOrderChange(reader, news) : nothing;
  const change = {
    added: [...clicks.added, ...leads.added, ...orders.added],
    removed: [...clicks.removed, ...leads.removed, ...orders.removed],
  };
  return { clicks: clicks.clicks, ...(await nameLabels(reader, change, named)) };
}
