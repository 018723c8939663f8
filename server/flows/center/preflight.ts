import type { OpenRoute } from '../../platform/http/route.ts';
import { tag } from './open-center.ts';

const paths = ['{what}', '{what}/{which}', '{what}/{which}/{part}'];

/** Browsers ask before a page of another host may call with a token; they do not say with which, so all get one answer. */
export const preflightRoutes: OpenRoute[] = paths.map((path) => ({
  method: 'OPTIONS',
  path: `/v1/center/${path}`,
  tag,
  summary: 'What pages with a token may send',
  open: 'anyone',
  status: 204,
  serve: async (request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-origin': request.headers.origin ?? '*',
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type, idempotency-key',
        'access-control-max-age': '7200',
        vary: 'Origin',
      })
      .send(),
}));
