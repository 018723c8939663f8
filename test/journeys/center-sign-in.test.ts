import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { issueCenterToken, makeSignInLink } from '../../server/modules/center/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { Browser, signIn, tokenOf, within } from '../support/center.ts';
import { type Json, unique, type World } from '../support/world.ts';

/** Partners get in, and nobody learns from outside who they are. */
let app: TestApp;
let world: World;
let program: Json;

before(async () => {
  app = await startApp();
  world = await app.world();
  program = await world.program();
});
after(() => app.close());

const PASSWORD = 'a long enough password';

/** The newest message of a kind, as the sandbox shows it. */
async function mail(kind: string, to?: string): Promise<Json> {
  const rows = await world.all('/v1/messages', { kind });
  return rows.find((row: Json) => to === undefined || row.to === to);
}
const linkIn = (message: Json): string => /https?:\/\/\S+#token=[\w-]+/.exec(message.text)![0];

async function withPassword(partner: Json): Promise<Browser> {
  const browser = await signIn(app.app, world, partner);
  await browser.ok('PUT', '/me/password', { password: PASSWORD });
  return browser;
}

describe('signing in', () => {
  test('by a mailed link, once, within its time; a newer one takes the place of those before', async () => {
    const partner = await world.partner(program);
    const browser = new Browser(world);
    await browser.ok('POST', '/sign_in_links', { email: partner.email });
    const first = tokenOf(linkIn(await mail('sign_in_link', partner.email)));
    await browser.ok('POST', '/sign_in_links', { email: partner.email.toUpperCase() });
    const second = tokenOf(linkIn(await mail('sign_in_link', partner.email)));
    assert.notEqual(first, second);
    await browser.refused('POST', '/sign_in_links/use', { token: first }, 410, 'link_used');
    await browser.ok('POST', '/sign_in_links/use', { token: second });
    assert.equal((await browser.ok('GET', '/me')).id, partner.id);
    await new Browser(world).refused('POST', '/sign_in_links/use', { token: second }, 410, 'link_used');
    await browser.ok('POST', '/sign_in_links', { email: partner.email });
    const third = tokenOf(linkIn(await mail('sign_in_link', partner.email)));
    await world.clock(0.03);
    await browser.refused('POST', '/sign_in_links/use', { token: third }, 410, 'link_used');
  });

  test('one link in many hands at once lets one in', async () => {
    const partner = await world.partner(program);
    await new Browser(world).ok('POST', '/sign_in_links', { email: partner.email });
    const token = tokenOf(linkIn(await mail('sign_in_link', partner.email)));
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => new Browser(world).call('POST', '/sign_in_links/use', { token })),
    );
    assert.deepEqual(answers.map((one) => one.status).sort(), [200, 410, 410, 410, 410, 410]);
  });

  test('by password; wrong, unknown and without a password are answered alike, and not sooner', async () => {
    const partner = await world.partner(program);
    const stranger = await world.partner(program);
    await withPassword(partner);
    const browser = new Browser(world);
    await browser.ok('POST', '/sign_in', { email: partner.email, password: PASSWORD });
    assert.equal((await browser.ok('GET', '/me')).has_password, true);
    const tries = [
      { email: partner.email, password: `${PASSWORD}!` },
      { email: stranger.email, password: PASSWORD },
      { email: `${unique('nobody')}@partners.example`, password: PASSWORD },
    ];
    const said = new Set<string>();
    for (const body of tries) {
      const started = performance.now();
      const answer = await new Browser(world).call('POST', '/sign_in', body);
      assert.ok(performance.now() - started >= 295, 'no sooner');
      assert.equal(answer.headers.get('set-cookie'), null);
      said.add(`${answer.status} ${answer.text.replace(/req_\w+/, '')}`);
    }
    assert.equal(said.size, 1, [...said].join('\n'));
    const asked = await Promise.all(
      [partner.email, `${unique('nobody')}@partners.example`].map((email) =>
        new Browser(world).call('POST', '/password_resets', { email }),
      ),
    );
    assert.deepEqual(new Set(asked.map((one) => `${one.status} ${one.text}`)), new Set(['202 {}']));
  });

  test('ten wrong passwords for one address end the trying, for known and unknown ones; others go on', async () => {
    const partner = await world.partner(program);
    for (const email of [partner.email, `${unique('nobody')}@partners.example`]) {
      const answers = [];
      for (let count = 0; count < 11; count += 1)
        answers.push(await new Browser(world).call('POST', '/sign_in', { email, password: 'wrong' }));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [...Array(10).fill(401), 429],
      );
      assert.match(answers.at(-1)!.headers.get('retry-after')!, /^[1-9]\d*$/);
    }
    await signIn(app.app, world, partner);
  });

  test('a forgotten password is chosen anew by mail, and ends all other sessions', async () => {
    const partner = await world.partner(program);
    const [old, other] = [await withPassword(partner), await signIn(app.app, world, partner)];
    const browser = new Browser(world);
    await browser.ok('POST', '/password_resets', { email: partner.email });
    const token = tokenOf(linkIn(await mail('password_reset', partner.email)));
    await browser.refused('POST', '/password_resets/use', { token, password: 'short' }, 400, 'invalid');
    await browser.ok('POST', '/password_resets/use', { token, password: 'another long password' });
    assert.equal((await browser.ok('GET', '/me')).id, partner.id);
    for (const ended of [old, other]) await ended.refused('GET', '/me', undefined, 401, 'bad_key');
    const again = { token, password: 'another long password' };
    await browser.refused('POST', '/password_resets/use', again, 410, 'link_used');
    await new Browser(world).refused(
      'POST',
      '/sign_in',
      { email: partner.email, password: PASSWORD },
      401,
      'wrong_sign_in',
    );
  });

  test('a former address, an erased partner and another account’s center let nobody in', async () => {
    const partner = await world.partner(program);
    await withPassword(partner);
    await world.ok('PATCH', `/v1/partners/${partner.id}`, { email: `${unique('new')}@partners.example` });
    const body = { email: partner.email, password: PASSWORD };
    await new Browser(world).refused('POST', '/sign_in', body, 401, 'wrong_sign_in');
    const neighbour = await app.world();
    const twin = await neighbour.partner(await neighbour.program(), { email: partner.email });
    await new Browser(neighbour).refused('POST', '/sign_in', body, 401, 'wrong_sign_in');
    const theirs = await signIn(app.app, neighbour, twin);
    const elsewhere = new Browser(world);
    elsewhere.cookie = theirs.cookie!.replace(neighbour.account.slug, world.account.slug);
    await elsewhere.refused('GET', '/me', undefined, 401, 'bad_key');
  });
});

describe('sessions', () => {
  test('are listed and ended, at once; those of others are not there', async () => {
    const [partner, other] = [await world.partner(program), await world.partner(program)];
    const [one, two] = [await signIn(app.app, world, partner), await signIn(app.app, world, partner)];
    const theirs = await signIn(app.app, world, other);
    const [foreign] = (await theirs.ok('GET', '/sessions')).data;
    const { data } = await one.ok('GET', '/sessions');
    assert.deepEqual(
      data.map((row: Json) => row.current),
      [false, true],
    );
    await one.refused('DELETE', `/sessions/${foreign.id}`, undefined, 404, 'not_found');
    await one.ok('DELETE', `/sessions/${data[0].id}`);
    await two.refused('GET', '/me', undefined, 401, 'bad_key');
    const third = await signIn(app.app, world, partner);
    await one.ok('DELETE', '/sessions');
    await third.refused('GET', '/me', undefined, 401, 'bad_key');
    await one.ok('POST', '/sign_out', {});
    assert.equal(one.cookie, null);
    await one.refused('GET', '/me', undefined, 401, 'no_key');
    await theirs.ok('GET', '/me');
  });

  test('stay open while they are used, and end after thirty days without', async () => {
    const [partner, other] = [await world.partner(program), await world.partner(program)];
    const [used, left] = [await signIn(app.app, world, partner), await signIn(app.app, world, other)];
    await world.clock(20);
    await used.ok('GET', '/me');
    await world.clock(20);
    await used.ok('GET', '/me');
    await left.refused('GET', '/me', undefined, 401, 'bad_key');
  });

  test('a cookie is for this account’s center only, and changes nothing from another page', async () => {
    const partner = await world.partner(program);
    const browser = await signIn(app.app, world, partner);
    const again = await browser.call('POST', '/sign_in_links', { email: partner.email });
    assert.equal(again.status, 202);
    const fresh = new Browser(world);
    await fresh.ok('POST', '/sign_in_links/use', { token: tokenOf(linkIn(await mail('sign_in_link', partner.email))) });
    const body = { frequency: 'none' };
    const path = `/v1/center/me/notifications`;
    const cookie = fresh.cookie!;
    const slug = { 'x-center-account': world.account.slug };
    const refusals = [
      { cookie },
      { cookie, ...slug, origin: 'https://evil.example' },
      { cookie, ...slug, origin: 'null' },
      { cookie, ...slug, 'sec-fetch-site': 'cross-site' },
      { cookie, ...slug, 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of refusals) {
      const answer = await world.call('PATCH', path, body, { key: null, headers: headers as Record<string, string> });
      assert.deepEqual([answer.status, answer.body.code], [403, 'scope'], JSON.stringify(headers));
    }
    const own = { cookie, ...slug, origin: app.base, 'sec-fetch-site': 'same-origin' };
    assert.equal((await world.call('PATCH', path, body, { key: null, headers: own })).status, 200);
  });

  test('the cookie is hidden from scripts, held back from other sites, and names no product', async () => {
    const partner = await world.partner(program);
    const link = await within(app.app, world, (context) => makeSignInLink(context, partner.id));
    const answer = await new Browser(world).call('POST', '/sign_in_links/use', { token: tokenOf(link) });
    const cookie = answer.headers.get('set-cookie')!;
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/v1/center']) assert.ok(cookie.includes(part), cookie);
    assert.ok(!/tributary/i.test(cookie));
  });
});

describe('a token of the owner’s server', () => {
  test('looks and makes links for its minutes, and changes nothing else', async () => {
    const partner = await world.partner(program);
    const { token } = await within(app.app, world, (context) => issueCenterToken(context, partner.id, 600));
    const call = (method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: Json) =>
      world.call(method, `/v1/center${path}`, body, { key: token });
    assert.equal((await call('GET', '/home')).status, 200);
    assert.equal((await call('POST', '/links', { url: 'https://shop.example/mugs' })).status, 201);
    for (const [method, path, body] of [
      ['PATCH', '/me', { name: 'Other' }],
      ['PUT', '/me/password', { password: PASSWORD }],
      ['PUT', '/me/payout_method', { payout_method: { kind: 'paypal', email: 'x@y.example' } }],
      ['GET', '/me/export', undefined],
    ] as const) {
      const answer = await call(method, path, body);
      assert.deepEqual([answer.status, answer.body.code], [403, 'scope'], path);
    }
    await world.clock(0.01);
    assert.equal((await call('GET', '/home')).status, 401);
  });

  test('is read by pages on allowed hosts, and refused to others', async () => {
    const partner = await world.partner(program);
    const { token } = await within(app.app, world, (context) => issueCenterToken(context, partner.id, 600));
    const from = (origin: string) =>
      world.call('GET', '/v1/center/home', undefined, { key: token, headers: { origin } });
    const allowed = await from('https://shop.example');
    assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://shop.example');
    assert.equal((await from('https://evil.example')).status, 403);
    const preflight = await world.call('OPTIONS', '/v1/center/links/x/qr', undefined, { key: null });
    assert.equal(preflight.status, 204);
  });
});
