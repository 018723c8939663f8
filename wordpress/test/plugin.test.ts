import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { until } from '../../test/support/browser.ts';
import type { Json } from '../../test/support/world.ts';
import {
  acceptInvitation,
  connect,
  figure,
  minutesUntil,
  openStage,
  press,
  type Stage,
  says,
  sell,
  textOf,
  visit,
} from './open-stage.ts';

interface Person {
  context: BrowserContext;
  page: Page;
}

let stage: Stage;
let admin: Person;
let maria: Person & { partner: Json };
let bo: Person & { partner: Json };
/** The addresses of the pages that the set-up button makes. */
let centerUrl: string;
let signupUrl: string;

before(async () => {
  stage = await openStage({ php: '8.4', wp: '6.5' });
});
after(async () => {
  await stage?.close();
});

const steps = async (page: Page): Promise<[ok: boolean, says: string][]> => {
  await press(page, 'form:has([value=tributary_test]) button');
  const items = await page.locator('#tributary-test li').all();
  return Promise.all(
    items.map(async (item) => [(await item.getAttribute('data-ok')) === '1', (await item.textContent()) ?? '']),
  );
};
const look = (login: string): Promise<Json> => stage.site.tell('look', { login });
const partnerNamed = (code: string): Promise<Json> =>
  stage.world.partner(stage.program, { code, name: code, email: `${code}@partners.example` });
const tokenUrlOf = async ({ page }: Person): Promise<string> =>
  (await page.locator('tributary-center').getAttribute('token-url'))!;

/** An approved partner who was invited, chose a password and signed in. */
async function invited(code: string): Promise<Person & { partner: Json }> {
  const partner = await partnerNamed(code);
  await minutesUntil(stage, 'the invitation', async () => stage.site.mailsTo(partner.email).length > 0);
  const person = await stage.person();
  const login = await acceptInvitation(stage, person.page, partner.email, `Correct-horse-${code}-battery-7`);
  await stage.signIn(person.page, login, `Correct-horse-${code}-battery-7`);
  await visit(stage, person.page, person.page.url());
  return { ...person, partner };
}

describe('setting it up', () => {
  test('takes address and keys, and never shows the secret one', async () => {
    admin = await connect(stage, { lead_users: true, lead_wpforms: true, lead_gravity: true });
    const html = await admin.page.content();
    assert.ok(html.includes(stage.gate.base) && html.includes(stage.world.account.publishable_key));
    assert.ok(!html.includes(stage.world.account.secret_key));
    assert.match(html, new RegExp(`ends in ${stage.world.account.secret_key.slice(-4)}`));
    await press(admin.page, '#submit');
    assert.equal((await stage.site.tell('option', { name: 'tributary_secret_key' })).length > 20, true);
  });

  test('says what is wrong, one thing after the other', async () => {
    const set = (some: Json) => stage.site.tell('options', some);
    const settings = await stage.site.tell('option', { name: 'tributary_settings' });
    const key = stage.world.account.secret_key;
    const reader = await stage.world.ok('POST', '/v1/keys', { scopes: ['read'] });
    const wrongs: [Json, RegExp][] = [
      [{ tributary_settings: { ...settings, address: 'http://127.0.0.1:1' } }, /Nothing answers at this address/],
      [{ tributary_settings: { ...settings, address: stage.site.base } }, /it is not Tributary/],
      [{ tributary_secret_key: `${key.slice(0, -4)}aaaa` }, /does not know this key/],
      [{ tributary_secret_key: stage.world.account.publishable_key }, /This is the publishable key/],
      [{ tributary_secret_key: reader.secret }, /The key may not write/],
      [{ tributary_settings: { ...settings, publishable_key: '' } }, /Visitors are not tracked/],
    ];
    for (const [some, reason] of wrongs) {
      await set({ tributary_settings: settings, tributary_secret_key: key, ...some });
      const wrong = (await steps(admin.page)).filter(([ok]) => !ok).map(([, text]) => text);
      assert.ok(
        wrong.some((text) => reason.test(text)),
        `${reason}: ${wrong.join(' | ')}`,
      );
    }
    await set({ tributary_settings: settings, tributary_secret_key: key });
    const said = (await steps(admin.page)).map(([ok, text]) => `${ok} ${text}`).join('\n');
    for (const well of [
      /true.*Tributary answers/,
      /true.*may let partners in/,
      /true.*Pages of .* may call/,
      /true.*are tracked/,
    ])
      assert.match(said, well);
    await stage.site.runMinute();
  });

  test('makes both pages once, filled', async () => {
    await stage.world.ok('PUT', `/v1/programs/${stage.program.id}/signup_form`, {
      open: true,
      embed_hosts: [stage.site.host],
    });
    const make = 'form:has([value=tributary_pages]) button';
    await press(admin.page, make);
    const links = admin.page.locator('.notice-success a');
    [centerUrl, signupUrl] = (await Promise.all([0, 1].map((i) => links.nth(i).getAttribute('href')))) as [
      string,
      string,
    ];
    await press(admin.page, make);
    assert.equal(await links.nth(0).getAttribute('href'), centerUrl);
    const stranger = await stage.person();
    await stranger.page.goto(signupUrl);
    const form = stranger.page.locator('tributary-signup');
    assert.equal(await form.getAttribute('server'), stage.gate.base);
    assert.match((await form.locator('a').first().getAttribute('href')) ?? '', new RegExp(`^${stage.gate.base}/join/`));
    await visit(stage, stranger.page, centerUrl);
    assert.equal((await says(stranger.page)).state, 'signed_out');
    assert.equal(await stranger.page.locator('.tributary-says a').count(), 2);
  });
});

describe('a partner', () => {
  test('is invited, signs in with the password of WordPress, and sees real figures', async () => {
    maria = await invited('maria');
    assert.equal(maria.page.url(), centerUrl);
    assert.deepEqual((await look('maria')).roles, ['subscriber', 'tributary_partner']);
    assert.equal(await figure(maria.page, 'link'), maria.partner.link.url);
    await sell(stage, maria.partner, 5000, 'one');
    await sell(stage, maria.partner, 1234, 'two');
    // Figures are a minute old at most; this one does not wait.
    await stage.site.tell('change_user', { user_login: 'maria', meta_input: { wp_tributary_last_figures: '' } });
    await visit(stage, maria.page, centerUrl);
    assert.equal(await figure(maria.page, 'clicks'), '2');
    assert.equal(await figure(maria.page, 'orders'), '2');
    assert.equal(await figure(maria.page, 'commission'), '12.47\u00A0USD');
    const balance = await stage.world.ok('GET', `/v1/partners/${maria.partner.id}/balance`);
    assert.equal(await figure(maria.page, 'payable'), `${(balance.payable / 100).toFixed(2)}\u00A0USD`);
    assert.match(await textOf(maria.page, '.tributary-as-of time'), /\d/);
    await until('the live figures', () =>
      maria.page.evaluate(
        `document.querySelector('tributary-center')?.shadowRoot?.textContent?.replace(',', '.').includes('12.47')`,
      ),
    );
  });

  test('gets a token of their own, and pages of others get none', async () => {
    const tokenUrl = await tokenUrlOf(maria);
    assert.equal(await maria.page.locator('tributary-center').getAttribute('server'), stage.gate.base);
    const given = await maria.context.request.post(tokenUrl);
    assert.equal(given.status(), 200, await given.text());
    assert.match(given.headers()['cache-control'] ?? '', /no-store|no-cache/);
    const { token } = await given.json();
    const me = await stage.world.ok('GET', '/v1/center/me', undefined, { key: token });
    assert.equal(me.id, maria.partner.id);
    const bare = tokenUrl.replace(/[?&]_wpnonce=.*/, '');
    assert.equal((await maria.context.request.post(bare)).status(), 401);
    assert.equal((await maria.context.request.post(`${bare}?_wpnonce=0123456789`)).status(), 403);
    const stranger = await stage.person();
    assert.ok([401, 403].includes((await stranger.context.request.post(tokenUrl)).status()));
    assert.doesNotMatch(await maria.page.content(), /trb_(sk|ct)_/);
  });

  test('never sees what is another partner’s', async () => {
    bo = await invited('bo');
    assert.equal(await figure(bo.page, 'clicks'), '0');
    assert.equal(await figure(bo.page, 'link'), bo.partner.link.url);
    assert.ok(!(await bo.page.content()).includes('/maria'));
    const token = async (who: Person) => (await (await who.context.request.post(await tokenUrlOf(who))).json()).token;
    for (const who of [maria, bo]) {
      const me = await stage.world.ok('GET', '/v1/center/me', undefined, { key: await token(who) });
      assert.equal(me.id, who.partner.id);
    }
    // A nonce of one does not serve the other.
    const marias = await tokenUrlOf(maria);
    assert.equal((await bo.context.request.post(marias)).status(), 403);
  });

  test('sees what is for partners only; others do not', async () => {
    const secret = 'The price list for partners';
    const url = await stage.site.tell('page', {
      post_title: 'Inside',
      post_content: `[tributary_only_partners otherwise="For partners."]${secret}[/tributary_only_partners]
        [tributary_only_partners program="prog_other"]Another program's[/tributary_only_partners]
        <!-- wp:tributary/only-partners --><p>${secret}, as a block</p><!-- /wp:tributary/only-partners -->`,
    });
    await visit(stage, maria.page, url);
    const html = await maria.page.content();
    assert.equal(html.split(secret).length - 1, 2);
    assert.ok(!html.includes("Another program's") && !html.includes('For partners.'));
    const stranger = await stage.person();
    await visit(stage, stranger.page, url);
    const theirs = await stranger.page.content();
    assert.ok(!theirs.includes(secret) && theirs.includes('For partners.'));
    const rest = await (await fetch(`${stage.site.base}/wp-json/wp/v2/pages?search=Inside`)).text();
    assert.ok(rest.includes('For partners.') && !rest.includes(secret));
  });
});

describe('nobody else', () => {
  test('an administrator never becomes a partner, and a partner who becomes one is none any more', async () => {
    await stage.world.partner(stage.program, { email: 'admin@shop.example', code: 'admin' });
    await stage.site.runMinute();
    await visit(stage, admin.page, centerUrl);
    assert.equal((await says(admin.page)).state, 'administrator');
    assert.ok(!(await look('admin')).roles.includes('tributary_partner'));
    const ann = await invited('ann');
    assert.ok((await look('ann')).roles.includes('tributary_partner'));
    await stage.site.tell('change_user', { user_login: 'ann', add_role: 'administrator' });
    assert.ok(!(await look('ann')).roles.includes('tributary_partner'));
    await visit(stage, ann.page, centerUrl);
    assert.equal((await says(ann.page)).state, 'administrator');
    assert.ok(!(await look('ann')).roles.includes('tributary_partner'));
  });

  test('who takes a partner’s address without proving it gets nothing, nor learns that there is one', async () => {
    const target = await partnerNamed('vera');
    await stage.world.ok('POST', `/v1/partners/${target.id}/suspend`, {});
    await stage.site.tell('user', {
      user_login: 'mallory',
      user_email: 'mallory@x.example',
      user_pass: 'mallory password',
    });
    const mallory = await stage.person();
    await stage.signIn(mallory.page, 'mallory', 'mallory password');
    await visit(stage, mallory.page, centerUrl);
    const before = await says(mallory.page);
    // As the REST API does it for one's own address: without asking.
    await stage.site.tell('change_user', { user_login: 'mallory', user_email: target.email });
    await stage.world.ok('POST', `/v1/partners/${target.id}/reinstate`, {});
    await stage.site.runMinute();
    await stage.signIn(mallory.page, 'mallory', 'mallory password');
    await visit(stage, mallory.page, centerUrl);
    const now = await says(mallory.page);
    assert.deepEqual([before.state, now.state], ['unconfirmed', 'unconfirmed']);
    assert.equal(now.text, before.text.replace('mallory@x.example', target.email));
    assert.deepEqual((await look('mallory')).roles, ['subscriber']);
    await mallory.page.goto(`${centerUrl}?tributary_confirm=${'x'.repeat(40)}`);
    assert.equal((await says(mallory.page)).state, 'unconfirmed');
    await press(mallory.page, '.tributary-says button');
    const link = /https?:\/\/\S+tributary_confirm=\w+/.exec(stage.site.mailsTo(target.email).at(-1)!.message)![0];
    // A program that looks into mail opens the link: without a sign-in it says nothing.
    await fetch(link);
    await visit(stage, mallory.page, centerUrl);
    assert.equal((await says(mallory.page)).state, 'unconfirmed');
    await stage.site.tell('change_user', { user_login: 'mallory', user_email: 'mallory@x.example' });
    await visit(stage, mallory.page, link);
    assert.equal((await says(mallory.page)).state, 'unconfirmed');
  });

  test('who proves the address by a mailed link is let in', async () => {
    const partner = await partnerNamed('nina');
    await stage.site.tell('user', { user_login: 'nina', user_email: partner.email, user_pass: 'nina password' });
    const nina = await stage.person();
    await stage.signIn(nina.page, 'nina', 'nina password');
    await visit(stage, nina.page, centerUrl);
    await press(nina.page, '.tributary-says button');
    const link = /https?:\/\/\S+tributary_confirm=\w+/.exec(stage.site.mailsTo(partner.email).at(-1)!.message)![0];
    await visit(stage, nina.page, link);
    assert.equal(await figure(nina.page, 'link'), partner.link.url);
    assert.ok((await look('nina')).roles.includes('tributary_partner'));
    // Another address, another proof.
    await stage.site.tell('change_user', { user_login: 'nina', user_email: 'nina@elsewhere.example' });
    await visit(stage, nina.page, centerUrl);
    assert.equal((await says(nina.page)).state, 'unconfirmed');
    assert.ok(!(await look('nina')).roles.includes('tributary_partner'));
  });

  test('forms of the settings want a right and a nonce', async () => {
    const post = (who: Person, form: Record<string, string>) =>
      who.context.request.post(`${stage.site.base}/wp-admin/admin-post.php`, { form, maxRedirects: 0 });
    for (const action of ['tributary_test', 'tributary_pages', 'tributary_anew']) {
      assert.equal((await post(admin, { action })).status(), 403, action);
      assert.equal((await post(maria, { action, _wpnonce: '0123456789' })).status(), 403, action);
    }
    await maria.page.goto(`${stage.site.base}/wp-admin/options-general.php?page=tributary`);
    assert.ok(!(await maria.page.content()).includes('tributary_secret_key'));
  });
});

describe('visitors', () => {
  test('keep their click in a cookie of the site that lasts, and register as leads', async () => {
    const visitor = await stage.person();
    await visitor.page.goto(maria.partner.link.url);
    const cookie = await until('the cookie', async () =>
      (await visitor.context.cookies()).find(({ name }) => name === 'trb_click'),
    );
    assert.match(cookie.value, /^clk_/);
    assert.equal(cookie.domain, '127.0.0.1');
    assert.ok(cookie.expires > Date.now() / 1000 + 390 * 86_400);
    await visitor.page.goto(`${stage.site.base}/wp-login.php?action=register`);
    await visitor.page.fill('#user_login', 'customer');
    await visitor.page.fill('#user_email', 'customer@customers.example');
    await press(visitor.page, '#wp-submit');
    assert.equal((await stage.site.tell('queue')).length, 1);
    await minutesUntil(stage, 'the lead', async () => (await stage.site.tell('queue')).length === 0);
    const { data } = await stage.world.ok('GET', '/v1/contacts?email=customer@customers.example');
    assert.equal(data[0].last_partner_id, maria.partner.id);
  });

  test('of a cached page have it kept by HTTP all the same, and no other site can do that', async () => {
    const html = await (await fetch(`${stage.site.base}/`)).text();
    const script = /<script[^>]+\/t\.js[^>]*>/.exec(html)![0];
    assert.ok(script.includes(`data-key="${stage.world.account.publishable_key}"`), script);
    const keep = /data-keep="([^"]+)"/.exec(script)![1]!.replaceAll('&#038;', '&').replaceAll('&amp;', '&');
    const ask = async (query: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${stage.site.base}${keep}&${query}`, { headers });
      assert.equal(response.status, 204);
      assert.match(response.headers.get('cache-control') ?? '', /no-store|no-cache/);
      return response.headers.getSetCookie().filter((one) => one.startsWith('trb_click='));
    };
    const click = await stage.world.click(bo.partner);
    const [set] = await ask(`tclid=${click}`);
    assert.match(set ?? '', new RegExp(`^trb_click=${click};.*SameSite=Lax`, 'i'));
    assert.deepEqual(await ask(`tclid=${click}`, { 'sec-fetch-site': 'cross-site' }), []);
    assert.deepEqual(await ask('tclid=clk_x%0d%0aSet-Cookie:a=b'), []);
    const visitor = await stage.person();
    await visitor.page.goto(`${stage.site.base}/?via=bo`);
    const cookie = await until('the cookie by HTTP', async () =>
      (await visitor.context.cookies()).find(({ name, expires }) => name === 'trb_click' && expires > 0),
    );
    assert.match(cookie.value, /^clk_/);
  });

  test('are asked first, where the owner wants it', async () => {
    const settings = await stage.site.tell('option', { name: 'tributary_settings' });
    await stage.site.tell('options', { tributary_settings: { ...settings, consent: 'wait' } });
    const visitor = await stage.person();
    await visitor.page.goto(maria.partner.link.url);
    await visitor.page.waitForLoadState('networkidle');
    assert.deepEqual(
      (await visitor.context.cookies(stage.site.base)).filter(({ name }) => name === 'trb_click'),
      [],
    );
    await visitor.page.evaluate('tributary("consent", true)');
    await until('the cookie', async () => (await visitor.context.cookies()).some(({ name }) => name === 'trb_click'));
    await stage.site.tell('options', { tributary_settings: settings });
  });

  test('who send forms are leads, by the hooks of WPForms and Gravity Forms; without a click nothing is queued', async () => {
    const cookie = `trb_click=${await stage.world.click(bo.partner)}`;
    const hook = (name: string, args: Json, cookies = cookie) =>
      fetch(`${stage.site.base}/?tributary_test=hook`, {
        method: 'POST',
        headers: { cookie: cookies },
        body: JSON.stringify({ name, args }),
      });
    const wpforms = [
      [
        { type: 'name', value: 'Wil' },
        { type: 'email', value: 'wil@customers.example' },
      ],
    ];
    await hook('wpforms_process_complete', wpforms, '');
    await hook('wpforms_process_complete', wpforms, 'trb_click=clk_nonsense');
    assert.deepEqual(await stage.site.tell('queue'), []);
    await hook('wpforms_process_complete', wpforms);
    const entry = { '1': 'gus@customers.example', '2.3': 'Gus', '2.6': 'G', status: 'active' };
    const form = {
      fields: [
        { id: 2, type: 'name' },
        { id: 1, type: 'email' },
      ],
    };
    await hook('gform_after_submission', [entry, form]);
    await hook('gform_after_submission', [{ ...entry, status: 'spam' }, form]);
    const bodies = (await stage.site.tell('queue')).map(({ body }: Json) => JSON.parse(body));
    assert.deepEqual(
      bodies.map(({ email, name }: Json) => [email, name]),
      [
        ['wil@customers.example', 'Wil'],
        ['gus@customers.example', 'Gus G'],
      ],
    );
  });
});

describe('while Tributary is away', () => {
  // The browser's own waiting for scripts that never come is over when the page can be used.
  const ready = { waitUntil: 'domcontentloaded', timeout: 10_000 } as const;

  test('pages stay fast, and show the last figures with their time', async () => {
    await visit(stage, maria.page, centerUrl);
    await stage.site.tell('options', { test_impatient: 1 });
    for (const how of ['silent', 'gone'] as const) {
      // What was known is a minute old, so that each page would ask.
      await stage.site.tell('age');
      stage.gate.shut(how);
      try {
        await maria.page.goto(centerUrl, ready);
        assert.ok(stage.site.waited() < 1, `${how}: waited for ${stage.site.waited()} s`);
        assert.equal(await figure(maria.page, 'commission'), '12.47\u00A0USD');
        assert.match(await textOf(maria.page, '[role=status]'), /cannot be reached.*as of/s);
        await stage.site.tell('age');
        await maria.page.goto(centerUrl, ready);
        assert.equal(stage.site.waited(), 0, 'the next page asks again');
        assert.ok((await look('maria')).roles.includes('tributary_partner'));
        const token = await maria.context.request.post(await tokenUrlOf(maria));
        assert.equal(token.status(), 503);
      } finally {
        stage.gate.open();
      }
      await stage.site.tell('back');
    }
    await stage.site.tell('options', { test_impatient: 0 });
    // Forms were sent meanwhile: their leads waited.
    await stage.site.tell('back');
    await minutesUntil(stage, 'the leads', async () => (await stage.site.tell('queue')).length === 0);
  });
});

describe('a suspended partner', () => {
  test('loses role and figures within a minute', async () => {
    await visit(stage, maria.page, centerUrl);
    const tokenUrl = await tokenUrlOf(maria);
    const { token } = await (await maria.context.request.post(tokenUrl)).json();
    await stage.world.ok('POST', `/v1/partners/${maria.partner.id}/suspend`, {});
    assert.equal((await stage.world.call('GET', '/v1/center/me', undefined, { key: token })).status, 401);
    const refused = await maria.context.request.post(tokenUrl);
    assert.equal(refused.status(), 403);
    assert.match((await refused.json()).message, /suspended/);
    await stage.world.ok('POST', `/v1/partners/${bo.partner.id}/suspend`, {});
    // Bo does nothing at all: the scheduler alone takes the role, and it is due within a minute.
    const { interval, next } = await stage.site.tell('schedule');
    assert.ok(interval <= 60 && next <= 60, `each ${interval} s, next in ${next} s`);
    await minutesUntil(stage, 'the role to go', async () => !(await look('bo')).roles.includes('tributary_partner'));
    for (const [who, name] of [
      [maria, 'maria'],
      [bo, 'bo'],
    ] as const) {
      await visit(stage, who.page, centerUrl);
      assert.equal((await says(who.page)).state, 'suspended');
      assert.equal(await who.page.locator('[data-figure]').count(), 0);
      assert.deepEqual((await look(name)).roles, ['subscriber']);
    }
    await stage.world.ok('POST', `/v1/partners/${maria.partner.id}/reinstate`, {});
    await minutesUntil(stage, 'the role again', async () => (await look('maria')).roles.includes('tributary_partner'));
  });
});

describe('the plugin', () => {
  test('shows the editor an example of each piece', async () => {
    const nonce = await (
      await admin.context.request.get(`${stage.site.base}/wp-admin/admin-ajax.php?action=rest-nonce`)
    ).text();
    for (const piece of [
      'center',
      'stats',
      'links',
      'promo-tools',
      'referrals',
      'earnings',
      'next-payment',
      'signup',
    ]) {
      const url = `${stage.site.base}/wp-json/wp/v2/block-renderer/tributary/${piece}?context=edit`;
      const answer = await admin.context.request.get(url, { headers: { 'X-WP-Nonce': nonce } });
      assert.equal(answer.status(), 200, piece);
      assert.match((await answer.json()).rendered, /tributary-preview.*An example/s, piece);
    }
  });

  test('leaves nothing when it is deleted, but what people changed', async () => {
    const changed = await stage.site.tell('page', { post_title: 'Mine', post_content: 'A page of my own.' });
    assert.ok((await stage.site.tell('leftovers')).length > 5);
    await stage.site.tell('uninstall');
    assert.deepEqual(await stage.site.tell('leftovers'), ['Inside']);
    assert.equal((await fetch(centerUrl)).status, 404);
    assert.equal((await fetch(changed)).status, 200);
    assert.deepEqual((await look('maria')).roles, ['subscriber']);
  });

  test('gave PHP nothing to complain of', () => {
    assert.deepEqual(stage.site.complaints(), []);
  });
});
