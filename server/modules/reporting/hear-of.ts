import { findPartners } from '../partners/index.ts';
import { listDefaultUrls } from '../programs/index.ts';
import { findLinks } from '../promo/index.ts';
import type { ClickChange, Reader } from './load-clicks.ts';
import { keepHeard } from './queries-heard.ts';
import { type Heard, latestHeard } from './rules/latest-heard.ts';

/** Notes when something was last heard of links and sites. */
export async function hearOf(reader: Reader, news: ClickChange): Promise<void> {
  await keepHeard(reader.tx, reader.account, await heardIn(reader, news));
}

/** When the news last speak of each link and site. */
export async function heardIn(reader: Reader, news: ClickChange): Promise<Heard[]> {
  const links = new Set(news.added.flatMap((entry) => entry.place.link_id || []));
  if (links.size === 0) return [];
  const sites = await sitesOf(reader, [...links]);
  const pages = new Map(news.clicks.flatMap(({ id, landing }) => (landing === null ? [] : [[id, hostOf(landing)]])));
  return latestHeard(news.added, (linkId, sourceId) => pages.get(sourceId) ?? sites.get(linkId) ?? '');
}

/** The host that each of these links leads to. */
export async function sitesOf({ tx, account }: Reader, links: readonly string[]): Promise<Map<string, string>> {
  const rows = await findLinks(tx, account, links);
  const defaults = await listDefaultUrls(tx, account);
  const own = rows.filter((row) => row.url === null).map((row) => row.partner_id);
  const programs = new Map((await findPartners(tx, account, own)).map((partner) => [partner.id, partner.program_id]));
  return new Map(
    rows.map((row) => [row.id, hostOf(row.url ?? defaults.get(programs.get(row.partner_id) ?? '') ?? '')]),
  );
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? '';
