import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AccountId, PartnerId } from '../../values/id.ts';
import type { Refusal } from '../../values/refusal.ts';
import type { Tx } from '../db.ts';
import type { Log } from '../log.ts';
import type { Seal } from '../seal.ts';
import type { BytesBody } from './bytes.ts';

export type Scope = 'read' | 'write' | 'payouts' | 'settings';

/** Who acts: written into audit rows and histories. `key` is a key's id, `user` that of a person who signed in. */
export interface Actor {
  readonly kind: 'key' | 'page' | 'operator' | 'system' | 'command' | 'partner' | 'user';
  readonly id: string;
}

/** A partner who acts for themselves, and by which session: that of a browser, or of a short-lived token. */
export interface PartnerCaller {
  readonly id: PartnerId;
  readonly session: string;
  readonly how: 'browser' | 'token';
}

/** What every action of an account is given. `now` is the account's time (a sandbox has its own clock). */
export interface Context {
  readonly tx: Tx;
  readonly accountId: AccountId;
  readonly account: AccountFacts;
  readonly now: Date;
  readonly actor: Actor;
  /** Routes of the partner center: who asks. All that they see and change is this partner's. */
  readonly partner?: PartnerCaller;
  /** Of a request: what its caller may do. Absent: work that nobody's scopes bound. */
  readonly scopes?: readonly Scope[];
  readonly requestId: string;
  /** How many rows of the audit log tell of this request: what a person did is told of once at least. */
  readonly acts?: { written: number };
  readonly log: Log;
  /** Encrypts what must be read again. */
  readonly seal: Seal;
  /** What stands before a link's code: https://go.example/r/ or https://go.example/r/slug/ */
  readonly linkBase: string;
  /** Runs once the transaction is committed: to tell memories in this process. Never for anything that must not be lost. */
  readonly afterCommit: (work: () => void) => void;
  /**
   * Says what happened, in the transaction of the fact: kept as an event, heard by messages. A method, called on the context
   * whose time and actor it speaks with: due work has a context of its own instant.
   */
  announce(this: Omit<Context, 'announce'>, event: Announcement): Promise<void>;
}

export interface Announcement {
  /** From the closed list in accounts/events.ts. */
  readonly kind: string;
  /** The id of what it happened to. */
  readonly subject: string;
  readonly partnerId?: string | null;
  /** Ids, amounts and words; never a name or an address. */
  readonly data?: Record<string, unknown>;
}

export interface AccountFacts {
  readonly id: AccountId;
  readonly slug: string;
  readonly name: string;
  readonly sandbox: boolean;
  readonly currency: string;
  readonly timeZone: string;
  /** Its links also read /r/code, without the slug. */
  readonly ownsBareHost: boolean;
}

interface Described {
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /**
   * `secret`: a secret key with `scope`, or a person whose role has it. `page`: also a publishable key. `user`: a person, and
   * no key. `partner`: a partner, and no key.
   */
  readonly who: 'secret' | 'page' | 'user' | 'partner';
  readonly scope: Scope;
  /** A person must have proved lately that it is them: before keys, payouts and the team. A function judges by the body. */
  readonly stepUp?: true | ((body: Record<string, unknown>) => boolean);
}

type Shape = z.ZodType;
type Out<S> = S extends z.ZodType ? z.output<S> : Record<string, never>;

export interface Input<P, Q, B> {
  readonly params: Out<P>;
  readonly query: Out<Q>;
  readonly body: Out<B>;
  readonly headers: FastifyRequest['headers'];
  /** What a route of bytes made of them (bytes.ts). */
  readonly made?: unknown;
  readonly ip: string;
  /** Asked by HEAD: the answer has no body, so that what a GET notes as handed out was not. */
  readonly isHead: boolean;
}

/** A question, or a change that is its own repeat (PUT, PATCH, DELETE). */
export interface PlainRoute<P, Q, B> extends Described {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE';
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: Shape;
  /** The body of the answer, or `send(reply)` for files. */
  readonly handle: (context: Context, input: Input<P, Q, B>) => Promise<unknown | Refusal | RawAnswer>;
}

export type PostStatus = 200 | 201 | 202;

/** What a POST did. `subject` is kept with an Idempotency-Key, and `show` builds the answer from it, now or on a repeat. */
export interface Done {
  readonly subject: string;
  readonly status?: PostStatus;
  /** The answer, where the act knows it already: `show` would say the same. */
  readonly body?: object;
  /** Shown this once, never on a repeat. */
  readonly secrets?: Record<string, unknown>;
}

export interface PostRoute<P, Q, B> extends Described {
  readonly method: 'POST';
  /** What it may answer where all is well, for the description; absent: 201. */
  readonly statuses?: readonly PostStatus[];
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** The body is no JSON: `postBytes`. */
  readonly bytes?: BytesBody;
  readonly answer: Shape;
  readonly act: (context: Context, input: Input<P, Q, B>) => Promise<Done | Refusal>;
  readonly show: (context: Context, subject: string, input: Input<P, Q, B>) => Promise<unknown | Refusal>;
}

/** An answer that is not JSON: a CSV or payment file. */
export class RawAnswer {
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers: Record<string, string>;
  constructor(type: string, body: string | Buffer, headers: Record<string, string> = {}) {
    this.type = type;
    this.body = body;
    this.headers = headers;
  }
}

/** A route that does without the account frame: health, redirect, set-up, operator. It guards itself. */
export interface OpenRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly open: 'anyone' | 'operator';
  readonly body?: Shape;
  readonly answer?: Shape;
  /** For the description; absent: 200. */
  readonly status?: 201 | 202 | 204;
  readonly serve: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of routes with different schemas
export type Route = PlainRoute<any, any, any> | PostRoute<any, any, any> | OpenRoute;

/** Keeps the types of a route's schemas together with its handler. */
export function plain<P extends Shape, Q extends Shape, B extends Shape>(route: PlainRoute<P, Q, B>): Route {
  return route;
}
export function post<P extends Shape, Q extends Shape, B extends Shape>(route: PostRoute<P, Q, B>): Route {
  return route;
}
export function isOpen(route: Route): route is OpenRoute {
  return 'open' in route;
}
