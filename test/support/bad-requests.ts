import assert from 'node:assert/strict';
import { problems } from '../../server/platform/http/problems.ts';
import { isOpen, type Route } from '../../server/platform/http/route.ts';
import { startApp, type TestApp } from './app.ts';
import { type Browser, signIn } from './center.ts';
import { exampleBody, examplePath, nameOf } from './example-bodies.ts';
import { type FullAccount, fillAccount } from './full-account.ts';
import { type Person, signedInOwner } from './people.ts';
import type { Answer, Json, Method, Sending, World } from './world.ts';

/** A server with a full account, and ways to send it what it must refuse. */
export class BadSender {
  readonly app: TestApp;
  readonly world: World;
  readonly full: FullAccount;
  readonly withBody: readonly Route[];
  #partner: Browser;
  readonly #owner: Person;

  constructor(app: TestApp, world: World, full: FullAccount, partner: Browser, owner: Person) {
    this.app = app;
    this.world = world;
    this.full = full;
    this.#partner = partner;
    this.#owner = owner;
    this.withBody = app.app.routes.filter((route) => route.body !== undefined);
  }

  readonly ownId = (prefix: string): string => this.full.ids[prefix]?.[0] ?? `${prefix}_01jzzzzzzzzzzzzzzzzzzzzzzz`;

  /** With ids of our own, so that what is sent is looked at. */
  pathOf(route: Route): string {
    return examplePath(route, this.ownId);
  }

  example(route: Route): Json {
    return exampleBody(route, this.ownId);
  }

  /** Sends, and fails unless the answer is a good one or a problem as the contract describes it. */
  async send(route: Route, body: Json, more: Sending & { path?: string } = {}): Promise<Answer> {
    const { path = this.pathOf(route), ...sending } = more;
    const ask = (): Promise<Answer> => {
      const caller = this.#callerOf(route);
      const headers = { ...caller.headers, ...sending.headers };
      return this.world.call(route.method as Method, path, body, { ...caller, ...sending, headers });
    };
    let answer = await ask();
    // What was sent before may have ended the session: signing out is one of the routes.
    if (answer.body?.code === 'no_session') {
      await this.#owner.signIn();
      answer = await ask();
    } else if (answer.body?.code === 'bad_key' && !isOpen(route) && route.who === 'partner') {
      this.#partner = await signIn(this.app.app, this.world, this.full.partner);
      answer = await ask();
    }
    const said = `${route.method} ${path.slice(0, 200)} ${shown(body)}: ${answer.status} ${answer.text.slice(0, 600)}`;
    assert.ok(answer.status < 500, `${said} ${this.app.errors.at(-1)}`);
    if (answer.status < 400) return answer;
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, said);
    assert.equal(problems[answer.body.code as keyof typeof problems]?.[0], answer.status, said);
    assert.match(answer.body.request_id, /^req_/, said);
    assert.equal(answer.body.status, answer.status, said);
    return answer;
  }

  /** Whoever may call: the operator, a partner at the center, else the account's key. */
  #callerOf(route: Route): Sending {
    if (isOpen(route) && route.open === 'operator') return { key: this.world.operator };
    const slug = { 'x-center-account': this.world.account.slug };
    if (route.path.startsWith('/v1/auth/') || (!isOpen(route) && route.who === 'user')) return this.#asOwner(route);
    if (isOpen(route)) return route.path.startsWith('/v1/center/') ? { key: null, headers: slug } : {};
    return route.who === 'partner' ? { key: null, headers: { ...slug, cookie: this.#partner.cookie! } } : {};
  }

  #asOwner(route: Route): Sending {
    const cookie = [...this.#owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { key: null, headers: { cookie, ...(isOpen(route) ? {} : { 'tributary-account': this.world.account.id }) } };
  }

  /** Must be 400, and name the field that is not right, if one is named here. */
  async refused(route: Route, body: Json, field?: string, code?: string): Promise<void> {
    const answer = await this.send(route, body);
    const said = `${nameOf(route)} ${shown(body)}: ${answer.text.slice(0, 600)}`;
    assert.equal(answer.status, 400, said);
    if (field === undefined) return;
    const found = (answer.body.errors as Json[] | undefined)?.find(({ path }) => path === field);
    assert.ok(found, `${said} names ${field}`);
    if (code !== undefined) assert.equal(found.code, code, said);
  }

  /** Puts each of these values in each place of each route's body. */
  async tryEverywhere(odd: readonly Json[]): Promise<void> {
    await each(this.withBody, async (route) => {
      const body = this.example(route);
      for (const path of placesIn(body)) {
        for (const value of odd) {
          const changed = withValue(body, path, value);
          if (route.body!.safeParse(changed).success) await this.send(route, changed);
          else await this.refused(route, changed);
        }
      }
    });
  }
}

export async function openBadSender(): Promise<BadSender> {
  const app = await startApp();
  try {
    const { world, owner } = await signedInOwner(app);
    const full = await fillAccount(world);
    return new BadSender(app, world, full, await signIn(app.app, world, full.partner), owner);
  } catch (error) {
    await app.close();
    throw error;
  }
}

const shown = (body: Json): string => (typeof body === 'string' ? body : (JSON.stringify(body) ?? '')).slice(0, 600);

/** A few at a time: as many as a browser would. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

export type Path = readonly string[];

/** Every place in a body where a value stands, the inner ones too. */
export function placesIn(value: Json, at: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [at];
  return [
    ...(at.length > 0 ? [at] : []),
    ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...at, name])),
  ];
}

export function valueAt(body: Json, path: Path): Json {
  return path.reduce((value, name) => value[name], body);
}

/** The body with something else in one place; `undefined` takes it out. */
export function withValue(body: Json, [name, ...rest]: Path, value: Json): Json {
  if (name === undefined) return value;
  const copy = Array.isArray(body) ? [...body] : { ...body };
  copy[name as never] = rest.length > 0 ? withValue(body[name], rest, value) : value;
  return copy;
}

export const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** Objects whose keys are the caller's own: currencies, skus. */
export const isFreeForm = (path: Path): boolean => ['payout_threshold', 'products', 'answers'].includes(path.at(-1)!);

export function mutate(body: Json, which: number, value: Json, how: string): Json {
  const all = placesIn(body);
  const path = all[which % Math.max(all.length, 1)] ?? [];
  if (how === 'drop') return withValue(body, path, undefined);
  if (how === 'add') return withValue(body, [...path.slice(0, -1), JSON.stringify(value ?? null).slice(0, 50)], value);
  if (how === 'twice') return withValue(body, path, [valueAt(body, path), valueAt(body, path)]);
  return withValue(body, path, value);
}
