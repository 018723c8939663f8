import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../platform/http/problems.ts';
import type { OpenRoute } from '../platform/http/route.ts';

const tag = 'Pages';
const dist = join(import.meta.dirname, '../../web/dist');

/** What the pages may do. Styles that a library writes while it runs carry the nonce of the answer. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** First parts of addresses that belong to something else: nothing below them is ever a page of ours. */
const taken = new Set([
  'v1',
  'r',
  'setup',
  'demo',
  'assets',
  'hooks',
  'unsubscribe',
  'healthz',
  'readyz',
  'metrics',
  'join',
]);

/** The office at `/` and below, the partner center at `/partner` and below, and the files that both are made of. */
export function pageRoutes(): OpenRoute[] {
  return [
    {
      method: 'GET',
      path: '/assets/{file}',
      tag,
      summary: 'Scripts and styles of the pages',
      open: 'anyone',
      serve: async (request, reply) => serveAsset(request, reply),
    },
    {
      method: 'GET',
      path: '/center.js',
      tag,
      summary: 'The web components of the partner center, for pages of other sites',
      open: 'anyone',
      serve: async (request, reply) => serveComponents(request, reply),
    },
    {
      method: 'GET',
      path: '/*',
      tag,
      summary: 'The pages of the office and the partner center',
      open: 'anyone',
      serve: async (request, reply) => servePage(request, reply),
    },
  ];
}

/** Only to a browser that asks for a page: to everything else an unknown address is a 404 in the words of the API. */
function servePage(request: FastifyRequest, reply: FastifyReply): unknown {
  const path = request.url.split('?')[0] ?? '/';
  const first = path.split('/')[1] ?? '';
  // The two doors themselves are pages to whoever names no kind; everything else may be a mistyped address of the API.
  const isDoor = path === '/' || first === 'partner';
  const wantsPage = (isDoor ? /text\/html|^\*\/\*|^$/ : /text\/html/).test(String(request.headers.accept ?? ''));
  if (!wantsPage || taken.has(first) || extname(path) !== '') throw nothingAt(request);
  const text = pageText(first === 'partner' ? 'portal' : 'admin');
  if (text === null) throw new Problem('not_found', 'The pages are not built: start Tributary with npm start.');
  const nonce = randomBytes(18).toString('base64');
  return reply
    .headers({
      'content-security-policy': policy(nonce),
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(text.replaceAll('NONCE', nonce));
}

/** Small, at an address that stays, and soon asked for again; what it fetches is kept for long. Any site may load it. */
function serveComponents(request: FastifyRequest, reply: FastifyReply): unknown {
  const path = join(dist, currentBuild() ?? 'none', 'center.js');
  if (!existsSync(path)) throw nothingAt(request);
  return reply
    .headers({ 'cache-control': 'public, max-age=300', ...forAnySite })
    .type(types['.js'] ?? '')
    .send(readFileSync(path, 'utf8'));
}

const forAnySite = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

function serveAsset(request: FastifyRequest, reply: FastifyReply): unknown {
  const { file } = request.params as { file: string };
  const type = types[extname(file)];
  if (type === undefined || !/^[\w.-]+$/.test(file)) throw nothingAt(request);
  const plain = fileOf(`assets/${file}`);
  if (plain === null) throw nothingAt(request);
  const encoding = encodingFor(String(request.headers['accept-encoding'] ?? ''));
  const packed = encoding && fileOf(`assets/${file}.${encoding === 'br' ? 'br' : 'gz'}`);
  reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding', ...forAnySite });
  reply.type(type);
  // A picture opened by itself may run nothing.
  reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
  return packed ? reply.header('content-encoding', encoding).send(packed) : reply.send(plain);
}

function encodingFor(accepted: string): 'br' | 'gzip' | undefined {
  return (['br', 'gzip'] as const).find((name) => new RegExp(`\\b${name}\\b(?!;q=0(?:[,.]0*)?(?:,|$))`).test(accepted));
}

const kept = new Map<string, Buffer>();

/** The bytes of a built file, kept once they were read: their names change with what they hold. Null: there is none. */
function fileOf(name: string): Buffer | null {
  const before = kept.get(name);
  if (before) return before;
  const path = builds()
    .map((build) => join(dist, build, name))
    .find((one) => existsSync(one));
  if (path === undefined) return null;
  const bytes = readFileSync(path);
  kept.set(name, bytes);
  return bytes;
}

/** The newest build first; pages that were opened before it fetch what they lack from the ones before. */
function builds(): string[] {
  const current = currentBuild();
  if (current === null) return [];
  return [current, ...readdirSync(dist).filter((name) => name !== current && /^[0-9a-f]{16}$/.test(name))];
}

function currentBuild(): string | null {
  const path = join(dist, 'current');
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

/** Not kept: a build while the server runs gives the page other files. */
function pageText(app: 'admin' | 'portal'): string | null {
  const path = join(dist, currentBuild() ?? 'none', app, 'index.html');
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function nothingAt(request: FastifyRequest): Problem {
  return new Problem('not_found', `There is nothing at GET ${request.url.split('?')[0]?.slice(0, 100)}.`);
}
