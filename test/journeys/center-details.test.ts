import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp, type TestApp } from '../support/app.ts';
import { Browser, signIn, tokenOf } from '../support/center.ts';
import { item, type Json, percent, unique, type World } from '../support/world.ts';

/** What partners see and change of their own, and how the center looks. */
let app: TestApp;
let world: World;
let program: Json;

before(async () => {
  app = await startApp();
  world = await app.world();
  program = await world.program({ default_terms: percent(2000) });
});
after(async () => {
  await app.close();
  assert.deepEqual(app.errors, []);
});

const mails = async (kind: string): Promise<Json[]> => world.all('/v1/messages', { kind });
const tokenIn = (message: Json): string => tokenOf(/https?:\/\/\S+#token=[\w-]+/.exec(message.text)![0]);
const confirm = (token: string) => new Browser(world).call('POST', '/confirmations', { token });

describe('a payout method', () => {
  test('is confirmed by mail; a changed one is told, waits 48 hours, and then is paid to', async () => {
    const partner = await world.partner(program, { payout_method: null });
    const browser = await signIn(app.app, world, partner);
    const put = (email: string) => browser.ok('PUT', '/me/payout_method', { payout_method: { kind: 'paypal', email } });
    const asked = await put('first@pay.example');
    assert.deepEqual([asked.payout_method, asked.payout_method_waiting.hint], [null, 'f•••@pay.example']);
    await world.order({ click_id: await world.click(partner), items: [item('mug', 1, 10_000)] });
    const next = async () => (await browser.ok('GET', '/home')).balances[0].next_payment;
    assert.deepEqual([(await next()).amount, (await next()).reason], [0, 'no_payout_method']);
    const [first] = await mails('payout_method_confirmation');
    assert.deepEqual((await confirm(tokenIn(first))).body, { what: 'payout_method' });
    assert.deepEqual([(await next()).amount, (await next()).reason], [2000, null], 'a first one does not wait');
    await put('second@pay.example');
    assert.equal((await browser.ok('GET', '/me')).payout_method.hint, 'f•••@pay.example', 'nothing changed yet');
    const [second] = await mails('payout_method_confirmation');
    assert.equal((await confirm(tokenIn(second))).status, 200);
    assert.equal((await next()).reason, 'method_waiting');
    assert.ok((await next()).waits_until > (await world.now()).toISOString());
    assert.ok((await mails('payout_method_changed')).some((row) => row.to === partner.email));
    await world.clock(2.01);
    assert.deepEqual([(await next()).amount, (await next()).reason], [2000, null]);
    assert.equal((await confirm(tokenIn(second))).body.code, 'link_used');
  });

  test('asked for twice at once leaves one link that works; taken back, none', async () => {
    const partner = await world.partner(program);
    const browser = await signIn(app.app, world, partner);
    const put = (email: string) =>
      browser.call('PUT', '/me/payout_method', { payout_method: { kind: 'paypal', email } });
    const answers = await Promise.all([put('one@pay.example'), put('two@pay.example'), put('three@pay.example')]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    const links = (await mails('payout_method_confirmation')).filter((row) => row.to === partner.email);
    const done = [];
    for (const row of links) done.push((await confirm(tokenIn(row))).status);
    assert.deepEqual(done.sort(), [200, 410, 410]);
    await put('four@pay.example');
    const [last] = await mails('payout_method_confirmation');
    assert.equal((await browser.ok('DELETE', '/me/payout_method')).payout_method_waiting, null);
    assert.equal((await confirm(tokenIn(last))).status, 410);
  });

  test('that is not offered, or cannot be paid to, is refused', async () => {
    const browser = await signIn(app.app, world, await world.partner(program));
    await world.ok('PATCH', '/v1/settings', { payout_methods: ['paypal'] });
    const check = { payout_method: { kind: 'check', name: 'A', address: 'B' } };
    await browser.refused('PUT', '/me/payout_method', check, 422, 'method_not_offered');
    const bad = { payout_method: { kind: 'paypal', email: '=cmd@pay.example' } };
    await browser.refused('PUT', '/me/payout_method', bad, 400, 'invalid');
    await world.ok('PATCH', '/v1/settings', { payout_methods: ['paypal', 'check'] });
  });
});

describe('an address', () => {
  test('changes once the new one is confirmed, the old one is told, and nobody learns whose others are', async () => {
    const [partner, other] = [await world.partner(program), await world.partner(program)];
    const browser = await signIn(app.app, world, partner);
    const fresh = `${unique('new')}@partners.example`;
    const answers = [];
    for (const email of [other.email, fresh]) answers.push(await browser.call('POST', '/me/email', { email }));
    assert.deepEqual(new Set(answers.map(({ status, text }) => `${status} ${text}`)), new Set(['202 {}']));
    const me = await browser.ok('GET', '/me');
    assert.deepEqual([me.email, me.email_waiting.hint], [partner.email, 'n***@p***.example']);
    assert.ok((await mails('email_changing')).some((row) => row.to === partner.email));
    const sent = await mails('email_confirmation');
    assert.equal(
      (await confirm(tokenIn(sent.find((row) => row.to === other.email)))).status,
      410,
      'the newer one counts',
    );
    assert.deepEqual((await confirm(tokenIn(sent.find((row) => row.to === fresh)))).body, { what: 'email' });
    assert.equal((await browser.ok('GET', '/me')).email, fresh);
    await browser.ok('POST', '/me/email', { email: other.email });
    const [taken] = await mails('email_confirmation');
    assert.equal((await confirm(tokenIn(taken))).body.code, 'identity_conflict');
    assert.equal((await browser.ok('GET', '/me')).email, fresh);
  });
});

describe('a partner who is not approved', () => {
  test('signs in, is told so, sees what they have, and makes no links', async () => {
    const manual = await world.program({ approval: 'manual', default_terms: percent(2000) });
    const partner = await world.partner(manual);
    const browser = await signIn(app.app, world, partner);
    const state = async () => {
      const { status, may } = await browser.ok('GET', '/me');
      return [status, may.promote, may.earn, may.be_paid];
    };
    assert.deepEqual(await state(), ['pending', false, false, true]);
    assert.equal((await browser.ok('GET', '/home')).balances[0].next_payment.reason, 'not_approved');
    await browser.refused('POST', '/links', {}, 409, 'wrong_status');
    await world.ok('POST', `/v1/partners/${partner.id}/approve`);
    assert.deepEqual(await state(), ['approved', true, true, true]);
    await world.order({ click_id: await world.click(partner), items: [item('mug', 1, 10_000)] });
    await world.ok('POST', `/v1/partners/${partner.id}/suspend`);
    assert.deepEqual(await state(), ['suspended', false, false, false]);
    const home = await browser.ok('GET', '/home');
    assert.equal(home.balances[0].next_payment.reason, 'suspended');
    assert.equal((await browser.ok('GET', '/commissions')).data.length, 1);
  });
});

describe('figures', () => {
  test('of the home, the links and the reports are those of the partner, and sum up', async () => {
    const partner = await world.partner(program);
    const browser = await signIn(app.app, world, partner);
    const link = await browser.ok('POST', '/links', { url: 'https://shop.example/mugs', sub: 'news letter' });
    assert.match(link.share_url, /\?sub=news%20letter$/);
    const order = await world.order({
      click_id: await world.click(link, { query: '?sub=blog' }),
      items: [item('mug', 1, 10_000)],
    });
    await world.click(partner);
    const home = await browser.ok('GET', '/home');
    assert.deepEqual([home.figures.clicks, home.figures.orders, home.figures.commission], [2, 1, 2000]);
    assert.equal(
      home.series.reduce((sum: number, row: Json) => sum + row.clicks, 0),
      2,
    );
    assert.ok(!('revenue' in home.figures), 'what the shop takes in is the owner’s');
    const links = (await browser.ok('GET', '/links')).data;
    assert.deepEqual(
      links.map((row: Json) => [row.is_own, row.figures.clicks, row.figures.commission]),
      [
        [false, 1, 2000],
        [true, 1, 0],
      ],
    );
    const subs = (await browser.ok('GET', '/reports/subs')).data;
    assert.deepEqual(subs.map((row: Json) => row.sub).sort(), ['blog', null].sort());
    const csv = await browser.call('GET', '/reports/dates', undefined, { accept: 'text/csv' });
    assert.match(csv.headers.get('content-type')!, /^text\/csv/);
    const [row] = (await browser.ok('GET', '/commissions')).data;
    const detail = await browser.ok('GET', `/commissions/${row.id}`);
    assert.ok(
      detail.story.some((step: Json) => /Your link led to this order|credited to you/.test(step.says)),
      JSON.stringify(detail.story),
    );
    await world.refund(order, { amount: 5000, reason: 'chargeback' });
    const after = await browser.ok('GET', `/commissions/${row.id}`);
    assert.deepEqual([after.reversals[0].amount, after.reversals[0].reason], [-1000, 'chargeback']);
    const month = (await browser.ok('GET', '/statements')).data[0].month;
    const statement = await browser.ok('GET', `/statements/${month}`);
    assert.equal(statement.currencies[0].closing.payable, 1000);
  });

  test('of links: other hosts and taken codes are refused, a QR code is a harmless picture, trying counts nothing', async () => {
    const [partner, other] = [await world.partner(program), await world.partner(program)];
    const browser = await signIn(app.app, world, partner);
    for (const url of ['https://evil.example/', 'javascript:alert(1)', 'https://shop.example@evil.example/'])
      await browser.refused('POST', '/links', { url }, 422, 'host_not_allowed');
    await browser.refused('POST', '/links', { code: other.code }, 409, 'code_taken');
    const link = await browser.ok('POST', '/links', { code: unique('wish') });
    const answer = await browser.call(
      'GET',
      `/links/${link.id}/qr?sub=${encodeURIComponent('"><script>alert(1)</script>')}`,
    );
    assert.match(answer.headers.get('content-type')!, /^image\/svg\+xml/);
    assert.match(answer.headers.get('content-security-policy')!, /default-src 'none'/);
    assert.match(answer.text, /^<svg [^<>]*><rect [^<>]*\/><path d="[Mhvz\d -]+" fill="#000000"\/><\/svg>$/);
    const tried = await browser.ok('GET', `/links/${link.id}/try`);
    assert.deepEqual([tried.leads_to, tried.works, tried.counts], ['https://shop.example/', true, true]);
    assert.equal((await browser.ok('GET', '/home')).figures.clicks, 0);
  });

  test('of customers are as the program shows them, and never an address', async () => {
    for (const [setting, name] of [
      [undefined, null],
      ['initials', 'B. M.'],
      ['names', 'Bo Miller'],
    ] as const) {
      const own = await world.program({
        default_terms: percent(1000),
        ...(setting ? { partner_sees_customers: setting } : {}),
      });
      const partner = await world.partner(own);
      const browser = await signIn(app.app, world, partner);
      const email = `${unique('bo')}@customers.example`;
      await world.order({ customer: { email, name: 'Bo Miller' }, click_id: await world.click(partner) });
      const [commission] = (await browser.ok('GET', '/commissions')).data;
      const [referral] = (await browser.ok('GET', '/referrals')).data;
      assert.deepEqual(
        [commission.customer, referral.name, referral.status, referral.orders],
        [name, name, 'customer', 1],
      );
      for (const path of ['/commissions', '/referrals', '/me/export', `/commissions/${commission.id}`])
        assert.ok(!(await browser.call('GET', path)).text.includes(email), path);
    }
  });
});

describe('branding', () => {
  test('dresses center and mails; colours that cannot be read and domains of others are refused', async () => {
    const own = await app.world({ name: 'Plain Ltd' });
    const look = async () =>
      (await own.call('GET', `/v1/center/branding?account=${own.account.slug}`, undefined, { key: null })).body;
    const first = await look();
    assert.deepEqual([first.account, first.name, first.product_name], [own.account.slug, 'Plain Ltd', 'Tributary']);
    const wrong = { colors: { accent: '#ffee00', accent_dark: null } };
    await own.refused('PATCH', '/v1/branding', wrong, 422, 'low_contrast');
    await own.refused(
      'PATCH',
      '/v1/branding',
      { colors: { accent: '#000080', accent_dark: '#000080' } },
      422,
      'low_contrast',
    );
    await own.refused('PATCH', '/v1/branding', { domain: 'partners.other.example' }, 422, 'not_proved');
    await own.refused('PATCH', '/v1/branding', { logo_upload_id: 'upl_nothing' }, 404, 'not_found');
    const texts = { welcome: '<b>Hi</b>', help: null, footer: null };
    await own.ok('PATCH', '/v1/branding', {
      name: 'Fancy',
      hide_product_name: true,
      texts,
      colors: { accent: '#a61e4d', accent_dark: null },
    });
    const second = await look();
    assert.deepEqual(
      [second.name, second.product_name, second.colors.accent, second.texts.welcome],
      ['Fancy', null, '#a61e4d', '<b>Hi</b>'],
    );
    assert.ok(!/tributary/i.test(JSON.stringify(second)));
    const partner = await own.partner(await own.program());
    const [welcome] = await own.all('/v1/messages', { kind: 'partner_approved' });
    const content = await own.ok('GET', `/v1/messages/${welcome.id}/content`);
    assert.ok(!/tributary/i.test(JSON.stringify(content).replaceAll(partner.id, '')), JSON.stringify(content));
    assert.match(content.html, /#a61e4d/);
    assert.match(content.text, /Fancy/);
  });

  test('of a center that is not there is not found', async () => {
    const answer = await world.call('GET', '/v1/center/branding?account=nobody-at-all', undefined, { key: null });
    assert.equal(answer.status, 404);
  });
});
