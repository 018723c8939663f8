import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { DAY } from '../../server/values/instant.ts';
import { OPERATOR, startApp, type TestApp } from '../support/app.ts';
import { type Json, unique, type World } from '../support/world.ts';

describe('the shape of everything', () => {
  let app: TestApp;
  let owner: World;
  before(async () => {
    app = await startApp();
    owner = await app.world();
  });
  after(() => app.close());

  test('an id that cannot be is answered like one that is not there', async () => {
    for (const path of ['/v1/partners/ID', '/v1/orders/ID/explanation', '/v1/payout_runs/ID']) {
      const answers = [];
      for (const id of ['part_00000000000000000000000000', 'nonsense', '%F0%9F%98%80', 'a%00b']) {
        const { status, body } = await owner.call('GET', path.replace('ID', id));
        answers.push(JSON.stringify([status, { ...body, request_id: '' }]));
      }
      assert.equal(new Set(answers).size, 1, answers.join('\n'));
      assert.match(answers[0]!, /^\[404,/);
    }
  });

  test('an account is made once under one Idempotency-Key, and its keys are shown once', async () => {
    const body = { name: 'Twice', slug: unique('twice'), owner_email: 'o@owners.example', sandbox: true };
    const make = (more: Json = {}) =>
      owner.call('POST', '/v1/accounts', { ...body, ...more }, { key: OPERATOR, idempotency: body.slug });
    const twins = await Promise.all([make(), make(), make(), make()]);
    assert.deepEqual(new Set(twins.map(({ status }) => status)), new Set([201]));
    assert.equal(new Set(twins.map((answer) => answer.body.id)).size, 1);
    assert.equal(twins.filter((answer) => answer.body.secret_key).length, 1);
    const again = await make();
    assert.deepEqual(Object.keys(again.body).sort(), ['id', 'name', 'sandbox', 'slug']);
    const other = await make({ name: 'Other' });
    assert.deepEqual([other.status, other.body.code], [409, 'idempotency_key_reused']);
    const typo = await owner.call('POST', '/v1/accounts?typo=1', { ...body, slug: unique('s') }, { key: OPERATOR });
    assert.equal(typo.status, 400);
  });

  test('a repeated move of the clock shows the clock as it stands', async () => {
    const now = new Date((await owner.now()).getTime() + DAY).toISOString();
    const move = () => owner.ok('POST', '/v1/test_clock', { now }, { idempotency: 'a day' });
    assert.equal((await move()).now, now);
    await owner.clock(1);
    assert.ok((await move()).now > new Date(Date.parse(now) + DAY).toISOString());
  });

  test('the clock moves ten years of the calendar, and not a minute more', async () => {
    const sandbox = await app.world();
    const before = await sandbox.now();
    const later = (minutes: number) => {
      const at = new Date(before.getTime() + minutes * 60_000);
      at.setUTCFullYear(before.getUTCFullYear() + 10);
      return { now: at.toISOString() };
    };
    await sandbox.refused('POST', '/v1/test_clock', later(2), 422, 'clock_too_far');
    await sandbox.ok('POST', '/v1/test_clock', later(0));
  });

  test('allowed hosts may name a port and letters of any script', async () => {
    const allowed_hosts = ['Shop.example:8443', 'münchen.example', 'localhost:3000', '[::1]:8080'];
    const set = await owner.ok('PATCH', '/v1/settings', { allowed_hosts });
    const read = ['shop.example:8443', 'xn--mnchen-3ya.example', 'localhost:3000', '[::1]:8080'];
    assert.deepEqual(set.allowed_hosts, read);
    const partner = await owner.partner(await owner.program());
    for (const url of ['https://shop.example:8443/a', 'https://münchen.example/', 'http://localhost:3000/'])
      await owner.ok('POST', '/v1/links', { partner_id: partner.id, url }, { status: 201 });
    for (const bad of ['https://x.example', 'x.example/', 'x.example?y', '*.example', 'a b', 'u@x.example', ''])
      await owner.refused('PATCH', '/v1/settings', { allowed_hosts: [bad] }, 400, 'invalid');
  });

  test('a lead that the owner’s server signed counts, however it wrote the time', async () => {
    const program = await owner.program();
    const [ann, bea] = [await owner.partner(program), await owner.partner(program)];
    const { signing_secret } = await owner.ok('GET', '/v1/signing_secret');
    const now = await owner.now();
    const send = async (timestamp: number | string, secret: string): Promise<string | null> => {
      const email = `${unique('c')}@customers.example`;
      await owner.lead({ email, via: ann.code });
      const signature = createHmac('sha256', secret).update(`${email}.${timestamp}`).digest('hex');
      const body = { email, via: bea.code, timestamp, signature };
      const page = { key: owner.account.publishable_key, status: 202 };
      assert.deepEqual(await owner.ok('POST', '/v1/track/leads', body, page), {});
      const [contact] = await owner.all('/v1/contacts', { email });
      return contact!.last_partner_id;
    };
    const seconds = Math.floor(now.getTime() / 1000);
    for (const timestamp of [seconds, String(seconds), now.getTime(), now.toISOString()]) {
      assert.equal(await send(timestamp, signing_secret), bea.id, String(timestamp));
      assert.equal(await send(timestamp, 'another'), ann.id, String(timestamp));
    }
    for (const timestamp of [seconds - 601, seconds + 660, 'soon'])
      assert.equal(await send(timestamp, signing_secret), ann.id, String(timestamp));
  });

  test('the description names the statuses that are answered', async () => {
    const { paths } = await owner.ok('GET', '/v1/openapi.json', undefined, { key: null });
    const statuses = (path: string): string[] => Object.keys(paths[path].post.responses);
    assert.deepEqual(statuses('/v1/accounts'), ['201', 'default']);
    assert.deepEqual(statuses('/v1/partners/{id}/approve'), ['200', 'default']);
    assert.deepEqual(statuses('/v1/orders'), ['200', '201', 'default']);
    assert.deepEqual(statuses('/v1/refunds'), ['200', '201', '202', 'default']);
  });
});
