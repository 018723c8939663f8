import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Route, Scope } from '../server/platform/http/route.ts';
import { isOpen } from '../server/platform/http/route.ts';
import { newId } from '../server/platform/ids.ts';
import { type Kind, prefixes } from '../server/values/id.ts';
import { startApp, type TestApp } from './support/app.ts';
import { exampleBody, examplePath, kindOfField, nameOf } from './support/example-bodies.ts';
import { type FullAccount, fillAccount } from './support/full-account.ts';
import type { Answer, Json, Method, World } from './support/world.ts';

/**
 * Strangers are refused by every route, those of tomorrow included: what is called here is what the app has mounted. And
 * what belongs to another account is not there, in the same words as what was never there.
 */
type Framed = Exclude<Route, { open: unknown }>;

/** Routes that need no key of an account; each guards itself. */
const openRoutes = [
  ...['GET /healthz', 'GET /metrics', 'GET /readyz', 'GET /setup/{token}', 'GET /v1/openapi.json'],
  ...['OPTIONS /v1/track/{what}', 'POST /setup/{token}', 'POST /v1/accounts'],
  ...['GET /unsubscribe/{token}', 'POST /unsubscribe/{token}', 'POST /hooks/mail/{account}/{secret}'],
  ...[
    'GET /v1/track/pixel.gif',
    'GET /t.js',
    'HEAD /t.js',
    'GET /demo/{slug}',
    'POST /demo/{slug}/orders',
    'POST /demo/{slug}/leads',
  ],
  'GET /demo/{slug}/orders/{number}',
  ...['GET /join.js', 'GET /join/{account}/{program}', 'POST /join/{account}/{program}'],
  ...['GET /join/{account}/{program}/confirm/{token}', 'POST /join/{account}/{program}/confirm/{token}'],
  ...['GET /join/{account}/applications/{token}', 'POST /join/{account}/applications/{token}'],
  ...['GET', 'POST', 'OPTIONS'].map((method) => `${method} /v1/join/{account}/{program}`),
  ...['GET', 'HEAD'].flatMap((method) =>
    ['/files/{id}/{name}', '/b/{code}', '/b/{slug}/{code}'].map((path) => `${method} ${path}`),
  ),
  ...['GET /v1/center/branding', 'POST /v1/center/sign_in', 'POST /v1/center/sign_out'],
  ...['sign_in_links', 'password_resets'].flatMap((what) => [`POST /v1/center/${what}`, `POST /v1/center/${what}/use`]),
  ...['POST /v1/center/confirmations', 'OPTIONS /v1/center/{what}', 'OPTIONS /v1/center/{what}/{which}'],
  'OPTIONS /v1/center/{what}/{which}/{part}',
  ...['GET /assets/{file}', 'GET /center.js', 'GET /*'],
  ...['POST /v1/auth/sign_in', 'POST /v1/auth/two_factor', 'POST /v1/auth/sign_out', 'POST /v1/auth/step_up'],
  ...['POST /v1/auth/reset', 'POST /v1/auth/reset/confirm', 'POST /v1/auth/email', 'POST /v1/auth/email/confirm'],
  ...['GET /v1/auth/me', 'PATCH /v1/auth/me', 'POST /v1/auth/password', 'GET /v1/auth/sessions'],
  ...['DELETE /v1/auth/sessions/{id}', 'POST /v1/auth/sessions/end_others', 'POST /v1/auth/invitation'],
  ...['POST /v1/auth/invitation/accept', 'POST /v1/auth/two_factor/enable', 'POST /v1/auth/two_factor/confirm'],
  ...['POST /v1/auth/two_factor/disable', 'POST /v1/auth/two_factor/backup_codes'],
];
const scopes: readonly Scope[] = ['read', 'write', 'payouts', 'settings'];

let app: TestApp;
let mine: World;
let theirs: World;
let own: FullAccount;
let other: FullAccount;
let framed: Framed[];

before(async () => {
  app = await startApp();
  mine = await app.world();
  theirs = await app.world();
  own = await fillAccount(mine);
  other = await fillAccount(theirs);
  // What is for people, and for partners, is called as such in roles.slow.test.ts and beside the center.
  framed = app.app.routes.filter(
    (route): route is Framed => !isOpen(route) && (route.who === 'secret' || route.who === 'page'),
  );
});
after(() => app.close());

/** The path with something in each place, an id that nobody has unless told. */
const pathOf = (route: Route, id = 'nobody'): string => examplePath(route, () => id);

/** A body that holds nothing, where there may be one. */
const nothingFor = ({ method }: Route): Json => (method === 'GET' ? undefined : {});

function assertProblem(answer: Answer, status: number, codes: readonly string[], said: string): void {
  assert.equal(answer.status, status, `${said}: ${answer.text}`);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, said);
  assert.ok(codes.includes(answer.body.code), `${said}: ${answer.text}`);
  assert.equal(answer.body.request_id, answer.headers.get('x-request-id'), said);
}

describe('without the right key', () => {
  test('every route is known here to be open, or asks for a key', () => {
    const open = app.app.routes.filter(isOpen).map(nameOf).sort();
    assert.deepEqual(open, openRoutes.sort());
    assert.ok(framed.length > 60);
  });

  test('nobody gets in without a key, with a wrong one, or with none of ours', async () => {
    const wrong = mine.account.secret_key.replace(/.{6}$/, 'aaaaaa');
    for (const route of framed) {
      for (const method of route.method === 'GET' ? (['GET', 'HEAD'] as const) : [route.method]) {
        assert.equal((await mine.call(method, pathOf(route), undefined, { key: null })).status, 401, nameOf(route));
      }
      const none = await mine.call(route.method, pathOf(route), undefined, { key: null });
      assertProblem(none, 401, ['no_key'], nameOf(route));
      for (const key of ['trb_sk_wrong', wrong, app.app.parts.publicUrl, mine.operator]) {
        const answer = await mine.call(route.method, pathOf(route), undefined, { key });
        assertProblem(answer, 401, ['bad_key'], nameOf(route));
      }
      const basic = await mine.call(route.method, pathOf(route), undefined, {
        key: null,
        headers: { authorization: `Basic ${btoa(`${mine.account.secret_key}:`)}` },
      });
      assert.equal(basic.status, 401, nameOf(route));
    }
  });

  test('a publishable key opens what pages need, and nothing else', async () => {
    for (const route of framed) {
      const answer = await mine.call(route.method, pathOf(route), nothingFor(route), {
        key: mine.account.publishable_key,
      });
      if (route.who === 'secret') assertProblem(answer, 403, ['scope'], nameOf(route));
      else assert.ok(![401, 403].includes(answer.status), nameOf(route));
      assert.equal(route.who === 'page', route.path.startsWith('/v1/track/'), nameOf(route));
    }
  });

  test('a key without the scope is refused, and one with nothing but the scope is not', async () => {
    const makeKey = (some: readonly Scope[]) => mine.ok('POST', '/v1/keys', { name: some.join(), scopes: some });
    for (const scope of scopes) {
      const only = (await makeKey([scope])).secret;
      const lacks = (await makeKey(scopes.filter((one) => one !== scope))).secret;
      for (const route of framed.filter((one) => one.scope === scope)) {
        const refused = await mine.call(route.method, pathOf(route), nothingFor(route), { key: lacks });
        assertProblem(refused, 403, ['scope'], nameOf(route));
        const taken = await mine.call(route.method, pathOf(route), nothingFor(route), { key: only });
        assert.ok(![401, 403].includes(taken.status), `${nameOf(route)}: ${taken.text}`);
      }
    }
  });

  test('a key that was deleted opens nothing from then on', async () => {
    const key = await mine.ok('POST', '/v1/keys', {});
    assert.equal((await mine.call('GET', '/v1/partners', undefined, { key: key.secret })).status, 200);
    await mine.ok('DELETE', `/v1/keys/${key.id}`);
    assert.equal((await mine.call('GET', '/v1/partners', undefined, { key: key.secret })).status, 401);
  });

  test('the operator is known by the token alone', async () => {
    const body = { name: 'Intruder', owner_email: 'in@owners.example' };
    for (const [key, code] of [
      [null, 'no_key'],
      [mine.account.secret_key, 'bad_key'],
      [`${mine.operator}x`, 'bad_key'],
      [mine.operator.slice(0, -1), 'bad_key'],
    ] as const)
      assertProblem(await mine.call('POST', '/v1/accounts', body, { key }), 401, [code], String(key));
  });
});

/** What two answers must share: everything but what is new in each. */
const alike = (answer: Answer, id: string): string =>
  `${answer.status} ${answer.text
    .replaceAll(id, 'THE ID')
    .replace(/\b[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g, 'ID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'AT')
    .replace(/[a-z]+-[0-9a-f]{10}/g, 'UNIQUE')
    .replace(/trb_sk_[\w-]+|"ending":"\w+"/g, 'SECRET')}`;

const kindOfPrefix = (prefix: string): Kind =>
  (Object.keys(prefixes) as Kind[]).find((kind) => prefixes[kind] === prefix)!;
/** Of the right form, and nobody's. */
const nobodys = (prefix: string): string => newId(kindOfPrefix(prefix), new Date());
const ownId = (prefix: string): string => own.ids[prefix]?.[0] ?? nobodys(prefix);
const allOf = (account: FullAccount): string[] => Object.values(account.ids).flat();
const oneOfEach = (account: FullAccount): string[] => Object.values(account.ids).map((ids) => ids[0]!);

const send = (route: Route, path: string, body: Json): Promise<Answer> => mine.call(route.method as Method, path, body);

describe("another account's things", () => {
  test('are not there by any path: the same answer as for an id that nobody has, or that is none', async () => {
    for (const route of framed.filter(({ path }) => path.includes('{id}'))) {
      const ids = ['nonsense', nobodys('part'), nobodys('ord'), ...oneOfEach(other)];
      const answers = await Promise.all(
        ids.map(async (id) => {
          const answer = await send(route, pathOf(route, id), exampleBody(route, ownId));
          assertProblem(answer, 404, ['not_found'], `${nameOf(route)} ${id}`);
          return alike(answer, id);
        }),
      );
      assert.equal(new Set(answers).size, 1, `${nameOf(route)} ${answers.join('\n')}`);
    }
  });

  test('and each of those paths does lead somewhere for its owner', async () => {
    for (const route of framed.filter(({ path, method }) => method === 'GET' && path.includes('{id}'))) {
      const answers = await Promise.all(oneOfEach(own).map((id) => send(route, pathOf(route, id), undefined)));
      assert.ok(
        answers.some(({ status }) => status === 200),
        nameOf(route),
      );
    }
  });

  test('are not there by any field of a body', async () => {
    for (const route of framed) {
      const path = examplePath(route, ownId);
      for (const [field, prefix] of idFields(exampleBody(route, ownId))) {
        const [foreign, missing] = [other.ids[prefix]?.[0] ?? nobodys(prefix), nobodys(prefix)];
        const [a, b] = [
          await send(route, path, put(exampleBody(route, ownId), field, foreign)),
          await send(route, path, put(exampleBody(route, ownId), field, missing)),
        ];
        const said = `${nameOf(route)} ${field.join('.')}`;
        assert.ok(a.status < 500 && a.status !== 400, `${said}: ${a.text}`);
        assert.equal(alike(a, foreign), alike(b, missing), said);
      }
    }
  });

  test('are not there by any filter', async () => {
    for (const route of framed.filter(({ method, path, query }) => method === 'GET' && query && !path.includes('{'))) {
      for (const field of Object.keys((route.query as Json).shape ?? {})) {
        const prefix = kindOfField(field) ?? (field === 'order_id' ? 'ord' : null);
        if (prefix === null) continue;
        for (const id of [...(other.ids[prefix] ?? []), nobodys(prefix)]) {
          const answer = await send(route, `${route.path}?${field}=${id}`, undefined);
          if (answer.status === 200)
            assert.deepEqual(answer.body.data ?? answer.body.payouts, [], `${nameOf(route)} ${field}=${id}`);
          else assert.equal(answer.status, 404, nameOf(route));
        }
      }
    }
  });

  test('stay as they were, and are told of nowhere', async () => {
    const lists = framed.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
    const foreign = allOf(other).filter((id) => !allOf(own).includes(id));
    for (const route of lists) {
      const { text } = await send(route, route.path, undefined);
      for (const id of foreign) assert.ok(!text.includes(id), `${nameOf(route)} tells of ${id}`);
    }
    assert.equal((await theirs.ok('GET', `/v1/partners/${other.partner.id}`)).status, 'approved');
    assert.deepEqual(await theirs.ok('GET', `/v1/orders/${other.order.id}/explanation`), await explained());
  });

  test('do not take up codes, order numbers or idempotency keys', async () => {
    const order = mine.orderBody({
      items: own.order.items.map(({ sku }: Json) => ({ sku, quantity: 1, unit_amount: 1 })),
    });
    await mine.ok('POST', '/v1/orders', order, { status: 201, idempotency: 'the same' });
    await theirs.ok('POST', '/v1/orders', { ...order, discount_amount: 1 }, { status: 201, idempotency: 'the same' });
    await theirs.partner(other.program, { code: own.partner.code, email: own.partner.email });
  });
});

let explanationBefore: Json;
async function explained(): Promise<Json> {
  explanationBefore ??= await theirs.ok('GET', `/v1/orders/${other.order.id}/explanation`);
  return explanationBefore;
}

/** Where in a body ids of ours stand, and of which kind. */
function idFields(body: Json, parent = ''): [path: string[], prefix: string][] {
  if (body === null || typeof body !== 'object') return [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (Array.isArray(body)) return idFields(value, parent).map(([path, kind]) => [[name, ...path], kind] as const);
    const kind = typeof value === 'string' || Array.isArray(value) ? kindOfField(name, parent) : null;
    if (kind) return [[[name], kind]] as [string[], string][];
    return idFields(value, name).map(([path, inner]) => [[name, ...path], inner] as const);
  }) as [string[], string][];
}

function put(body: Json, [name, ...rest]: string[], id: string): Json {
  if (rest.length > 0) body[name!] = put(body[name!], rest, id);
  else body[name!] = Array.isArray(body[name!]) ? [id] : id;
  return body;
}
