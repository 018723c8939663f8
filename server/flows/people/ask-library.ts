import type { FastifyReply, FastifyRequest } from 'fastify';
import { headersFor } from '../../modules/accounts/index.ts';
import { Problem } from '../../platform/http/problems.ts';

export interface Said {
  readonly isOk: boolean;
  readonly status: number;
  /** The library's word for what was wrong. */
  readonly code: string | null;
  readonly body: Record<string, unknown>;
}

/** Asks the library for something in the caller's name, and hands on the cookies that it sets. */
export async function askLibrary(
  request: FastifyRequest,
  reply: FastifyReply,
  ask: (headers: Headers) => Promise<Response>,
  headers = headersFor(request),
): Promise<Said> {
  const response = await ask(headers);
  if (response.status >= 500) throw new Error(`signing in failed inside: ${await response.text()}`);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  const text = await response.text();
  const body = text === '' ? {} : ((JSON.parse(text) ?? {}) as Record<string, unknown>);
  const code = typeof body['code'] === 'string' ? body['code'] : null;
  // The library's own lock, after wrong codes in a row.
  if (response.status === 429)
    throw new Problem('rate_limited', 'Too many wrong codes. Wait a while, then try again.', { retryAfter: 900 });
  return { isOk: response.ok, status: response.status, code, body };
}
