import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { readSettings } from '../modules/accounts/index.ts';
import { type OpenRoute, plain, RawAnswer, type Route } from '../platform/http/route.ts';

const tag = 'Tracking';

/** The script as it is served: its source without comments and indentation, in a function. Lines stay, so that a fault can be found. */
export function readTracker(): string {
  const source = readFileSync(join(import.meta.dirname, '../../tracker/t.js'), 'utf8');
  const lines = source.split('\n').map((line) => line.trim());
  const code = lines.filter((line) => line !== '' && !line.startsWith('//')).join('\n');
  return `(function(){\n${code}\n})()`;
}

/** An hour, and then a day in which the old one serves while the new one is fetched. */
const CACHED = 'public, max-age=3600, stale-while-revalidate=86400';

/** The tracker script, compressed once, for pages of any site. HEAD is for those who only look whether it is there. */
function scriptRoutes(): OpenRoute[] {
  const script = Buffer.from(readTracker());
  const compressed = { br: brotliCompressSync(script), gzip: gzipSync(script, { level: 9 }) };
  const etag = `"${createHash('sha256').update(script).digest('base64url').slice(0, 22)}"`;
  return (['GET', 'HEAD'] as const).map((method) => ({
    method,
    path: '/t.js',
    tag,
    summary: 'The tracker script',
    open: 'anyone',
    serve: async (request, reply) => {
      const accepted = String(request.headers['accept-encoding'] ?? '');
      const encoding = (['br', 'gzip'] as const).find((name) =>
        new RegExp(`\\b${name}\\b(?!;q=0(?:[,.]0*)?(?:,|$))`).test(accepted),
      );
      reply.headers({
        'cache-control': CACHED,
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'Accept-Encoding',
        // The content is the same however it is packed.
        etag: `W/${etag}`,
      });
      if (String(request.headers['if-none-match'] ?? '').includes(etag)) return reply.code(304).send();
      if (encoding) reply.header('content-encoding', encoding);
      return reply.type('text/javascript; charset=utf-8').send(encoding ? compressed[encoding] : script);
    },
  }));
}

/** Asked by the script for addresses that carry something else than `via`: rarely, and kept by the browser for a while. */
const parametersRoute = plain({
  method: 'GET',
  path: '/v1/track/parameters',
  tag,
  summary: "Names under which a page's address may carry a partner's code",
  who: 'page',
  scope: 'read',
  answer: z.object({ parameters: z.array(z.string()) }),
  handle: async ({ tx, accountId }) => {
    const { link_parameters } = await readSettings(tx, accountId);
    const body = JSON.stringify({ parameters: link_parameters });
    return new RawAnswer('application/json; charset=utf-8', body, { 'cache-control': 'private, max-age=300' });
  },
});

export function trackerRoutes(): Route[] {
  return [...scriptRoutes(), parametersRoute];
}
