import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenRoute } from '../../platform/http/route.ts';

const CACHED = 'public, max-age=3600, stale-while-revalidate=86400';

/** The script that does a form's proof of work, for our page and for components in the owner's. */
export function scriptRoute(): OpenRoute {
  const script = readFileSync(join(import.meta.dirname, '../../../tracker/join.js'), 'utf8');
  return {
    method: 'GET',
    path: '/join.js',
    tag: 'Joining',
    summary: "The script that does a sign-up form's proof of work",
    open: 'anyone',
    serve: async (_request, reply) =>
      reply
        .headers({
          'cache-control': CACHED,
          'access-control-allow-origin': '*',
          'cross-origin-resource-policy': 'cross-origin',
        })
        .type('text/javascript; charset=utf-8')
        .send(script),
  };
}
