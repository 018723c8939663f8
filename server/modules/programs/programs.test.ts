import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openShop, type Shop } from '../../../test/support/shop.ts';
import type { World } from '../../../test/support/world.ts';
import { listProgramHosts, listProgramVersions, listTermsOf, termsAtHand, versionAt } from './index.ts';

const percent = (tier1_bps: number) => ({ kind: 'percent', tier1_bps });
const standard = { name: 'Standard', default_url: 'https://shop.example/' };

describe('programs and terms', () => {
  let shop: Shop;
  let app: World;
  before(async () => {
    shop = await openShop();
    app = shop.world;
  });
  after(() => shop.close());

  test('only name and address are required; the rest defaults', async () => {
    const { id, created_at, ...rest } = await app.ok('POST', '/v1/programs', standard);
    assert.match(id, /^prog_/);
    assert.equal(created_at, shop.now().toISOString());
    assert.deepEqual(rest, {
      ...standard,
      tiers: 1,
      currency: 'USD',
      click_window_days: 60,
      lead_window_days: null,
      hold_days: 30,
      approval: 'manual',
      commission_approval: 'automatic',
      include_tax: false,
      include_shipping: false,
      tier2_base: 'sale',
      default_terms: null,
      version: 1,
      ended_at: null,
      partner_sees_customers: 'none',
    });
  });

  test('a change is a version from then on, and no change is none', async () => {
    const { id } = await app.ok('POST', '/v1/programs', standard);
    const began = shop.now();
    shop.later(1);
    assert.equal((await app.ok('PATCH', `/v1/programs/${id}`, { hold_days: 30, name: 'Standard' })).version, 1);
    assert.equal((await app.ok('PATCH', `/v1/programs/${id}`, {})).version, 1);
    const changed = await app.ok('PATCH', `/v1/programs/${id}`, { click_window_days: 7, lead_window_days: 90 });
    assert.deepEqual([changed.version, changed.click_window_days, changed.lead_window_days], [2, 7, 90]);
    const versions = await shop.act(({ tx, accountId }) => listProgramVersions(tx, accountId, [id]));
    const daysAt = (at: Date) => versionAt(versions, id, at)?.clickWindowDays;
    assert.deepEqual([daysAt(new Date(0)), daysAt(began), daysAt(shop.now())], [60, 60, 7]);
  });

  test('two changes at once are two versions', async () => {
    const { id } = await app.ok('POST', '/v1/programs', standard);
    await Promise.all([1, 2, 3, 4].map((n) => app.ok('PATCH', `/v1/programs/${id}`, { hold_days: n })));
    const versions = await shop.act(({ tx, accountId }) => listProgramVersions(tx, accountId, [id]));
    assert.deepEqual(
      versions.map(({ version }) => version),
      [1, 2, 3, 4, 5],
    );
  });

  test('the currency stays', async () => {
    const { id } = await app.ok('POST', '/v1/programs', { ...standard, currency: 'EUR' });
    await app.refused('PATCH', `/v1/programs/${id}`, { currency: 'USD' }, 422, 'currency_differs');
    assert.equal((await app.ok('PATCH', `/v1/programs/${id}`, { currency: 'EUR' })).version, 1);
  });

  test('default terms come with the program and end with null', async () => {
    const { id, default_terms } = await app.ok('POST', '/v1/programs', { ...standard, default_terms: percent(500) });
    assert.deepEqual(default_terms, percent(500));
    shop.later(1);
    assert.equal((await app.ok('PATCH', `/v1/programs/${id}`, { default_terms: null })).default_terms, null);
    assert.equal((await app.ok('PATCH', `/v1/programs/${id}`, { default_terms: null })).default_terms, null);
    const { data } = await app.ok('GET', `/v1/programs/${id}/terms`);
    assert.deepEqual(
      data.map((row: { version: number; terms: unknown }) => [row.version, row.terms]),
      [
        [2, null],
        [1, percent(500)],
      ],
    );
  });

  test('a product goes in, changes, and comes out; every version stays', async () => {
    const { id } = await app.ok('POST', '/v1/programs', standard);
    const path = `/v1/programs/${id}/products/${encodeURIComponent('mug/blue 100 %')}`;
    const put = await app.ok('PUT', path, percent(1000));
    assert.deepEqual([put.sku, put.version, put.terms], ['mug/blue 100 %', 1, percent(1000)]);
    assert.equal((await app.ok('PUT', path, { tier1_bps: 1000, kind: 'percent' })).version, 1);
    shop.later(1);
    await app.ok('PUT', path, percent(2000));
    await app.ok('PUT', `/v1/programs/${id}/products/hat`, {
      kind: 'flat',
      per: 'unit',
      tier1_amount: 500,
      tier2_amount: null,
    });
    const skus = async () =>
      (await app.ok('GET', `/v1/programs/${id}/products`)).data.map((row: { sku: string }) => row.sku);
    assert.deepEqual(await skus(), ['hat', 'mug/blue 100 %']);
    const ended = await app.ok('DELETE', path);
    assert.deepEqual([ended.version, ended.terms], [3, null]);
    assert.equal((await app.ok('DELETE', path)).version, 3);
    assert.deepEqual(await skus(), ['hat']);
    await app.refused('DELETE', `/v1/programs/${id}/products/never`, undefined, 404, 'not_found');
    assert.equal((await app.ok('GET', `/v1/programs/${id}/terms?limit=2`)).data.length, 2);
  });

  test('terms in force are found for an order line', async () => {
    const { id } = await app.ok('POST', '/v1/programs', { ...standard, default_terms: percent(100) });
    await app.ok('PUT', `/v1/programs/${id}/products/mug`, percent(1000));
    const programBegan = shop.now();
    shop.later(1);
    await app.ok('PUT', `/v1/programs/${id}/products/mug`, percent(2000));
    const versions = await shop.act(({ tx, accountId }) =>
      listTermsOf(tx, accountId, { programId: id, skus: ['mug', 'hat', 'mug'], partnerId: 'part_none' }),
    );
    assert.equal(versions.length, 3);
    const rate = (at: Date) =>
      termsAtHand(versions, { programId: id, sku: 'mug', partnerId: 'part_none', programBegan }, at).product?.terms;
    assert.deepEqual(
      [rate(new Date(0)), rate(programBegan), rate(shop.now())],
      [percent(1000), percent(1000), percent(2000)],
    );
  });

  test('hosts of default addresses are those of now', async () => {
    const { id } = await app.ok('POST', '/v1/programs', { ...standard, default_url: 'http://Old.example:8080/x' });
    const hosts = () => shop.act(({ tx, accountId }) => listProgramHosts(tx, accountId));
    assert.ok((await hosts()).includes('old.example:8080'));
    await app.ok('PATCH', `/v1/programs/${id}`, { default_url: 'https://new.example' });
    assert.ok((await hosts()).includes('new.example') && !(await hosts()).includes('old.example:8080'));
  });

  test('what is not right is refused with its path', async () => {
    for (const [path, body] of [
      ['name', { default_url: standard.default_url }],
      ['default_url', { ...standard, default_url: 'https://user:pass@shop.example/' }],
      ['default_url', { ...standard, default_url: 'javascript:alert(1)' }],
      ['tiers', { ...standard, tiers: 3 }],
      ['hold_days', { ...standard, hold_days: 1.5 }],
      ['click_window_days', { ...standard, click_window_days: 3651 }],
      ['currency', { ...standard, currency: 'usd' }],
      ['typo', { ...standard, typo: 1 }],
      ['default_terms.tier1_bps', { ...standard, default_terms: percent(10_001) }],
      ['default_terms.tier2_amount', { ...standard, default_terms: { ...percent(1), tier2_amount: 5 } }],
      ['default_terms.max_payments', { ...standard, default_terms: { ...percent(1), max_payments: 0 } }],
    ] as const) {
      const { errors } = await app.refused('POST', '/v1/programs', body, 400, 'invalid');
      assert.equal(errors[0].path, path);
    }
    const { id } = await app.ok('POST', '/v1/programs', standard);
    await app.refused('PUT', `/v1/programs/${id}/products/${'x'.repeat(201)}`, percent(1), 400, 'invalid');
    await app.refused('PUT', `/v1/programs/${id}/products/%00`, percent(1), 400, 'invalid');
  });

  test('what is not there, or a neighbour’s, is 404', async () => {
    const { id } = await app.ok('POST', '/v1/programs', standard);
    const stranger = await app.neighbour();
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'x' }],
      ['GET', '/products', undefined],
      ['PUT', '/products/mug', percent(1)],
      ['DELETE', '/products/mug', undefined],
      ['GET', '/terms', undefined],
    ] as const) {
      const strange = await stranger.call(method, `/v1/programs/${id}${rest}`, body);
      assert.equal(strange.status, 404, `${method} ${rest}`);
      await app.refused(method, `/v1/programs/nonsense${rest}`, body, 404, 'not_found');
    }
    assert.deepEqual(await stranger.ok('GET', '/v1/programs'), { data: [], next_cursor: null });
  });

  test('the list goes page by page, newest first', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await app.ok('GET', `/v1/programs?limit=3${cursor}`);
      seen.push(...page.data.map((row: { id: string }) => row.id));
      cursor = page.next_cursor ? `&cursor=${page.next_cursor}` : '';
    } while (cursor !== '');
    assert.ok(seen.length > 5);
    assert.deepEqual(seen, [...new Set(seen)].sort().reverse());
  });
});
