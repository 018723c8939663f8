import type { z } from 'zod';
import { cursorOf, readPage } from '../../platform/http/page.ts';
import { Problem } from '../../platform/http/problems.ts';
import { plain, type Route } from '../../platform/http/route.ts';
import { isRefusal } from '../../values/refusal.ts';
import { type eventView, feedQuery, feedView } from './contract-feed.ts';
import type { EventKind } from './events.ts';
import type { EventRow } from './queries-feed.ts';
import { readFeed } from './read-feed.ts';

export function feedRoutes(): Route[] {
  return [readFeedRoute];
}

const readFeedRoute = plain({
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary: 'What happened, each event once and in order, oldest first, after one of them',
  who: 'secret',
  scope: 'read',
  query: feedQuery,
  answer: feedView,
  handle: async (context, { query }) => {
    const page = readPage(query);
    if (page.after !== null && query.after !== undefined)
      throw new Problem('bad_cursor', 'Send either "after" or "cursor".');
    const filter = { kinds: query.kind, partnerId: query.partner_id };
    const asked = page.after ?? query.after ?? null;
    const feed = await readFeed(context, asked, filter, page.limit);
    if (isRefusal(feed)) return feed;
    const { rows, hasMore, after } = feed;
    return { data: rows.map(toEventView), next_cursor: hasMore && after ? cursorOf(after) : null, after };
  },
});

function toEventView({ id, at, kind, subject, partner_id, data }: EventRow): z.input<typeof eventView> {
  return { id, at: at.toISOString(), kind: kind as EventKind, subject, partner_id, data };
}
