import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isRefusal, type Refusal } from '../../values/refusal.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Seal } from '../seal.ts';
import { answerProblem } from './answer-problem.ts';
import { mountBytes, sentBytes } from './bytes.ts';
import { nothing as nothingAllowed } from './contract.ts';
import { parse, parseJson } from './parse.ts';
import { Problem, type ProblemCode } from './problems.ts';
import type {
  AccountFacts,
  Actor,
  Announcement,
  Context,
  Done,
  Input,
  PartnerCaller,
  PostRoute,
  Route,
  Scope,
} from './route.ts';
import { isOpen, RawAnswer } from './route.ts';

const MEBIBYTE = 1024 * 1024;

/** Who a request comes from, as the accounts module found by its key. */
export interface Caller {
  readonly account: AccountFacts;
  readonly actor: Actor;
  readonly kind: 'secret' | 'publishable' | 'user' | 'partner';
  readonly scopes: readonly Scope[];
  readonly now: Date;
  /** With kind `user`: whether they proved lately that it is them. */
  readonly isProved?: boolean;
  /** With kind `partner`: which one. */
  readonly partner?: PartnerCaller;
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
  /** The partner of a session or token; throws a Problem for everybody else. */
  readonly authenticatePartner: (request: FastifyRequest) => Promise<Caller>;
  readonly isOperator: (request: FastifyRequest) => boolean;
  readonly idempotency: Idempotency;
  /** Writes into the audit log what a person did. */
  readonly noteAct: (context: Context, act: string, subject: string, summary: string) => Promise<void>;
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
  const handler = (request: FastifyRequest, reply: FastifyReply) => inFrame(options, route, request, reply);
  if ('bytes' in route && route.bytes) mountBytes(app, route.bytes, { method: route.method, url, handler });
  else app.route({ method: route.method, url, handler });
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
  const caller = await (route.who === 'partner'
    ? options.authenticatePartner(request)
    : options.authenticate(request, route.who === 'page'));
  admit(route, caller);
  const bytes = 'bytes' in route ? route.bytes : undefined;
  const raw = bytes ? sentBytes(request) : jsonBody(request);
  const asked = readInput(route, request, raw);
  if (typeof route.stepUp === 'function' && route.stepUp(asked.body)) needProof(caller);
  const input = bytes ? { ...asked, made: orThrow(await bytes.read(raw, asked.query)) } : asked;
  const after: (() => void)[] = [];
  const answer = await options.database.inAccount(caller.account.id, async (tx) => {
    const { account, actor, now, partner } = caller;
    const { log, seal, publicUrl } = options;
    after.length = 0;
    const bare = {
      tx,
      account,
      accountId: account.id,
      actor,
      now,
      ...(partner ? { partner } : {}),
      scopes: caller.scopes,
      requestId: request.id,
      acts: { written: 0 },
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
    const done =
      route.method === 'POST'
        ? await actOnce(options, route, context, input, request, raw)
        : { status: 200, body: orThrow(await route.handle(context, input)), subject: pathId(request) };
    // What a person changed stands in the audit log, also where the action itself keeps no note. Who may only read asks.
    const isChange = route.method !== 'GET' && route.scope !== 'read';
    if (caller.kind === 'user' && isChange && bare.acts.written === 0)
      await options.noteAct(context, `${route.method} ${route.path}`, done.subject ?? account.id, route.summary);
    return done;
  });
  for (const work of after) work();
  if (answer.body instanceof RawAnswer)
    return reply.code(200).headers(answer.body.headers).type(answer.body.type).send(answer.body.body);
  if (options.checkAnswers) route.answer.parse(answer.body);
  return reply.code(answer.status).type('application/json; charset=utf-8').send(JSON.stringify(answer.body));
}

/** Throws `scope` (403) for who may not, and `step_up_required` (403) for who should prove first that it is them. */
function admit(route: Framed, caller: Caller): void {
  if (caller.kind === 'partner' && !caller.scopes.includes(route.scope))
    throw new Problem('scope', 'A center token may look and make links; for this the partner signs in.');
  if (caller.kind === 'publishable' && route.who !== 'page')
    throw new Problem('scope', 'A publishable key may only call /v1/track from a page.');
  if (caller.kind === 'secret' && route.who === 'user')
    throw new Problem('scope', 'This is for people who signed in, not for keys.');
  if ((caller.kind === 'secret' || caller.kind === 'user') && !caller.scopes.includes(route.scope))
    throw new Problem('scope', `The ${caller.kind === 'user' ? 'role' : 'key'} lacks the scope "${route.scope}".`);
  if (route.stepUp === true) needProof(caller);
}

function needProof({ kind, isProved }: Caller): void {
  if (kind === 'user' && !isProved)
    throw new Problem('step_up_required', 'Prove first that it is you: POST /v1/auth/step_up, then send this again.');
}

/** What the address names, as the subject of what was done. */
const pathId = ({ params }: FastifyRequest): string | undefined =>
  Object.values((params ?? {}) as Record<string, string>)[0]?.slice(0, 200);

function readInput(route: Framed, request: FastifyRequest, raw: Buffer): Input<never, never, never> {
  return {
    params: parse(route.params, request.params, 'path') as never,
    query: parse(route.query ?? nothingAllowed, request.query, 'query') as never,
    body: parse(route.body, route.body ? parseJson(raw) : {}, 'body') as never,
    headers: request.headers,
    ip: request.ip,
    isHead: request.method === 'HEAD',
  };
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
  const address = request.url.split('?')[0] ?? '';
  // Partners choose their keys by themselves: what one did is no other's repeat.
  const path = context.partner ? `${context.partner.id} ${address}` : address;
  const before = key === null ? null : orThrow(await options.idempotency.claim(context, key, path, hashBody(raw)));
  const done: Done = before ?? orThrow(await route.act(context, input));
  if (key !== null && before === null) await options.idempotency.keep(context, key, path, done);
  const body = done.body ?? orThrow(await route.show(context, done.subject, input));
  const status = done.status ?? 201;
  if (options.checkAnswers && route.statuses?.includes(status) === false)
    throw new Error(`${route.path} answered ${status}, which it does not declare`);
  return { status, body: done.secrets ? { ...(body as object), ...done.secrets } : body, subject: done.subject };
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
