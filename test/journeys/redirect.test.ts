import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClickRow, findClick, listClicksOfVisitor } from '../../server/modules/tracking/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { type Answer, type Json, unique, type World } from '../support/world.ts';

const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1';

let app: TestApp;
let world: World;
let partner: Json;
let program: Json;

before(async () => {
  app = await startApp();
  world = await app.world();
  ({ program, partner } = await world.seller(1000));
});
after(() => app.close());

const pathOf = (link: Json): string => new URL(link.short_url ?? link.link.url).pathname;

function visit(path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET'): Promise<Answer> {
  return world.call(method, path, undefined, { key: null, headers: { 'user-agent': SAFARI, ...headers } });
}

function clickIn(answer: Answer): string {
  assert.equal(answer.status, 302, answer.text);
  return new URL(answer.headers.get('location')!).searchParams.get('tclid')!;
}

async function rowOf(id: string, of = world): Promise<ClickRow> {
  const row = await app.database.inAccount(of.account.id, (tx) => findClick(tx, of.account.id, id));
  assert.ok(row, `${id} is not there`);
  return row;
}

const cookieOf = (answer: Answer): string => answer.headers.get('set-cookie')!.split(';')[0]!;

describe('following a link', () => {
  test('sends on with a click id, once, and the click is there before the answer', async () => {
    const link = await world.ok('POST', '/v1/links', {
      partner_id: partner.id,
      url: 'https://shop.example/mugs?colour=red#top',
    });
    const answer = await visit(`${pathOf(link)}?sub=blog&utm_source=x&tclid=clk_forged&colour=blue`, {
      referer: 'https://blog.example/post?x=1',
    });
    const id = clickIn(answer);
    assert.equal(answer.headers.get('location'), `https://shop.example/mugs?colour=red&utm_source=x&tclid=${id}#top`);
    const row = await rowOf(id);
    assert.deepEqual(
      [row.partner_id, row.link_id, row.sub, row.referrer_host, row.device, row.counted, row.reason, row.flood],
      [partner.id, link.id, 'blog', 'blog.example', 'desktop', true, null, false],
    );
  });

  test('is kept by no cache, and gives a cookie that scripts cannot read', async () => {
    const { headers } = await visit(pathOf(partner));
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('referrer-policy'), 'strict-origin-when-cross-origin');
    assert.match(headers.get('set-cookie')!, /^trb_v=[\w-]{22}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('ignores the case of codes and slugs', async () => {
    const path = pathOf(partner)
      .replace(/^\/r\//, '')
      .toUpperCase();
    clickIn(await visit(`/r/${path}`));
  });

  test('the first real account owns the bare host; others have a slug', async () => {
    const own = await app.world({ sandbox: false });
    const { partner: maria } = await own.seller(1000);
    assert.equal(pathOf(maria), `/r/${maria.code}`);
    assert.equal((await rowOf(clickIn(await visit(pathOf(maria))), own)).partner_id, maria.id);
    clickIn(await visit(`/r/${own.account.slug}/${maria.code}`));
    assert.equal((await visit(`/r/${partner.code}`)).status, 404);
  });

  test('a code that nobody has is 404, and a link that is made then is known within a second', async () => {
    const code = unique('late');
    const path = `/r/${world.account.slug}/${code}`;
    const answer = await visit(path);
    assert.deepEqual([answer.status, answer.body.code], [404, 'not_found']);
    assert.match(answer.headers.get('content-type')!, /^application\/problem\+json/);
    await world.ok('POST', '/v1/links', { partner_id: partner.id, url: 'https://shop.example/', code });
    const made = performance.now();
    while ((await visit(path)).status === 404) {
      assert.ok(performance.now() - made < 1000, 'not known after a second');
      await sleep(20);
    }
  });

  test('whoever the partner is now: suspended ones are sent on and recorded too', async () => {
    const { partner: other } = await world.seller(1000);
    await world.ok('POST', `/v1/partners/${other.id}/suspend`, {});
    assert.equal((await rowOf(clickIn(await visit(pathOf(other))))).counted, true);
  });

  test('requests of the same visitor are known by the cookie, the first one included', async () => {
    const first = await visit(pathOf(partner));
    const second = await visit(pathOf(partner), {
      cookie: `other=1; ${cookieOf(first)}; more=2`,
      'user-agent': IPHONE,
    });
    assert.equal(second.headers.get('set-cookie'), null);
    const [one, two] = [await rowOf(clickIn(first)), await rowOf(clickIn(second))];
    assert.deepEqual([one.visitor_kind, two.visitor_kind, one.visitor === two.visitor], ['hash', 'cookie', true]);
    const since = new Date(one.at.getTime() - 1000);
    const found = await app.database.inAccount(world.account.id, (tx) =>
      listClicksOfVisitor(tx, world.account.id, one.visitor, since, 10),
    );
    assert.deepEqual(
      found.map(({ id }) => id),
      [two.id, one.id],
    );
  });

  test('a cookie that we did not give is not taken over', async () => {
    const answer = await visit(pathOf(partner), { cookie: 'trb_v=me' });
    assert.match(answer.headers.get('set-cookie')!, /^trb_v=/);
    assert.notEqual((await rowOf(clickIn(answer))).visitor, 'me');
  });

  test('without a cookie the day hash tells browsers apart, and nothing holds the address', async () => {
    const [a, b, c] = [
      await rowOf(await world.click(partner)),
      await rowOf(await world.click(partner)),
      await rowOf(await world.click(partner, { agent: IPHONE })),
    ];
    assert.equal(a.day_hash, b.day_hash);
    assert.notEqual(a.day_hash, c.day_hash);
    assert.doesNotMatch(JSON.stringify([a, b, c]), /127\.0\.0\.1|Safari/);
  });

  test('where the owner says so, not even a hash of the address is kept', async () => {
    const other = await app.world();
    const { partner: own } = await other.seller(1000);
    await other.ok('PATCH', '/v1/settings', { hash_addresses: false });
    const row = await rowOf(await other.click(own), other);
    assert.deepEqual([row.day_hash, row.visitor_kind], [null, 'hash']);
  });

  test('a click is of the time to which the sandbox was moved, at once', async () => {
    const { partner: other } = await world.seller(1000);
    await world.click(other);
    await world.clock(40);
    const now = await world.now();
    const row = await rowOf(await world.click(other));
    assert.ok(Math.abs(row.at.getTime() - now.getTime()) < 5000, `${row.at.toISOString()} and ${now.toISOString()}`);
  });
});

describe('what is no visit', () => {
  for (const [says, headers, method, reason] of [
    ['a robot', { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }, 'GET', 'robot'],
    ['a preview', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }, 'GET', 'preview'],
    ['HEAD', {}, 'HEAD', 'head'],
    ['a request without a user agent', { 'user-agent': '' }, 'GET', 'no_user_agent'],
    ['a prefetch', { 'sec-purpose': 'prefetch' }, 'GET', 'prefetch'],
    ['an image', { 'sec-fetch-dest': 'image' }, 'GET', 'not_a_document'],
  ] as const) {
    test(`${says} is sent on, kept apart, and given no cookie`, async () => {
      const answer = await visit(pathOf(partner), headers, method);
      const row = await rowOf(clickIn(answer));
      assert.deepEqual([row.counted, row.reason, answer.headers.get('set-cookie')], [false, reason, null]);
    });
  }

  test('a flood stays in raw clicks, with a flag', async () => {
    const { partner: flooded } = await world.seller(1000);
    const ids: string[] = [];
    for (let i = 0; i < 35; i += 1) ids.push(await world.click(flooded));
    const rows = await world.all('/v1/clicks', { partner_id: flooded.id });
    assert.equal(rows.length, 35);
    assert.deepEqual([rows.filter((row) => row.flood).length, rows.every((row) => row.counted)], [5, true]);
    assert.deepEqual(
      rows.map((row) => row.id),
      ids.reverse(),
    );
  });
});

describe('where links lead', () => {
  test("a partner's own link follows the program's default address", async () => {
    const { program: moving, partner: other } = await world.seller(1000);
    assert.match((await visit(pathOf(other))).headers.get('location')!, /^https:\/\/shop\.example\//);
    await world.ok('PATCH', `/v1/programs/${moving.id}`, { default_url: 'https://new.example/start' });
    // At once, where it was changed; other nodes follow within a second (tracking/links-memory.test.ts).
    assert.match((await visit(pathOf(other))).headers.get('location')!, /^https:\/\/new\.example\/start\?tclid=/);
  });

  test('a host that is taken off the list is not followed any more', async () => {
    await world.ok('PATCH', '/v1/settings', { allowed_hosts: ['old.example'] });
    const link = await world.ok('POST', '/v1/links', { partner_id: partner.id, url: 'https://old.example/x' });
    assert.match((await visit(pathOf(link))).headers.get('location')!, /^https:\/\/old\.example\/x/);
    await world.ok('PATCH', '/v1/settings', { allowed_hosts: [] });
    assert.match((await visit(pathOf(link))).headers.get('location')!, /^https:\/\/shop\.example\//);
    assert.ok(program.id);
  });
});

/** Sends bytes as they are and resolves to the status of the first answer. */
function raw(text: string): Promise<number> {
  const { port } = new URL(app.base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(Buffer.from(text, 'latin1')));
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 ([2-5]\d\d)/m.exec(answer)?.[1] ?? 0)));
  });
}

describe('weird requests', () => {
  for (const path of [
    `/r/${'a'.repeat(5000)}`,
    `/r/${'%F0%9F%98%80'.repeat(1000)}`,
    '/r/%',
    '/r/%zz',
    '/r/%00',
    '/r/%2e%2e/%2e%2e',
    '/r/..',
    '/r/../v1/programs',
    '/r//',
    '/r///a',
    '/r/\u00ff\u00fe',
    '/r/a/b/c',
    '/r/constructor',
    '/r/__proto__/toString',
    '/r/;drop',
    "/r/'--",
    '/r/%0d%0aSet-Cookie:x=1',
    '/r/?',
    '/r/a?%',
    `/r/a?${'a=1&'.repeat(2500)}`,
  ]) {
    test(`${JSON.stringify(path.slice(0, 40))} is answered, and not with 5xx`, async () => {
      const status = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: ${SAFARI}\r\n\r\n`);
      assert.ok(status >= 400 && status < 500, String(status));
    });
  }

  for (const headers of [
    'Cookie: trb_v=\u00ff\u00fe; trb_v=;;;=',
    `Cookie: ${'trb_v=x; '.repeat(1000)}`,
    'Referer: \u00e9\u0001'.slice(0, 10),
    'Referer: javascript:alert(1)',
    'Sec-Fetch-Dest: \u00ff',
    `User-Agent: ${'('.repeat(8000)}`,
    'X-Forwarded-For: 1.2.3.4, <script>',
    'X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher',
    'Content-Length: 5\r\nX: y',
    'Expect: 100-continue',
    'Purpose: prefetch\r\nPurpose: x',
  ]) {
    test(`the header ${JSON.stringify(headers.slice(0, 40))} does no harm`, async () => {
      const agent = headers.startsWith('User-Agent') ? '' : `User-Agent: ${SAFARI}\r\n`;
      const status = await raw(
        `GET ${pathOf(partner)}?a=%e9&b=%&sub=%ff%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${agent}${headers}\r\n\r\n`,
      );
      assert.equal(status, 302);
    });
  }
});

describe('visits to pages with ?via=', () => {
  const send = (body: Json, key: string | null, headers: Record<string, string> = {}): Promise<Answer> =>
    world.call('POST', '/v1/track/clicks', body, { key, headers: { 'user-agent': SAFARI, ...headers } });

  test('are clicks of the partner, from pages and from servers', async () => {
    const body = {
      via: partner.code.toUpperCase(),
      url: 'https://shop.example/mugs?via=x&mail=me@x.example',
      referrer: 'https://blog.example/a',
      sub: 'top',
    };
    for (const key of [world.account.publishable_key, world.account.secret_key]) {
      const answer = await send(body, key);
      assert.equal(answer.status, 201, answer.text);
      const row = await rowOf(answer.body.click_id);
      assert.deepEqual(
        [row.partner_id, row.sub, row.referrer_host, row.landing, row.counted],
        [partner.id, 'top', 'blog.example', 'https://shop.example/mugs', true],
      );
    }
  });

  test('are refused where the code is nobody’s, or the page another’s', async () => {
    const key = world.account.publishable_key;
    const unknown = await send({ via: 'nobody-at-all', url: 'https://shop.example/' }, key);
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'not_found']);
    const foreign = await send({ via: partner.code, url: 'https://evil.example/' }, key);
    assert.deepEqual([foreign.status, foreign.body.code], [422, 'host_not_allowed']);
  });

  test('may come from pages of allowed hosts, which can read the answer, and from no others', async () => {
    const body = { via: partner.code, url: 'https://shop.example/' };
    const key = world.account.publishable_key;
    const own = await send(body, key, { origin: 'https://shop.example' });
    assert.deepEqual(
      [own.status, own.headers.get('access-control-allow-origin'), own.headers.get('vary')],
      [201, 'https://shop.example', 'Origin'],
    );
    const foreign = await send(body, key, { origin: 'https://evil.example' });
    assert.deepEqual([foreign.status, foreign.headers.get('access-control-allow-origin')], [403, null]);
    const asked = await world.call('OPTIONS', '/v1/track/clicks', undefined, {
      key: null,
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    });
    assert.deepEqual([asked.status, asked.headers.get('access-control-allow-methods')], [204, 'POST']);
  });

  test('of robots are kept apart', async () => {
    const answer = await send({ via: partner.code, url: 'https://shop.example/' }, world.account.publishable_key, {
      'user-agent': 'Googlebot/2.1',
    });
    assert.equal((await rowOf(answer.body.click_id)).reason, 'robot');
  });
});

describe('the list of clicks', () => {
  test('is filtered by link, days and what counts, and none of another account is in it', async () => {
    const { partner: other } = await world.seller(1000);
    const link = await world.ok('POST', '/v1/links', { partner_id: other.id, url: 'https://shop.example/a' });
    const [own, linked] = [await world.click(other), await world.click(link)];
    await visit(pathOf(link), {}, 'HEAD');
    const ids = async (query: Record<string, string>): Promise<string[]> =>
      (await world.all('/v1/clicks', { partner_id: other.id, ...query })).map(({ id }) => id);
    assert.deepEqual(await ids({ counted: 'true' }), [linked, own]);
    assert.deepEqual(await ids({ counted: 'true', link_id: link.id }), [linked]);
    assert.equal((await ids({})).length, 3);
    const today = (await world.now()).toISOString().slice(0, 10);
    assert.equal((await ids({ from: today })).length, 3);
    assert.deepEqual(await ids({ to: today }), []);
    const neighbour = await app.world();
    assert.deepEqual(await neighbour.all('/v1/clicks', { partner_id: other.id }), []);
    for (const query of ['?from=yesterday', '?counted=maybe', '?cursor=x', '?what=1'])
      assert.equal((await world.call('GET', `/v1/clicks${query}`)).status, 400, query);
  });
});
