import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { isOpen } from '../server/platform/http/route.ts';
import { type BadSender, each, mutate, openBadSender } from './support/bad-requests.ts';

/** More of bad-input-by-route.slow.test.ts than there is time for at each change. TRIBUTARY_SEED and TRIBUTARY_FUZZ repeat and lengthen it. */
const seed = Number(process.env.TRIBUTARY_SEED ?? Date.now() % 1_000_000_000);

let bad: BadSender;
before(async () => {
  bad = await openBadSender();
});
after(() => bad.app.close());

describe('bodies', () => {
  test('with a value of another kind in any place get a clear answer', () =>
    bad.tryEverywhere([
      0,
      1.5,
      2 ** 53,
      -(2 ** 60),
      1e308,
      '',
      ' ',
      'x'.repeat(100_000),
      [],
      [[]],
      'null',
      '2026-01-01',
    ]));

  test('of any shape whatever get a clear answer', async (t) => {
    t.diagnostic(`seed ${seed}`);
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.maxSafeInteger(),
    );
    const change = fc.tuple(fc.nat(), odd, fc.constantFrom('set', 'add', 'drop', 'twice'));
    const request = fc.tuple(fc.nat(), fc.array(change, { minLength: 1, maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(request, async ([which, changes]) => {
        const route = bad.withBody[which % bad.withBody.length]!;
        await bad.send(
          route,
          changes.reduce((body, one) => mutate(body, ...one), bad.example(route)),
        );
      }),
      { seed, numRuns: Number(process.env.TRIBUTARY_FUZZ ?? 1500) },
    );
  });
});

test('queries with odd values get a clear answer', async () => {
  const odd = [
    '%ff',
    '%C3%28',
    '%ED%A0%80',
    '%F0%9F%A6%A9',
    "';--",
    '',
    '0',
    '1e9',
    'null',
    '%5B%5D',
    'x'.repeat(5000),
  ];
  const routes = bad.app.app.routes.filter((route) => !isOpen(route) && route.method === 'GET' && route.query);
  await each(routes, async (route) => {
    const fields = 'query' in route ? Object.keys(route.query.shape ?? {}) : [];
    for (const field of fields)
      for (const value of odd) await bad.send(route, undefined, { path: `${bad.pathOf(route)}?${field}=${value}` });
  });
});
