import type { FastifyReply, FastifyRequest } from 'fastify';
import { isAway } from '../db.ts';
import type { Log } from '../log.ts';
import { Problem, problemBody } from './problems.ts';

/** Answers with what went wrong; what is our own failure is logged under the request id. */
export function answerProblem(
  options: { readonly log: Log },
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = toProblem(error);
  if (problem.status >= 500)
    options.log.error({ err: error, request_id: request.id, path: request.url.split('?')[0] }, 'a request failed');
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(problem.retryAfter));
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, request.id)));
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem('too_large', 'A body holds 2 MiB at most, an upload 10 MiB.');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem('malformed', 'Send JSON, with Content-Type: application/json.');
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new Problem('malformed', 'The request cannot be read.');
  if (isAway(error))
    return new Problem('unavailable', 'The database does not answer. Try again shortly.', { retryAfter: 2 });
  return new Problem('internal', 'The failure is logged under the request id.');
}
