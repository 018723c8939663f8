import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isOpen, type Route } from '../server/platform/http/route.ts';
import {
  type BadSender,
  each,
  isFreeForm,
  nested,
  openBadSender,
  placesIn,
  valueAt,
  withValue,
} from './support/bad-requests.ts';
import { nameOf } from './support/example-bodies.ts';
import type { Answer, Json } from './support/world.ts';

/**
 * Whatever is sent to whichever route: a clear answer with a code and a request id, never a failure of ours. The requests
 * are made from the schemas of the routes that are mounted, so that a new route is covered by itself.
 */
type Framed = Exclude<Route, { open: unknown }>;

let bad: BadSender;
let withBody: readonly Route[];
let withQuery: readonly Framed[];

before(async () => {
  bad = await openBadSender();
  ({ withBody } = bad);
  withQuery = bad.app.app.routes.filter((route): route is Framed => !isOpen(route) && route.method === 'GET');
});
after(() => bad.app.close());

describe('bodies', () => {
  test('as the guide shows them are understood', async () => {
    assert.ok(withBody.length > 30);
    await each(withBody, async (route) => {
      const answer = await bad.send(route, bad.example(route));
      assert.notEqual(answer.status, 400, `${nameOf(route)}: ${answer.text}`);
    });
  });

  test('that are no JSON, no UTF-8, no object or of no known type are refused', async () => {
    const texts = ['{"a":', '{a:1}', 'null', 'true', '0', '"text"', '[]', '[{}]', '{}{}', '{"a":1,}', '\u0000'];
    const bytes = [
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      Buffer.from('{}', 'utf16le'),
      Buffer.from([0xc0]),
    ];
    await each(withBody, async (route) => {
      for (const body of [...texts, ...bytes]) await bad.refused(route, body);
      const text = JSON.stringify(bad.example(route));
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', '']) {
        const answer = await bad.send(route, text, { headers: { 'content-type': type } });
        assert.equal(answer.status, 400, `${nameOf(route)} ${type}`);
      }
      const form = await bad.send(route, 'a=1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      assert.equal(form.status, 400, nameOf(route));
    });
  });

  test('that are nested as deep as they can be are refused', () => bad.refused(withBody[0]!, nested(500_000)));

  test('of more than 2 MiB are too large, and one byte less is not', async () => {
    const most = 2 * 1024 * 1024;
    await each(withBody, async (route) => {
      const large = await bad.send(route, `{"typo":"${'x'.repeat(most - 11)}"}`.padEnd(most + 1, ' '));
      assert.deepEqual([large.status, large.body.code], [413, 'too_large'], nameOf(route));
    });
    await bad.refused(withBody[0]!, `{"typo":"${'x'.repeat(most - 11)}"}`, 'typo');
  });

  test('with a field that is not known are refused by its path, and prototypes stay as they are', async () => {
    await each(withBody, async (route) => {
      const body = bad.example(route);
      for (const path of [[], ...placesIn(body)]) {
        const value = valueAt(body, path);
        if (value === null || typeof value !== 'object' || Array.isArray(value) || isFreeForm(path)) continue;
        await bad.refused(route, withValue(body, [...path, 'typo'], 1), [...path, 'typo'].join('.'), 'unknown_field');
      }
      for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
        const text = JSON.stringify(body);
        const more = `${text.slice(0, -1)}${text === '{}' ? '' : ','}${JSON.stringify(name)}:{"isAdmin":true}}`;
        await bad.refused(route, more);
      }
    });
    assert.equal(({} as Json).isAdmin, undefined);
  });

  test('without a field that is required are refused by its path', async () => {
    await each(withBody, async (route) => {
      const body = bad.example(route);
      for (const path of placesIn(body)) {
        const less = JSON.parse(JSON.stringify(withValue(body, path, undefined)));
        if (route.body!.safeParse(less).success || /^\d+$/.test(path.at(-1)!)) continue;
        await bad.refused(route, less);
      }
    });
  });

  test('with a value of another kind in any place get a clear answer', () => bad.tryEverywhere([null, -1, {}]));

  test('with U+0000 or half a surrogate pair in any text are refused', async () => {
    await each(withBody, async (route) => {
      const body = bad.example(route);
      for (const path of placesIn(body)) {
        const value = valueAt(body, path);
        if (typeof value !== 'string') continue;
        for (const odd of ['\u0000', '\ud800', '\udc00x']) {
          for (const text of [odd, `${value}${odd}`]) await bad.refused(route, withValue(body, path, text));
        }
      }
    });
  });
});

const oddTexts = ['%00', 'a%00b', '%ff', '%C3%28', '%ED%A0%80', '%F0%9F%A6%A9', "';--", '%2e%2e%2f', 'x'.repeat(5000)];

describe('addresses', () => {
  test('with odd ids are not there', async () => {
    for (const route of bad.app.app.routes.filter(({ path }) => path.includes('{') && path.startsWith('/v1/'))) {
      for (const odd of [...oddTexts, '%', '%zz', '%20', '__proto__']) {
        for (const name of route.path.matchAll(/\{(\w+)\}/g)) {
          const path = bad.pathOf({ ...route, path: route.path.replace(name[0], odd) });
          const answer = await bad.send(route, bad.example(route), { path });
          if (name[1] === 'id') assert.ok([400, 404].includes(answer.status), `${path.slice(0, 100)} ${answer.status}`);
        }
      }
    }
  });

  test('that lead nowhere say so', async () => {
    for (const path of [
      '/v1',
      '/v1/',
      '/v1/nothing',
      '/v1/orders/',
      '/v1//orders',
      '/V1/orders',
      '/v1/orders/a/b',
      '/%',
    ])
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        const answer = await bad.world.call(method, path, method === 'GET' ? undefined : {});
        assert.ok([400, 404].includes(answer.status), `${method} ${path} ${answer.status}`);
        assert.ok(answer.body.code && answer.body.request_id, `${method} ${path} ${answer.text}`);
      }
    const other = await bad.world.call('PATCH', '/v1/orders', {});
    assert.deepEqual([other.status, other.body.code], [404, 'not_found']);
  });
});

describe('queries', () => {
  const ask = (route: Route, query: string): Promise<Answer> =>
    bad.send(route, undefined, { path: `${bad.pathOf(route)}?${query}` });
  const fieldsOf = (route: { query?: Json }): string[] => Object.keys(route.query?.shape ?? {});

  test('with a parameter that is not known, or the same one twice, are refused', async () => {
    for (const route of withQuery) {
      const unknown = await ask(route, 'typo=1');
      assert.equal(unknown.status, 400, nameOf(route));
      assert.deepEqual(unknown.body.errors[0].path, 'typo', nameOf(route));
      for (const field of fieldsOf(route)) {
        const twice = await ask(route, `${field}=25&${field}=25`);
        assert.deepEqual([twice.status, twice.body.errors?.[0]?.path], [400, field], `${nameOf(route)} ${field}`);
      }
      assert.equal((await ask(route, '__proto__=1')).status, 400, nameOf(route));
    }
  });

  test('with odd values get a clear answer, and U+0000 is refused', async () => {
    for (const route of withQuery) {
      for (const field of fieldsOf(route)) {
        for (const odd of ['%00', '-1', '%']) {
          const answer = await ask(route, `${field}=${odd}`);
          if (odd.includes('%00'))
            assert.equal(answer.status, 400, `${nameOf(route)} ${field}=${odd} ${answer.status}`);
        }
      }
    }
  });

  test('of lists take a limit from 1 to 100 and a cursor of ours', async () => {
    for (const route of withQuery.filter((one) => fieldsOf(one).includes('cursor'))) {
      for (const bad of ['0', '101', '-1', '1.5', 'x', '', '1e1', '%2010', '9'.repeat(30)])
        assert.equal((await ask(route, `limit=${bad}`)).status, 400, `${nameOf(route)} limit=${bad}`);
      for (const bad of ['x', '', 'AAAA', Buffer.from('part_').toString('base64url'), 'x'.repeat(400), '%00'])
        assert.equal((await ask(route, `cursor=${bad}`)).status, 400, `${nameOf(route)} cursor=${bad}`);
      assert.equal((await ask(route, 'limit=100')).status, 200, nameOf(route));
    }
  });
});

describe('headers', () => {
  const program = { name: 'Keyed', default_url: 'https://shop.example/' };
  test('an Idempotency-Key has 1 to 255 characters', async () => {
    for (const [idempotency, status] of [
      ['', 400],
      ['k'.repeat(256), 400],
      ['k'.repeat(255), 201],
      ['ÿ key, with "signs"', 201],
    ] as const)
      assert.equal(
        (await bad.world.call('POST', '/v1/programs', program, { idempotency })).status,
        status,
        idempotency,
      );
  });

  test('a key in another form is no key', async () => {
    for (const header of ['Bearer', 'Bearer ', 'bearer  x', 'Basic eA==', 'ÿ', bad.world.account.secret_key, '""']) {
      const answer = await bad.world.call('GET', '/v1/programs', undefined, {
        key: null,
        headers: { authorization: header },
      });
      assert.equal(answer.status, 401, header);
    }
    const spaced = { authorization: `bearer   ${bad.world.account.secret_key}` };
    assert.equal((await bad.world.call('GET', '/v1/programs', undefined, { key: null, headers: spaced })).status, 200);
  });
});
