import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isRefusal, type Refusal } from '../../values/refusal.ts';
import type { Clock } from '../clock.ts';
import { type Database, isAway } from '../db.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Seal } from '../seal.ts';
import { nothing as nothingAllowed } from './contract.ts';
import { parse, parseJson } from './parse.ts';
import { Problem, type ProblemCode, problemBody } from './problems.ts';
import type { AccountFacts, Actor, Announcement, Context, Done, Input, PostRoute, Route, Scope } from './route.ts';
import { isOpen, RawAnswer } from './route.ts';

const MEBIBYTE = 1024 * 1024;

/** Who a request comes from, as the accounts module found by its key. */
export interface Caller {
  readonly account: AccountFacts;
  readonly actor: Actor;
  readonly kind: 'secret' | 'publishable';
  readonly scopes: readonly Scope[];
  readonly now: Date;
}

export interface Idempotency {
  /** What was done under this key before; null: it is new and ours now. A twin under way is waited for. */
  claim(
    context: Context,
    key: string,
    path: string,
    bodyHash: string,
  ): Promise<(Done & { repeated: true }) | null | Refusal>;
  keep(context: Context, key: string, path: string, done: Done): Promise<void>;
}

export interface HttpOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly routes: readonly Route[];
  readonly trustProxy: string[] | false;
  /** Throws a Problem for strangers. */
  readonly authenticate: (request: FastifyRequest, page: boolean) => Promise<Caller>;
  readonly isOperator: (request: FastifyRequest) => boolean;
  readonly idempotency: Idempotency;
  /** Answers short links before anything else is set in motion; true where it did. */
  readonly front?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Runs before each request: the door for pages of other hosts. */
  readonly allowPages?: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  readonly seal: Seal;
  readonly announce: (context: Omit<Context, 'announce'>, event: Announcement) => Promise<void>;
  /** How the world reaches us, without a slash at the end. */
  readonly publicUrl: string;
  /** In tests every answer is held against its schema. */
  readonly checkAnswers: boolean;
}

/** One Fastify server with every route mounted by hand, one frame round each, and problems for errors. */
export function createHttp(options: HttpOptions): FastifyInstance {
  const app = Fastify({
    serverFactory: (handler) =>
      createServer({ requestTimeout: 60_000 }, (request, response) => {
        if (!options.front?.(request, response)) handler(request, response);
      }),
    bodyLimit: 2 * MEBIBYTE,
    trustProxy: options.trustProxy === false ? false : options.trustProxy,
    genReqId: () => newId('request', options.clock.now()),
    logger: false,
    routerOptions: { maxParamLength: 6000, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // An address that cannot be decoded never comes as far as the hooks.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      answerProblem(options, error, request as FastifyRequest, reply as FastifyReply);
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // Only the set-up page and one-click unsubscribing take forms; every other route reads JSON and refuses these.
  const forms = ['application/x-www-form-urlencoded', 'multipart/form-data'];
  app.addContentTypeParser(forms, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => answerProblem(options, error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerProblem(
      options,
      new Problem('not_found', `There is nothing at ${request.method} ${request.url.split('?')[0]?.slice(0, 100)}.`),
      request,
      reply,
    ),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    await options.allowPages?.(request, reply);
  });
  for (const route of options.routes) mount(app, options, route);
  return app;
}

function mount(app: FastifyInstance, options: HttpOptions, route: Route): void {
  const url = route.path.replace(/\{(\w+)\}/g, ':$1');
  if (isOpen(route)) {
    app.route({
      method: route.method,
      url,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        if (route.open === 'operator' && !options.isOperator(request)) throw strangerToOperator(request);
        return route.serve(request, reply);
      },
    });
    return;
  }
  app.route({ method: route.method, url, handler: (request, reply) => inFrame(options, route, request, reply) });
}

function strangerToOperator(request: FastifyRequest): Problem {
  return request.headers.authorization === undefined
    ? new Problem('no_key', 'Send the operator token: Authorization: Bearer TOKEN.')
    : new Problem('bad_key', 'This is not the operator token.');
}

type Framed = Exclude<Route, { open: unknown }>;

/** Key, scope, input, transaction, action, answer: in this order, so that strangers learn nothing. */
async function inFrame(
  options: HttpOptions,
  route: Framed,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const caller = await options.authenticate(request, route.who === 'page');
  if (caller.kind === 'publishable' && route.who !== 'page')
    throw new Problem('scope', 'A publishable key may only call /v1/track from a page.');
  if (caller.kind === 'secret' && !caller.scopes.includes(route.scope))
    throw new Problem('scope', `The key lacks the scope "${route.scope}".`);
  const raw = jsonBody(request);
  const input: Input<never, never, never> = {
    params: parse(route.params, request.params, 'path') as never,
    query: parse(route.query ?? nothingAllowed, request.query, 'query') as never,
    body: parse(route.body, route.body ? parseJson(raw) : {}, 'body') as never,
    headers: request.headers,
    ip: request.ip,
    isHead: request.method === 'HEAD',
  };
  const after: (() => void)[] = [];
  const answer = await options.database.inAccount(caller.account.id, async (tx) => {
    const { account, actor, now } = caller;
    const { log, seal, publicUrl } = options;
    after.length = 0;
    const bare = {
      tx,
      account,
      accountId: account.id,
      actor,
      now,
      requestId: request.id,
      log,
      seal,
      linkBase: linkBaseOf(publicUrl, account),
      afterCommit: (work: () => void) => void after.push(work),
    };
    const context: Context = {
      ...bare,
      announce(event) {
        return options.announce(this, event);
      },
    };
    if (route.method === 'POST') return actOnce(options, route, context, input, request, raw);
    return { status: 200, body: orThrow(await route.handle(context, input)) };
  });
  for (const work of after) work();
  if (answer.body instanceof RawAnswer)
    return reply.code(200).headers(answer.body.headers).type(answer.body.type).send(answer.body.body);
  if (options.checkAnswers) route.answer.parse(answer.body);
  return reply.code(answer.status).type('application/json; charset=utf-8').send(JSON.stringify(answer.body));
}

// biome-ignore lint/suspicious/noExplicitAny: any POST route
type AnyPost = PostRoute<any, any, any>;

async function actOnce(
  options: HttpOptions,
  route: AnyPost,
  context: Context,
  input: Input<never, never, never>,
  request: FastifyRequest,
  raw: Buffer,
) {
  const key = readIdempotencyKey(request);
  const path = request.url.split('?')[0] ?? '';
  const before = key === null ? null : orThrow(await options.idempotency.claim(context, key, path, hashBody(raw)));
  const done: Done = before ?? orThrow(await route.act(context, input));
  if (key !== null && before === null) await options.idempotency.keep(context, key, path, done);
  const body = done.body ?? orThrow(await route.show(context, done.subject, input));
  const status = done.status ?? 201;
  if (options.checkAnswers && route.statuses?.includes(status) === false)
    throw new Error(`${route.path} answered ${status}, which it does not declare`);
  return { status, body: done.secrets ? { ...(body as object), ...done.secrets } : body };
}

/** The body's bytes; only JSON is taken. */
export function jsonBody(request: FastifyRequest): Buffer {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (raw.length === 0 || /^application\/json\b/i.test(request.headers['content-type'] ?? '')) return raw;
  throw new Problem('malformed', 'Send JSON, with Content-Type: application/json.');
}

/** The hash of a body as it was sent. */
export function hashBody(raw: Buffer): string {
  return createHash('sha256').update(raw).digest('hex');
}

/** What stands before the codes of an account's links. */
export function linkBaseOf(publicUrl: string, account: AccountFacts): string {
  return account.ownsBareHost ? `${publicUrl}/r/` : `${publicUrl}/r/${account.slug}/`;
}

/** The request's Idempotency-Key, if it has one. Throws `invalid` (400) for one that is empty or too long. */
export function readIdempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && key.length >= 1 && key.length <= 255) return key;
  const errors = [{ path: 'Idempotency-Key', code: 'too_big', message: 'is 1 to 255 characters' }];
  throw new Problem('invalid', 'Idempotency-Key is 1 to 255 characters.', { errors });
}

/** A refusal leaves the transaction as an exception, so that nothing of it stays. */
function orThrow<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Problem(result.refused as ProblemCode, result.detail);
  return result;
}

function answerProblem(
  options: HttpOptions,
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
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('too_large', 'A body holds 2 MiB at most.');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem('malformed', 'Send JSON, with Content-Type: application/json.');
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new Problem('malformed', 'The request cannot be read.');
  if (isAway(error))
    return new Problem('unavailable', 'The database does not answer. Try again shortly.', { retryAfter: 2 });
  return new Problem('internal', 'The failure is logged under the request id.');
}
