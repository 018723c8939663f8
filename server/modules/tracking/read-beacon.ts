import type { FastifyRequest } from 'fastify';

const publishable = /^trb_pk_[\w-]{10,100}$/;

/**
 * What a page sends while it is being left cannot ask first (CORS preflight), so it carries no header of ours: the
 * publishable key stands in the address, and JSON comes as plain text. Both are put where they belong before anything else
 * looks. Only on `/v1/track/`, and only for a publishable key, which is no secret; a header that is there is left alone.
 */
export function readBeacon(request: FastifyRequest): void {
  const query = request.query as Record<string, unknown>;
  if (!request.url.startsWith('/v1/track/') || request.headers.authorization !== undefined) return;
  if (typeof query['key'] !== 'string' || !publishable.test(query['key'])) return;
  request.headers.authorization = `Bearer ${query['key']}`;
  delete query['key'];
  if (/^text\/plain\b/i.test(request.headers['content-type'] ?? ''))
    request.headers['content-type'] = 'application/json';
}
