import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openShop, type Shop } from '../../../test/support/shop.ts';
import { type Json, unique, type World } from '../../../test/support/world.ts';
import { findCouponByCode, findLinkByCode, listLinksForMemory } from './index.ts';

describe('links and coupons', () => {
  let shop: Shop;
  let app: World;
  let maria: Json;
  before(async () => {
    shop = await openShop();
    app = shop.world;
    maria = await app.partner(await app.program());
  });
  after(() => shop.close());
  const link = (more: Json = {}): Promise<Json> =>
    app.ok('POST', '/v1/links', { partner_id: maria.id, url: 'https://shop.example/mugs', ...more }, { status: 201 });
  const refused = (more: Json, status: number, code: string) =>
    app.refused('POST', '/v1/links', { partner_id: maria.id, url: 'https://shop.example/mugs', ...more }, status, code);

  test('a link has a code, an address as browsers write it, and a short address', async () => {
    const made = await link({ url: 'HTTPS://Shop.example:443/ä?colour=red#top', code: 'Mugs' });
    assert.deepEqual(
      [made.partner_id, made.code, made.url, new URL(made.short_url).pathname, made.promo_tool_id],
      [maria.id, 'Mugs', 'https://shop.example/%C3%A4?colour=red#top', '/r/Mugs', null],
    );
    assert.deepEqual(await app.ok('GET', `/v1/links/${made.id}`), made);
    assert.match((await link()).code, /^[a-z2-9]{7}$/);
  });

  test('codes of links and partners are one set, ignoring case and composition', async () => {
    await link({ code: 'Caf\u00e9' });
    await refused({ code: 'CAFE\u0301' }, 409, 'code_taken');
    await refused({ code: maria.code.toUpperCase() }, 409, 'code_taken');
    const twins = await Promise.all(
      [1, 2, 3].map(() =>
        app.call('POST', '/v1/links', { partner_id: maria.id, url: 'https://shop.example/', code: 'twin' }),
      ),
    );
    assert.deepEqual(twins.map(({ status }) => status).sort(), [201, 409, 409]);
    const found = await shop.act(({ tx, accountId }) => findLinkByCode(tx, accountId, 'CAFE\u0301'));
    assert.equal(found?.code, 'Caf\u00e9');
  });

  test('allowed are hosts of settings and of programs as they are now', async () => {
    await refused({ url: 'https://blog.example/' }, 422, 'host_not_allowed');
    await app.ok('PATCH', '/v1/settings', { allowed_hosts: ['blog.example'] });
    await link({ url: 'https://blog.example/post' });
    await refused({ url: 'https://blog.example:8443/' }, 422, 'host_not_allowed');
    await refused({ url: '//shop.example/' }, 422, 'host_not_allowed');
    await app.ok('PATCH', '/v1/settings', { allowed_hosts: [] });
    await refused({ url: 'https://blog.example/post' }, 422, 'host_not_allowed');
  });

  test('a link of nobody is refused, and lists are of one partner or all', async () => {
    await refused({ partner_id: 'part_none' }, 404, 'not_found');
    await refused({ promo_tool_id: 'promo_none' }, 404, 'not_found');
    const bea = await app.partner(await app.program());
    const own = await link({ partner_id: bea.id });
    const listed = (await app.ok('GET', `/v1/links?partner_id=${bea.id}`)).data;
    assert.deepEqual(
      listed.map((row: Json) => [row.id, row.url]),
      [
        [own.id, own.url],
        [bea.link.id, 'https://shop.example/'],
      ],
    );
    assert.equal(
      (await app.all('/v1/links')).length,
      (await shop.act(({ tx, accountId }) => listLinksForMemory(tx, accountId, 100))).length,
    );
  });

  test('a coupon belongs to one partner, whatever its case', async () => {
    const coupon = (more: Json) => app.call('POST', '/v1/coupons', { partner_id: maria.id, ...more });
    const made = await app.ok('POST', '/v1/coupons', { partner_id: maria.id, code: ' Save 10% ' }, { status: 201 });
    assert.equal(made.code, 'Save 10%');
    assert.deepEqual(await app.ok('GET', `/v1/coupons/${made.id}`), made);
    assert.equal((await coupon({ code: 'SAVE 10%' })).body.code, 'code_taken');
    assert.equal((await coupon({ code: maria.code })).status, 201);
    assert.match((await coupon({})).body.code, /^[A-Z2-9]{9}$/);
    for (const code of ['', '  ', 'a\nb', 'x'.repeat(65)]) assert.equal((await coupon({ code })).status, 400);
    assert.equal((await coupon({ partner_id: 'part_none', code: unique('c') })).status, 404);
    const found = await shop.act(({ tx, accountId }) => findCouponByCode(tx, accountId, 'save 10% '));
    assert.deepEqual([found?.id, found?.partner_id], [made.id, maria.id]);
    assert.equal((await app.ok('GET', `/v1/coupons?partner_id=${maria.id}`)).data.length, 3);
  });

  test('a neighbour sees none of it and may have the same codes', async () => {
    const made = await link({ code: 'ours' });
    const stranger = await app.neighbour();
    await stranger.refused('GET', `/v1/links/${made.id}`, undefined, 404, 'not_found');
    await stranger.refused(
      'POST',
      '/v1/links',
      { partner_id: maria.id, url: 'https://shop.example/' },
      404,
      'not_found',
    );
    assert.deepEqual((await stranger.ok('GET', '/v1/coupons')).data, []);
    const own = await stranger.partner(await stranger.program());
    await stranger.ok('POST', '/v1/links', { partner_id: own.id, url: 'https://shop.example/', code: 'ours' });
  });
});
