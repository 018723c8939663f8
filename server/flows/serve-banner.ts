import type { FastifyReply, FastifyRequest } from 'fastify';
import { BannerMemory, type Impressions } from '../modules/promo/index.ts';
import { isImageSeen, type Tracking } from '../modules/tracking/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/db.ts';
import { Problem } from '../platform/http/problems.ts';
import type { OpenRoute } from '../platform/http/route.ts';
import { dayOf } from '../values/instant.ts';

export interface BannerParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly tracking: Pick<Tracking, 'findLink'>;
  readonly impressions: Impressions;
}

/** Nothing to see: pages that still show a banner that is over should not show a broken picture. */
const emptyPicture = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const ending = /\.(png|jpg|webp|gif)$/;

/**
 * `/b/{code}.png`: the banner of a partner's link. Each time that somebody sees it counts as an impression of its tool and
 * partner, and the picture itself comes from an address that browsers keep. No cookie, nothing of who looked.
 */
export function bannerRoutes(parts: BannerParts): OpenRoute[] {
  const banners = new BannerMemory(parts.database);
  const described = { tag: 'Promo tools', summary: 'The banner of a link', open: 'anyone' } as const;
  return (['/b/{code}', '/b/{slug}/{code}'] as const).flatMap((path) =>
    (['GET', 'HEAD'] as const).map((method) => ({
      ...described,
      method,
      path,
      serve: (request, reply) => serve(parts, banners, request, reply),
    })),
  );
}

async function serve(
  { clock, tracking, impressions }: BannerParts,
  banners: BannerMemory,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { slug = null, code = '' } = request.params as { slug?: string; code?: string };
  const found = ending.test(code)
    ? await tracking.findLink(slug, code.replace(ending, ''), request.headers.host)
    : null;
  if (!found || found.link.promoToolId === null) throw new Problem('not_found', 'There is no such banner.');
  const { account, link } = found;
  const at = new Date(clock.now().getTime() + account.offsetMs);
  const picture = await banners.pathAt(account.id, found.link.promoToolId, at);
  // The same picture may be another tomorrow, and each look counts.
  reply.header('cache-control', 'no-store').header('cross-origin-resource-policy', 'cross-origin');
  if (picture === null) return reply.type('image/gif').send(emptyPicture);
  if (isImageSeen(request.method, request.headers))
    impressions.add(account.id, {
      day: dayOf(at, account.timeZone),
      promo_tool_id: found.link.promoToolId,
      partner_id: link.partnerId,
      program_id: account.programs.get(link.partnerId) ?? '',
      link_id: link.id,
    });
  return reply.code(302).header('location', picture).send();
}
