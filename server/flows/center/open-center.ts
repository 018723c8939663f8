import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AccountRow } from '../../modules/accounts/index.ts';
import { cookieName, nameAgent, openSession, refuseOtherPages } from '../../modules/center/index.ts';
import { parse, parseJson } from '../../platform/http/parse.ts';
import { Problem, type ProblemCode } from '../../platform/http/problems.ts';
import type { Context, OpenRoute } from '../../platform/http/route.ts';
import { jsonBody } from '../../platform/http/server.ts';
import type { PartnerId } from '../../values/id.ts';
import { isRefusal, type Refusal } from '../../values/refusal.ts';
import { contextFor, type Parts } from '../context.ts';
import { findCenter } from './find-center.ts';

export const tag = 'Partner center';

/** A call of somebody who is not signed in yet. */
export interface Visit {
  readonly account: AccountRow;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Work in a transaction of the account. A refusal undoes it, and is thrown as the problem that it is. */
  within<T>(work: (context: Context) => Promise<T | Refusal>): Promise<T>;
}

interface OpenPost<B extends z.ZodType, A extends z.ZodType> {
  readonly path: string;
  readonly summary: string;
  readonly body: B;
  readonly answer: A;
  readonly status?: 202;
  readonly serve: (visit: Visit, body: z.output<B>) => Promise<z.input<A>>;
}

/** A route of the center that is open, and taken from the center's own pages only. */
export function openPost<B extends z.ZodType, A extends z.ZodType>(parts: Parts, route: OpenPost<B, A>): OpenRoute {
  const { path, summary, body, answer, status } = route;
  return {
    ...{ method: 'POST', path, tag, summary, open: 'anyone', body, answer },
    ...(status ? { status } : {}),
    serve: async (request, reply) => {
      refuseOtherPages(request);
      const given = parse(body, parseJson(jsonBody(request)), 'body');
      const account = await findCenter(parts, request);
      const said = await route.serve(visitOf(parts, account, request, reply), given);
      return reply
        .code(status ?? 200)
        .headers({ 'cache-control': 'no-store' })
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(said));
    },
  };
}

function visitOf(parts: Parts, account: AccountRow, request: FastifyRequest, reply: FastifyReply): Visit {
  const actor = { kind: 'page', id: 'center' } as const;
  return {
    ...{ account, request, reply },
    within: (work) =>
      parts.database.inAccount(account.id, async (tx) => {
        const done = await work(contextFor(parts, tx, account, actor));
        if (isRefusal(done)) throw new Problem(done.refused as ProblemCode, done.detail);
        return done;
      }),
  };
}

/** Opens a session for a partner and hands its cookie to the browser with the answer. */
export async function letIn(visit: Visit, context: Context, partner: PartnerId): Promise<{ partner_id: string }> {
  const { secret } = await openSession(context, partner, nameAgent(visit.request.headers['user-agent']));
  setCookie(visit, secret, COOKIE_LIVES);
  return { partner_id: partner };
}

/** As long as browsers keep one: when a session ends is decided here. */
const COOKIE_LIVES = 400 * 24 * 3600;

/** Sent to the center's routes only, hidden from scripts, and not along with what other sites ask for. */
export function setCookie({ account, request, reply }: Visit, value: string, seconds: number): void {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  const cookie = `${cookieName(account.slug)}=${value}; Path=/v1/center; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;
  reply.header('set-cookie', cookie + secure);
}
