import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import type { World } from '../support/world.ts';

let app: TestApp;
let world: World;
before(async () => {
  app = await startApp();
  world = await app.world();
  await world.seller(1000);
});
after(() => app.close());

const site = 'https://shop.example';

function tell(given: unknown, url = `${site}/page?name=bo`, of = world) {
  const headers = { origin: new URL(url).origin };
  return of.call('POST', '/v1/track/consent', { given, url }, { key: of.account.publishable_key, headers });
}

const counted = async (of = world) => (await of.ok('GET', '/v1/reports/tracking_health')).consent;

test('what visitors answered when asked for consent is counted by site, and shown with the share who refused', async () => {
  assert.deepEqual(await counted(), []);
  for (const given of [true, false, true, true]) {
    const answer = await tell(given);
    assert.deepEqual([answer.status, answer.body], [202, {}]);
  }
  assert.deepEqual(await counted(), [{ site: 'shop.example', given: 3, refused: 1, refused_share: 0.25 }]);
  const other = await app.world();
  assert.deepEqual(await counted(other), []);
});

test('pages of others, and answers that are none, are refused and not counted', async () => {
  const before = await counted();
  const statuses = [tell('yes'), tell(null), tell(true, 'https://other.example/')].map(async (it) => (await it).status);
  assert.deepEqual(await Promise.all(statuses), [400, 400, 403]);
  const fromServer = await world.call('POST', '/v1/track/consent', { given: true, url: 'https://other.example/' });
  assert.deepEqual([fromServer.status, fromServer.body.code], [422, 'host_not_allowed']);
  assert.deepEqual(await counted(), before);
});
