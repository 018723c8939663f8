import type { Problem } from './schema.ts';

export type { Problem };

/** A no of the API (RFC 9457), as something that can be thrown. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  /** Seconds to wait, where the answer named them. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The server could not be reached: nothing is known of what became of the request. */
export class LostConnection extends Error {
  constructor() {
    super('The server cannot be reached.');
    this.name = 'LostConnection';
  }
}

/** Reads the body of an answer of 400 or above. What does not look like a problem becomes one. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const said: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return toProblem(said, response);
}

export function toProblem(said: unknown, response: Response): ApiProblem {
  const wait = Number(response.headers.get('retry-after'));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  if (isProblem(said)) return new ApiProblem(said, retryAfter);
  const request_id = response.headers.get('x-request-id') ?? '';
  const { status } = response;
  return new ApiProblem(
    {
      type: 'about:blank',
      title: `${status}`,
      status,
      code: 'internal',
      detail: `The server answered ${status}.`,
      request_id,
    },
    retryAfter,
  );
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'status' in value;
}
