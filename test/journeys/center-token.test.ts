import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { findDoor, hashOf } from '../../server/modules/center/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { type Json, unique, type World } from '../support/world.ts';

let app: TestApp;
let world: World;
let partner: Json;
before(async () => {
  app = await startApp();
  world = await app.world();
  partner = (await world.seller(1000)).partner;
});
after(() => app.close());

const ask = (body: Json = {}, options = {}) =>
  world.ok('POST', `/v1/partners/${partner.id}/center_token`, body, { status: 201, ...options });
/** Whom a token lets in; undefined: nobody. */
const opens = (token: string) => app.database.inDirectory((tx) => findDoor(tx, hashOf(token)));

describe("a token for a page of the owner's", () => {
  test('is of one partner, and lives as long as was asked, five minutes by default', async () => {
    for (const [body, seconds] of [
      [{}, 300],
      [{ ttl_seconds: 60 }, 60],
      [{ ttl_seconds: 3600 }, 3600],
    ] as const) {
      const before = Date.now();
      const { partner_id, token, expires_at } = await ask(body);
      assert.equal(partner_id, partner.id);
      assert.match(token, /^trb_ct_/);
      const lives = Date.parse(expires_at) - before;
      assert.ok(lives >= seconds * 1000 - 50 && lives < (seconds + 30) * 1000, `${lives}`);
      const door = (await opens(token))!;
      assert.deepEqual([door.partner_id, door.account_id, door.how], [partner.id, world.account.id, 'token']);
    }
  });

  test('is shown once, and another each time', async () => {
    const key = unique('key');
    const first = await ask({}, { idempotency: key });
    assert.deepEqual(await ask({}, { idempotency: key }), { partner_id: partner.id });
    assert.notEqual((await ask()).token, first.token);
  });

  test('is refused for a life that is too short or too long', async () => {
    for (const ttl_seconds of [59, 3601, 60.5, '60'])
      await world.refused('POST', `/v1/partners/${partner.id}/center_token`, { ttl_seconds }, 400, 'invalid');
  });

  test('is for approved partners only, and ends when they are suspended', async () => {
    const { partner: other } = await world.seller(1000);
    const path = `/v1/partners/${other.id}/center_token`;
    const given = [await world.ok('POST', path, {}), await world.ok('POST', path, {})];
    const { token: kept } = await ask();
    await world.ok('POST', `/v1/partners/${other.id}/suspend`, {});
    for (const { token } of given) assert.equal(await opens(token), undefined);
    assert.ok(await opens(kept));
    await world.refused('POST', path, {}, 409, 'wrong_status');
    await world.ok('POST', `/v1/partners/${other.id}/reinstate`, {});
    for (const { token } of given) assert.equal(await opens(token), undefined);
    assert.ok(await opens((await world.ok('POST', path, {})).token));
    const pending = await world.partner(await world.program({ approval: 'manual' }));
    await world.refused('POST', `/v1/partners/${pending.id}/center_token`, {}, 409, 'wrong_status');
  });
});
