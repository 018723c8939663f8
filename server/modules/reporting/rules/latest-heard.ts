import type { Entry } from './entries.ts';

/** When a link or site last had a click, a lead, an order; null: never. */
export interface Heard {
  readonly kind: 'link' | 'site';
  readonly subject: string;
  readonly click_at: Date | null;
  readonly lead_at: Date | null;
  readonly order_at: Date | null;
}

type Times = { -readonly [K in 'click_at' | 'lead_at' | 'order_at']: Date | null };

/** The latest instants in these entries. `siteOf` names the host that a link, or the page of a click, stands for. */
export function latestHeard(entries: readonly Entry[], siteOf: (linkId: string, clickId: string) => string): Heard[] {
  const links = new Map<string, Times>();
  const sites = new Map<string, Times>();
  for (const { source, place, amounts } of entries) {
    if (place.link_id === '') continue;
    const column = amounts.clicks ? 'click_at' : amounts.leads ? 'lead_at' : amounts.orders ? 'order_at' : null;
    if (column === null) continue;
    note(links, place.link_id, column, source.at);
    const site = siteOf(place.link_id, source.id);
    if (site !== '') note(sites, site, column, source.at);
  }
  return [
    ...[...links].map(([subject, times]): Heard => ({ kind: 'link', subject, ...times })),
    ...[...sites].map(([subject, times]): Heard => ({ kind: 'site', subject, ...times })),
  ];
}

function note(all: Map<string, Times>, subject: string, column: keyof Times, at: Date): void {
  const times = all.get(subject) ?? { click_at: null, lead_at: null, order_at: null };
  if (times[column] === null || at > times[column]) times[column] = at;
  all.set(subject, times);
}
