import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Person, refuseOtherSites } from '../../modules/accounts/index.ts';
import { nothing } from '../../platform/http/contract.ts';
import { parse, parseJson } from '../../platform/http/parse.ts';
import { Problem, type ProblemCode } from '../../platform/http/problems.ts';
import type { OpenRoute } from '../../platform/http/route.ts';
import { jsonBody } from '../../platform/http/server.ts';
import { isRefusal, type Refusal } from '../../values/refusal.ts';
import type { PeopleParts } from './people-parts.ts';

export interface Asked<B> {
  readonly body: B;
  readonly params: Readonly<Record<string, string>>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface PersonalRoute<B extends z.ZodType, A extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly body: B;
  readonly answer: A;
  readonly status?: 202;
  readonly act: (asked: Asked<z.output<B>>) => Promise<z.input<A> | Refusal>;
}

/** A route of a person and of no account: its caller is known by nothing, or by the cookie of a session. Never kept by caches. */
export function personal<B extends z.ZodType, A extends z.ZodType>(
  parts: PeopleParts,
  route: PersonalRoute<B, A>,
): OpenRoute {
  const { method, path, summary, body, answer, status, act } = route;
  return {
    ...{ method, path, summary, answer, tag: 'Signing in', open: 'anyone' },
    ...(method === 'GET' ? {} : { body }),
    ...(status ? { status } : {}),
    serve: async (request, reply) => {
      refuseOtherSites(request, parts.publicUrl);
      parse(nothing, request.query, 'query');
      const input = parse(body, method === 'GET' ? {} : parseJson(jsonBody(request)), 'body') as z.output<B>;
      const params = (request.params ?? {}) as Record<string, string>;
      // No database keeps U+0000, so nothing can be called so.
      if (Object.values(params).some((value) => value.includes('\u0000')))
        throw new Problem('not_found', 'There is nothing of this name.');
      const said = orProblem(await act({ body: input, params, request, reply }));
      return reply
        .code(status ?? 200)
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(answer.parse(said)));
    },
  };
}

/** Like `personal`, for somebody who is signed in. Throws `no_session` (401). */
export function signedInOnly<B extends z.ZodType, A extends z.ZodType>(
  parts: PeopleParts,
  route: Omit<PersonalRoute<B, A>, 'act'> & {
    readonly act: (person: Person, asked: Asked<z.output<B>>) => Promise<z.input<A> | Refusal>;
  },
): OpenRoute {
  return personal(parts, {
    ...route,
    act: async (asked) => route.act(await parts.door.personOf(asked.request), asked),
  } as PersonalRoute<B, A>);
}

/** Throws a refusal as a problem; `field` names the one that it is about. */
export function orProblem<T>(result: T | Refusal, field?: string): T {
  if (!isRefusal(result)) return result;
  const errors = field ? [{ path: field, code: result.refused, message: result.detail }] : undefined;
  throw new Problem(result.refused as ProblemCode, result.detail, errors ? { errors } : {});
}
