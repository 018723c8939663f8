import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { roleScopes, roles } from '../server/modules/accounts/rules/role-scopes.ts';
import type { Route } from '../server/platform/http/route.ts';
import { isOpen } from '../server/platform/http/route.ts';
import { newId } from '../server/platform/ids.ts';
import { startApp, type TestApp } from './support/app.ts';
import { askBooks } from './support/books.ts';
import { exampleBody, nameOf } from './support/example-bodies.ts';
import { type FullAccount, fillAccount } from './support/full-account.ts';
import { joinTeam, PASSWORD, type Person, signedInOwner } from './support/people.ts';
import type { Answer, Json, Method } from './support/world.ts';

/**
 * Each route, those of tomorrow included, for each role: allowed where the role's scopes say so, else 403; and for people of
 * another account, who get in nowhere and learn nothing.
 */
type Framed = Exclude<Route, { open: unknown }>;

let app: TestApp;
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
let own: FullAccount;
let other: FullAccount;
let owner: Person;
let stranger: Person;
const people = new Map<string, Person>();
let framed: Framed[];

before(async () => {
  app = await startApp({ clock });
  const mine = await signedInOwner(app);
  const theirs = await signedInOwner(app);
  [owner, stranger] = [mine.owner, theirs.owner];
  own = await fillAccount(mine.world);
  other = await fillAccount(theirs.world);
  people.set('owner', owner);
  for (const role of ['manager', 'finance', 'viewer']) people.set(role, await joinTeam(owner, role));
  framed = app.app.routes.filter((route): route is Framed => !isOpen(route) && route.who !== 'partner');
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

const pathOf = ({ path }: Route, id = 'nobody'): string =>
  path
    .replace('{id}', id)
    .replace('{month}', '2026-01')
    .replace('{format}', 'csv')
    .replace(/\{\w+\}/g, 'nobody');
const nothingFor = ({ method }: Route): Json => (method === 'GET' ? undefined : {});
const send = (person: Person, route: Route, id?: string): Promise<Answer> =>
  person.call(route.method as Method, pathOf(route, id), nothingFor(route));
const saw = ({ status, body }: Answer): string => `${status} ${body?.code ?? ''}`;

describe('each route for each role', () => {
  for (const role of roles) {
    test(`is open to the ${role} where the role has its scope, and to nobody else`, async () => {
      const person = people.get(role)!;
      for (const route of framed) {
        const answer = await send(person, route);
        const said = `${role}: ${nameOf(route)}: ${answer.text}`;
        if (roleScopes(role).includes(route.scope)) assert.ok(![401, 403].includes(answer.status), said);
        else assert.equal(saw(answer), '403 scope', said);
        assert.ok(answer.status < 500, said);
      }
    });
  }

  test('asks the owner for a fresh proof where it says so, and only there', async () => {
    ahead += 16 * 60_000;
    for (const route of framed) {
      const answer = await send(owner, route);
      assert.equal(saw(answer) === '403 step_up_required', route.stepUp === true, `${nameOf(route)}: ${answer.text}`);
    }
    await owner.ok('POST', '/v1/auth/step_up', { password: PASSWORD });
    for (const scope of ['payouts', 'settings'])
      assert.ok(framed.some((route) => route.scope === scope && route.stepUp === true));
    const guarded = framed.filter(({ scope, method }) => scope === 'payouts' && method !== 'GET');
    assert.ok(guarded.every(({ stepUp }) => stepUp === true));
  });
});

describe('people of another account', () => {
  test('get in nowhere, and an account that is none is answered alike', async () => {
    const visitor = stranger.elsewhere();
    for (const [name, value] of stranger.cookies) visitor.cookies.set(name, value);
    for (const account of [owner.account!, newId('account', new Date()), 'nonsense', '']) {
      visitor.account = account === '' ? ' ' : account;
      for (const route of framed) {
        const answer = await send(visitor, route);
        assert.equal(saw(answer), '403 not_a_member', `${account} ${nameOf(route)}: ${answer.text}`);
      }
    }
  });

  test('and their things are not there', async () => {
    for (const route of framed.filter(({ path }) => path.includes('{id}'))) {
      for (const id of [other.partner.id, other.order.id, other.run.id]) {
        const body = route.body ? exampleBody(route, () => id) : nothingFor(route);
        const answer = await owner.call(route.method as Method, pathOf(route, id), body);
        assert.equal(saw(answer), '404 not_found', `${nameOf(route)} ${id}: ${answer.text}`);
      }
    }
  });

  test('are not seen in the team, its invitations or the audit log', async () => {
    for (const path of ['/v1/members', '/v1/invitations', '/v1/audit?limit=100']) {
      const text = JSON.stringify(await owner.ok('GET', path));
      assert.ok(!text.includes(stranger.email) && !text.includes(stranger.account!), path);
    }
  });
});

describe('without a session, or without naming the account', () => {
  test('every route is closed', async () => {
    const nobody = owner.elsewhere();
    nobody.account = owner.account;
    for (const route of framed) assert.equal(saw(await send(nobody, route)), '401 no_session', nameOf(route));
    const hurried = owner.elsewhere();
    for (const [name, value] of owner.cookies) hurried.cookies.set(name, value);
    for (const route of framed) assert.equal(saw(await send(hurried, route)), '403 cross_site', nameOf(route));
  });

  test('routes for people are closed to keys, of every scope', async () => {
    const routes = framed.filter(({ who }) => who === 'user');
    assert.ok(routes.length >= 6);
    for (const route of routes) {
      const answer = await owner.world.call(route.method as Method, pathOf(route), nothingFor(route));
      assert.equal(saw(answer), '403 scope', nameOf(route));
    }
  });
});

describe('the audit log', () => {
  test('tells of everything that a person changed', async () => {
    const me = await owner.ok('GET', '/v1/auth/me');
    const count = async (): Promise<number> => {
      const text = `select id from tenant.audit_log where actor = 'user:${me.user.id}'`;
      return (await askBooks(app.database, owner.account!, text)).length;
    };
    const ownId = (prefix: string): string => own.ids[prefix]?.[0] ?? 'nobody';
    let told = 0;
    for (const route of framed.filter(({ method, scope }) => method !== 'GET' && scope !== 'read')) {
      const before = await count();
      const path = route.path.replace(/\{(\w+)\}/g, (_, name) => (name === 'id' ? idFor(route, ownId) : 'mug'));
      const answer = await owner.call(route.method as Method, path, exampleBody(route, ownId) ?? {});
      assert.ok(answer.status < 500, `${nameOf(route)}: ${answer.text}`);
      if (answer.status >= 300) continue;
      told += 1;
      assert.ok((await count()) > before, `${nameOf(route)} left no note`);
    }
    assert.ok(told >= 20, `only ${told} routes took their example`);
  });

  test('is read by who, what, when and words, and as a file', async () => {
    const { data } = await owner.ok('GET', '/v1/audit?limit=1');
    const [row] = data;
    const found = async (query: string): Promise<Json[]> =>
      (await owner.ok('GET', `/v1/audit?limit=100&${query}`)).data;
    const actor = `${row.actor.kind}:${row.actor.id}`;
    assert.ok((await found(`actor=${actor}`)).every((one) => one.actor.id === row.actor.id));
    assert.ok((await found('actor=key')).every((one) => one.actor.kind === 'key'));
    assert.ok((await found(`act=${encodeURIComponent(row.act)}`)).every(({ act }) => act === row.act));
    assert.deepEqual(await found(`to=${encodeURIComponent('2020-01-01T00:00:00Z')}`), []);
    assert.ok((await found('text=INVITED')).some(({ act }) => act === 'member_invited'));
    assert.ok((await found('actor=user')).every(({ actor: { name } }) => typeof name === 'string'));
    const first = await owner.ok('GET', '/v1/audit?limit=2');
    const second = await owner.ok('GET', `/v1/audit?limit=2&cursor=${first.next_cursor}`);
    assert.ok(second.data[0].id < first.data[1].id);
    const file = await owner.call('GET', '/v1/audit', undefined, { accept: 'text/csv' });
    assert.match(file.headers.get('content-type') ?? '', /^text\/csv/);
    assert.match(file.text, /^at,actor,actor_name,act,subject,note,detail,id\r\n/);
  });
});

/** The id that a path of this noun takes. */
function idFor({ path }: Route, ownId: (prefix: string) => string): string {
  const noun = path.split('/')[2] ?? '';
  const prefix = Object.keys(own.ids).find((one) => noun.startsWith(one) || (nouns[noun] ?? '') === one);
  return ownId(prefix ?? '');
}
const nouns: Record<string, string> = { payout_runs: 'run', payouts: 'pay', coupons: 'coup', commissions: 'com' };
