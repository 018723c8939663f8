import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { issueCenterToken } from '../server/modules/center/index.ts';
import type { Route } from '../server/platform/http/route.ts';
import { isOpen } from '../server/platform/http/route.ts';
import { newId } from '../server/platform/ids.ts';
import { type Kind, prefixes } from '../server/values/id.ts';
import { startApp, type TestApp } from './support/app.ts';
import { Browser, signIn, within } from './support/center.ts';
import { nameOf } from './support/example-bodies.ts';
import { type Json, type Method, percent, unique, type World } from './support/world.ts';

/**
 * Two partners of one account, with one of everything each, over every route of the center, those of tomorrow included: what
 * is another's is not there, and is named nowhere. And partners get into nothing of the office, keys into nothing of theirs.
 */
type Framed = Exclude<Route, { open: unknown }>;

interface Side {
  readonly partner: Json;
  readonly browser: Browser;
  /** Everything that names this partner or what is theirs. */
  readonly words: readonly string[];
  readonly ids: Readonly<Record<string, string>>;
}

let app: TestApp;
let world: World;
let one: Side;
let two: Side;
let routes: Framed[];

before(async () => {
  app = await startApp();
  world = await app.world();
  const program = await world.program({
    tiers: 2,
    default_terms: percent(2000, 500),
    partner_sees_customers: 'names',
  });
  const first = await world.partner(program);
  // The one's sponsor is the other: the two that have most to do with each other.
  const second = await world.partner(program, { sponsor_id: first.id });
  one = await live(first);
  two = await live(second);
  routes = app.app.routes.filter((route): route is Framed => !isOpen(route) && route.who === 'partner');
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

/** Takes a partner through all that the center shows. */
async function live(partner: Json): Promise<Side> {
  const browser = await signIn(app.app, world, partner);
  const link = await browser.ok('POST', '/links', {
    url: `https://shop.example/${unique('page')}`,
    code: unique('mine'),
  });
  const coupon = await world.ok('POST', '/v1/coupons', { partner_id: partner.id, code: unique('C') });
  const customer = { email: `${unique('c')}@customers.example`, name: `Customer ${unique('named')}` };
  const sub = unique('sub');
  await world.lead({ email: customer.email, click_id: await world.click(partner, { query: `?sub=${sub}` }) });
  const order = await world.order({ customer, click_id: await world.click(link) });
  const own = order.commissions.find((row: Json) => row.partner_id === partner.id);
  await world.refund(order, { amount: 1000 });
  const claim = await browser.ok('POST', '/claims', { order_id: unique('missed'), text: `Missing ${unique('words')}` });
  await browser.ok('PUT', '/me/payout_method', {
    payout_method: { kind: 'paypal', email: `${unique('p')}@pay.example` },
  });
  const run = await world.run({ partner_ids: [partner.id] });
  const [payout] = run.payouts;
  const [session] = (await browser.ok('GET', '/sessions')).data;
  const ids = {
    ...{ links: link.id, coupons: coupon.id, commissions: own.id, claims: claim.id },
    ...{ payouts: payout.id, sessions: session.id },
  };
  const said = [partner.id, partner.code, partner.email, partner.name, partner.contact_id, link.code, coupon.code, sub];
  const words = [...said, claim.text, claim.order_id, customer.name, order.order_id, ...Object.values(ids)];
  return { partner, browser, ids, words };
}

const noun = ({ path }: Route): string => path.split('/')[3] ?? '';
const pathOf = ({ path }: Route, id: string): string =>
  path.replace('/v1/center', '').replace('{id}', id).replace('{month}', new Date().toISOString().slice(0, 7));

const bodies: Readonly<Record<string, () => Json>> = {
  'PATCH /v1/center/me': () => ({}),
  'POST /v1/center/me/email': () => ({ email: `${unique('e')}@partners.example` }),
  'PUT /v1/center/me/password': () => ({
    password: 'a long enough password',
    current_password: 'a long enough password',
  }),
  'PUT /v1/center/me/payout_method': () => ({ payout_method: { kind: 'paypal', email: 'a@pay.example' } }),
  'PATCH /v1/center/me/notifications': () => ({ frequency: 'daily' }),
  'POST /v1/center/links': () => ({ url: 'https://shop.example/x' }),
  'POST /v1/center/claims': () => ({ order_id: unique('o'), text: 'Missing' }),
};
function bodyOf(route: Framed): Json {
  if (!route.body) return undefined;
  const made = bodies[nameOf(route)];
  assert.ok(made, `give ${nameOf(route)} a body in this file`);
  return made();
}

describe('two partners', () => {
  test('both have something on every list, so that there is something not to be seen', async () => {
    for (const side of [one, two])
      for (const path of ['/links', '/coupons', '/commissions', '/payouts', '/claims', '/referrals', '/reports/subs'])
        assert.ok((await side.browser.ok('GET', path)).data.length > 0, path);
    assert.equal((await one.browser.ok('GET', '/recruits')).data.length, 1);
    assert.ok(routes.length >= 30);
  });

  test('never find each other’s things by an id: the same answer as for one that nobody has', async () => {
    const withId = routes.filter(({ path }) => path.includes('{id}'));
    assert.ok(withId.length >= 7);
    for (const route of withId) {
      const foreign = one.ids[noun(route)];
      assert.ok(foreign, `give ${route.path} an id in this file`);
      const prefix = foreign.slice(0, foreign.indexOf('_'));
      const kind = (Object.keys(prefixes) as Kind[]).find((name) => prefixes[name] === prefix)!;
      const answers = [];
      for (const id of [foreign, newId(kind, new Date()), 'nonsense']) {
        const answer = await two.browser.call(route.method as Method, pathOf(route, id), bodyOf(route));
        assert.equal(answer.status, 404, `${nameOf(route)} ${answer.text}`);
        answers.push(answer.text.replace(/req_\w+/, '').replaceAll(id, 'ID'));
      }
      assert.equal(new Set(answers).size, 1, nameOf(route));
      if (route.method === 'GET') await one.browser.ok('GET', pathOf(route, foreign));
    }
  });

  test('are named on none of each other’s answers, in JSON or as files', async () => {
    for (const [side, other] of [
      [one, two],
      [two, one],
    ] as const)
      for (const route of routes.filter(({ method }) => method === 'GET'))
        for (const accept of ['application/json', 'text/csv']) {
          const path = pathOf(route, side.ids[noun(route)] ?? '');
          const answer = await side.browser.call('GET', path, undefined, { accept });
          assert.equal(answer.status, 200, `${nameOf(route)} ${answer.text}`);
          for (const word of other.words)
            assert.ok(!answer.text.includes(word), `${nameOf(route)} tells of ${word}: ${answer.text.slice(0, 400)}`);
        }
  });

  test('do not share idempotency keys', async () => {
    const body = { url: 'https://shop.example/the-same' };
    const made = [];
    for (const { browser } of [one, two])
      made.push(await browser.ok('POST', '/links', body, { 'idempotency-key': 'the same for both' }));
    assert.notEqual(made[0].id, made[1].id);
    const again = await one.browser.ok('POST', '/links', body, { 'idempotency-key': 'the same for both' });
    assert.equal(again.id, made[0].id);
  });
});

describe('doors', () => {
  test('of partners stay shut to everybody without a session, and to keys', async () => {
    for (const route of routes) {
      const path = `/v1/center${pathOf(route, 'x')}`;
      const asked = async (key: string | null, code: string): Promise<void> => {
        const answer = await world.call(route.method as Method, path, bodyOf(route), { key });
        assert.deepEqual([answer.status, answer.body?.code], [401, code], nameOf(route));
      };
      await asked(null, 'no_key');
      for (const key of [world.account.secret_key, world.account.publishable_key, world.operator, 'trb_ct_wrong'])
        await asked(key, 'bad_key');
    }
  });

  test('of the office stay shut to partners, by cookie and by token', async () => {
    const { token } = await within(app.app, world, (context) => issueCenterToken(context, one.partner.id, 3600));
    const office = app.app.routes.filter((route): route is Framed => !isOpen(route) && route.who !== 'partner');
    assert.ok(office.length > 80);
    for (const route of office) {
      const path = route.path.replace(/\{\w+\}/g, 'x');
      const cookie = { cookie: one.browser.cookie!, 'x-center-account': world.account.slug };
      const bySession = await world.call(route.method as Method, path, undefined, { key: null, headers: cookie });
      assert.equal(bySession.status, 401, nameOf(route));
      const byToken = await world.call(route.method as Method, path, undefined, { key: token });
      assert.deepEqual([byToken.status, byToken.body?.code], [401, 'bad_key'], nameOf(route));
    }
  });

  test('of another account stay shut', async () => {
    const neighbour = await app.world();
    const stranger = new Browser(neighbour);
    stranger.cookie = one.browser.cookie;
    for (const route of routes.filter(({ method }) => method === 'GET'))
      assert.equal((await stranger.call('GET', pathOf(route, 'x'))).status, 401, nameOf(route));
  });
});
