import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import { recountDay } from '../../server/modules/reporting/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { BROWSER, type Json, percent, unique, type World } from '../support/world.ts';

/** A banner on a partner's page: what it shows and what comes of it is told of the right partner and tool, and of no other. */
describe('banners', () => {
  let app: TestApp;
  let shop: World;
  let program: Json;
  let upload: Json;
  before(async () => {
    app = await startApp();
    // The first account that is no sandbox owns the bare host, and its time is the machine's.
    shop = await app.world({ sandbox: false });
    program = await shop.program({ default_terms: percent(1000) });
    const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
      .gif()
      .toBuffer();
    upload = (await shop.call('POST', '/v1/uploads?name=mugs.gif', bytes)).body;
  });
  after(() => app.close());

  const banner = (world = shop, upload_id = upload.id): Promise<Json> =>
    world.ok('POST', '/v1/promo_tools', { kind: 'banner', name: unique('Banner'), status: 'published', upload_id });
  const shownOf = async (partner: Json, tool: Json, world = shop): Promise<Json> => {
    const { data } = await world.ok('GET', `/v1/partners/${partner.id}/promo_tools`);
    return data.find(({ id }: Json) => id === tool.id);
  };
  const imageOf = ({ embed_code }: Json): string => new URL(/src="([^"]+)"/.exec(embed_code)![1]!).pathname;
  const see = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(app.base + path, { method, redirect: 'manual', headers: { 'user-agent': BROWSER, ...headers } });
  const statistics = (tool: Json, world = shop): Promise<Json> =>
    world.ok('GET', `/v1/promo_tools/${tool.id}/statistics`);
  const seen = async (tool: Json, count: number): Promise<void> => {
    let said: Json;
    for (let tries = 0; tries < 100; tries += 1) {
      said = await statistics(tool);
      if ((said.totals[0]?.impressions ?? 0) >= count) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(said.totals[0]?.impressions ?? 0, count);
  };

  test('impressions, clicks, orders and earnings go to the right partner and tool', async () => {
    const [maria, bea] = [await shop.partner(program), await shop.partner(program)];
    const [mugs, hats] = [await banner(), await banner()];
    const [ofMaria, ofBea, hatsOfBea] = [
      await shownOf(maria, mugs),
      await shownOf(bea, mugs),
      await shownOf(bea, hats),
    ];
    for (let i = 0; i < 3; i += 1) assert.equal((await see(imageOf(ofMaria))).status, 302);
    await see(imageOf(ofBea), { 'sec-fetch-dest': 'image' });
    const click_id = await shop.click({ short_url: ofMaria.link_url });
    await shop.order({ click_id });
    await shop.click({ short_url: hatsOfBea.link_url });
    await seen(mugs, 4);
    const { data, totals } = await statistics(mugs);
    const rowOf = (partner: Json) => data.find((row: Json) => row.partner_id === partner.id);
    const figures = ({ impressions, clicks, click_through_rate, orders, commission }: Json) =>
      [impressions, clicks, click_through_rate, orders, commission].join(' ');
    assert.equal(figures(rowOf(maria)), `3 1 ${1 / 3} 1 1000`);
    assert.equal(figures(rowOf(bea)), '1 0 0 0 0');
    assert.equal(figures(totals[0]), '4 1 0.25 1 1000');
    assert.deepEqual([rowOf(maria).partner_name, rowOf(maria).currency], [maria.name, 'USD']);
    const report = await shop.ok('GET', '/v1/reports/promo_tools?sort=impressions');
    const tools = Object.fromEntries(report.data.map((row: Json) => [row.promo_tool_name, figures(row)]));
    assert.equal(tools[mugs.name], '4 1 0.25 1 1000');
    assert.equal(tools[hats.name], '0 1  0 0');
    const ofOne = await shop.ok('GET', `/v1/reports/promo_tools?partner_id=${bea.id}&promo_tool_id=${mugs.id}`);
    assert.deepEqual(ofOne.data.map(figures), ['1 0 0 0 0']);
    const bySub = await shop.ok('GET', `/v1/reports/promo_tools?promo_tool_id=${mugs.id}&sub=`);
    assert.deepEqual([bySub.data[0].impressions, bySub.data[0].clicks], [null, 1]);
  });

  test('the address counts, and the picture behind it is kept by browsers', async () => {
    const shown = await shownOf(await shop.partner(program), await banner());
    assert.match(imageOf(shown), /^\/b\/[a-z2-9]{8}\.gif$/);
    const answer = await see(imageOf(shown));
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('set-cookie'), null);
    const picture = await fetch(app.base + answer.headers.get('location')!);
    assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/gif']);
    assert.match(picture.headers.get('cache-control')!, /immutable/);
  });

  test('robots, previews, what is fetched ahead and HEAD count for nothing', async () => {
    const tool = await banner();
    const path = imageOf(await shownOf(await shop.partner(program), tool));
    const asked = await Promise.all([
      see(path, { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }),
      see(path, { 'user-agent': 'WhatsApp/2.23' }),
      see(path, { 'user-agent': '' }),
      see(path, { 'sec-purpose': 'prefetch' }),
      see(path, { 'sec-fetch-dest': 'document' }),
      see(path, {}, 'HEAD'),
    ]);
    for (const answer of asked) assert.equal(answer.status, 302);
    await see(path);
    await seen(tool, 1);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await seen(tool, 1);
  });

  test('a banner that is over shows nothing, and its link leads on', async () => {
    const tool = await banner();
    const shown = await shownOf(await shop.partner(program), tool);
    await see(imageOf(shown));
    await seen(tool, 1);
    await shop.ok('PATCH', `/v1/promo_tools/${tool.id}`, { status: 'draft' });
    let answer = await see(imageOf(shown));
    for (let tries = 0; answer.status === 302 && tries < 60; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      answer = await see(imageOf(shown));
    }
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/gif']);
    assert.equal((await answer.arrayBuffer()).byteLength, 42);
    await shop.click({ short_url: shown.link_url });
  });

  test('what is no banner is not there', async () => {
    const maria = await shop.partner(program);
    const text = await shop.ok('POST', '/v1/promo_tools', {
      kind: 'text_link',
      name: 'T',
      text: 'x',
      status: 'published',
    });
    const { link_url } = await shownOf(maria, text);
    const code = link_url.split('/').at(-1);
    assert.equal((await see(`/b/${code}.png`)).status, 200);
    for (const path of [
      `/b/${code}`,
      `/b/${maria.code}.png`,
      '/b/nobody.png',
      '/b/no-slug/x.png',
      '/b/.png',
      '/b/%ff.png',
    ])
      assert.ok([400, 404].includes((await see(path)).status), path);
  });

  test('a sandbox counts on the days of its own clock, and neighbours know nothing of each other', async () => {
    const box = await app.world();
    const own = await box.call(
      'POST',
      '/v1/uploads?name=a.png',
      await sharp({
        create: { width: 3, height: 2, channels: 3, background: 'red' },
      })
        .png()
        .toBuffer(),
    );
    const partner = await box.partner(await box.program());
    const tool = await banner(box, own.body.id);
    await box.clock(40);
    const shown = await shownOf(partner, tool, box);
    assert.ok(imageOf(shown).startsWith(`/b/${box.account.slug}/`));
    await see(imageOf(shown));
    for (let tries = 0; tries < 100 && !(await statistics(tool, box)).totals[0]?.impressions; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const day = (await box.now()).toISOString().slice(0, 10);
    const next = new Date((await box.now()).getTime() + 86_400_000).toISOString().slice(0, 10);
    const { totals } = await box.ok('GET', `/v1/promo_tools/${tool.id}/statistics?from=${day}&to=${next}`);
    assert.equal(totals[0].impressions, 1);
    await shop.refused('GET', `/v1/promo_tools/${tool.id}/statistics`, undefined, 404, 'not_found');
  });

  test('a coupon of a set brings its orders to the set, and the counters are what the facts say', async () => {
    const maria = await shop.partner(program);
    const set = await shop.ok('POST', '/v1/promo_tools', { kind: 'coupon_set', name: 'Codes', status: 'published' });
    const coupon = await shop.ok('POST', '/v1/coupons', { partner_id: maria.id, promo_tool_id: set.id });
    assert.deepEqual(
      (await shownOf(maria, set)).coupons.map(({ code }: Json) => code),
      [coupon.code],
    );
    await shop.order({ coupon: coupon.code });
    const { totals } = await statistics(set);
    assert.deepEqual([totals[0].orders, totals[0].commission], [1, 1000]);
    const account = { id: shop.account.id, timeZone: 'UTC', now: new Date() };
    const day = new Date().toISOString().slice(0, 10);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.deepEqual(await app.database.inAccount(shop.account.id, (tx) => recountDay(tx, account, day)), []);
  });
});
