import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { newPerson, openBrowser, openSite, type Site, until } from '../support/browser.ts';
import { type Json, unique, type World } from '../support/world.ts';

/** The tracker script in a real browser, on pages of an owner's site. */
let app: TestApp;
let site: Site;
let browser: Browser;
let world: World;
let maria: Json;
let paul: Json;
let person: BrowserContext;
let page: Page;
let errors: string[];

before(async () => {
  [app, site, browser] = await Promise.all([startApp(), openSite(), openBrowser()]);
  world = await app.world();
  const { program, partner } = await world.seller(1000, { default_url: `${site.origin}/` });
  [maria, paul] = [partner, await world.partner(program)];
});
after(async () => {
  await Promise.all([browser?.close(), site?.close()]);
  await app?.close();
  assert.deepEqual(app.errors, []);
});
beforeEach(async () => {
  ({ person, page, errors } = await newPerson(browser));
  site.pages.clear();
});
afterEach(async () => {
  await person.close();
  assert.deepEqual(errors, [], 'the tracker never throws into the page');
});

const script = (more = ''): string =>
  `<script>window.tributary=window.tributary||function(){(tributary.q=tributary.q||[]).push(arguments)}</script>
  <script src="${app.base}/t.js" data-key="${world.account.publishable_key}" ${more} async></script>`;
const signUp = `<form method="post" action="/thanks" data-tributary-lead>
  <input name="email" type="email"><input name="name"><input type="hidden" name="tributary_click"><button>Join</button></form>`;
const show = (body: string, more = ''): void => void site.pages.set('/', script(more) + body);

const cookieOf = async (): Promise<string | undefined> =>
  (await person.cookies(site.origin)).find(({ name }) => name === 'trb_click')?.value;
const kept = (): Promise<string> => until('the click in the cookie', cookieOf);
const clicksOf = (partner: Json): Promise<Json[]> => world.all('/v1/clicks', { partner_id: partner.id });
const lastOf = async (email: string): Promise<string | null> => {
  const contact = await until(
    `the lead of ${email}`,
    async () => (await world.ok('GET', `/v1/contacts?email=${encodeURIComponent(email)}`)).data[0],
  );
  return contact.last_partner_id;
};
const linkOf = (partner: Json): string => app.base + new URL(partner.link.url).pathname;
const someone = (): string => `${unique('c')}@customers.example`;
const settle = (): Promise<void> => page.waitForTimeout(300);

async function join(email: string): Promise<void> {
  await page.fill('[name=email]', email);
  await page.fill('[name=name]', 'Bo');
  await page.click('button');
}

describe('the script', () => {
  test('weighs less than 2 kB compressed, and is kept by browsers', async () => {
    const ask = (headers: Record<string, string>) => world.call('GET', '/t.js', undefined, { key: null, headers });
    const raw = (await ask({ 'accept-encoding': 'identity' })).text;
    assert.ok(gzipSync(raw).length < 2000, String(gzipSync(raw).length));
    for (const encoding of ['gzip', 'br']) {
      const packed = await ask({ 'accept-encoding': encoding });
      assert.deepEqual([packed.headers.get('content-encoding'), packed.text], [encoding, raw]);
      assert.match(packed.headers.get('cache-control')!, /public, max-age=\d+/);
      const etag = packed.headers.get('etag')!;
      assert.equal((await ask({ 'if-none-match': etag })).status, 304);
    }
    const head = await world.call('HEAD', '/t.js', undefined, { key: null });
    assert.deepEqual([head.status, head.text], [200, '']);
    assert.match(head.headers.get('content-type')!, /javascript/);
  });
});

describe('a visit', () => {
  test('by a link keeps its click for 400 days, first-party', async () => {
    show('');
    await page.goto(linkOf(maria));
    const id = new URL(page.url()).searchParams.get('tclid');
    assert.equal(await kept(), id);
    const [cookie] = (await person.cookies(site.origin)).filter(({ name }) => name === 'trb_click');
    assert.deepEqual([cookie?.sameSite, cookie?.path, cookie?.domain], ['Lax', '/', '127.0.0.1']);
    const days = (cookie!.expires - Date.now() / 1000) / 86_400;
    assert.ok(days > 399 && days <= 400, String(days));
  });

  test('with ?via= is a click of that partner, once, with its label', async () => {
    show('');
    await page.goto(`${site.origin}/?via=${maria.code}&sub=spring`);
    const id = await kept();
    await settle();
    const [click] = await clicksOf(maria);
    assert.deepEqual([click.id, click.sub, click.counted], [id, 'spring', true]);
  });

  test('by a parameter of another system counts once the owner lists it', async () => {
    show('');
    await page.goto(`${site.origin}/?ref=${maria.code}`);
    await settle();
    assert.equal(await cookieOf(), undefined);
    await world.ok('PATCH', '/v1/settings', { link_parameters: ['via', 'ref', 'my.own'] });
    for (const name of ['ref', 'my.own']) {
      const fresh = await newPerson(browser);
      await fresh.page.goto(`${site.origin}/?${name}=${maria.code}&utm_source=x`);
      await until(`the click by ${name}`, async () => (await fresh.person.cookies()).length > 0);
      await fresh.person.close();
    }
    await world.ok('PATCH', '/v1/settings', { link_parameters: ['via'] });
  });

  test('with a forged click id does no harm', async () => {
    show(signUp);
    await page.goto(`${site.origin}/?tclid=%3Cscript%3E;trb_click=x`);
    await settle();
    assert.equal(await cookieOf(), undefined);
    const forged = `clk_${'0'.repeat(26)}`;
    await page.goto(`${site.origin}/?tclid=${forged}`);
    const email = someone();
    await join(email);
    assert.equal(await lastOf(email), null);
  });

  test('keeps its click though the domain named for the cookie is not the page’s', async () => {
    show('', 'data-domain="elsewhere.example"');
    await page.goto(linkOf(maria));
    assert.ok(await kept());
  });
});

describe('a path of the owner’s site that sets the cookie by HTTP', () => {
  test('is asked to, with the click, where the owner names one', async () => {
    show('', 'data-keep="/keep"');
    const asked = page.waitForRequest((request) => new URL(request.url()).pathname === '/keep');
    await page.goto(`${site.origin}/?via=${maria.code}`);
    assert.equal(new URL((await asked).url()).searchParams.get('tclid'), await kept());
  });
});

describe('forms', () => {
  test('that are marked send the lead, and hidden fields carry the click', async () => {
    show(`${signUp}<input type="hidden" data-tributary="click" id="own">`);
    await page.goto(linkOf(maria));
    const id = await kept();
    assert.equal(await page.inputValue('#own'), id);
    const email = someone();
    await join(email);
    await page.waitForURL('**/thanks');
    assert.equal(site.posted.at(-1)?.body.get('tributary_click'), id);
    assert.equal(await lastOf(email), maria.id);
  });

  test('that are not marked send nothing', async () => {
    show(signUp.replace('data-tributary-lead', ''));
    await page.goto(linkOf(maria));
    await kept();
    const email = someone();
    await join(email);
    await page.waitForURL('**/thanks');
    await settle();
    assert.deepEqual((await world.ok('GET', `/v1/contacts?email=${email}`)).data, []);
  });

  test('are left at once, and the lead arrives all the same', async () => {
    show(signUp);
    await page.goto(linkOf(maria));
    await kept();
    const email = someone();
    await page.evaluate(`setTimeout(() => {
      document.querySelector('[name=email]').value = '${email}';
      document.querySelector('form').requestSubmit();
      location.href = 'about:blank';
    })`);
    await page.waitForURL('about:blank');
    assert.equal(await lastOf(email), maria.id);
  });
});

describe('a page that is left at once', () => {
  test('has its click recorded', async () => {
    const before = (await clicksOf(paul)).length;
    site.pages.set(
      '/',
      `<script src="${app.base}/t.js" data-key="${world.account.publishable_key}"></script><script>location.href='/next'</script>`,
    );
    site.pages.set('/next', 'next');
    await page.goto(`${site.origin}/?via=${paul.code}`).catch(() => null);
    await page.waitForURL('**/next');
    await until('the click', async () => (await clicksOf(paul)).length > before);
  });
});

describe('a single-page app', () => {
  test('takes up codes and forms that come without a page load', async () => {
    show('<main></main>');
    await page.goto(`${site.origin}/`);
    await page.waitForFunction('window.tributary.on');
    await page.evaluate(`history.pushState({}, '', '/pricing?via=${maria.code}')`);
    const first = await kept();
    const form = signUp.replace('<form', '<form onsubmit="return !1"').replace(/\n\s*/g, '');
    await page.evaluate(`history.pushState({}, '', '/join'); document.querySelector('main').innerHTML = '${form}'`);
    await page.waitForFunction(`document.querySelector('[name=tributary_click]').value === '${first}'`);
    const email = someone();
    await join(email);
    assert.equal(await lastOf(email), maria.id);
    await page.evaluate(`history.replaceState({}, '', '/?via=${paul.code}')`);
    await until('the other click', async () => (await cookieOf()) !== first);
  });
});

describe('several tabs', () => {
  test('share the newest click', async () => {
    show(signUp);
    await page.goto(linkOf(maria));
    const first = await kept();
    const other = await person.newPage();
    await other.goto(linkOf(paul));
    await until('the click of the other tab', async () => (await cookieOf()) !== first);
    const email = someone();
    await join(email);
    assert.equal(await lastOf(email), paul.id);
  });
});

describe('storage refused', () => {
  test('by the browser, the lead is credited by what the page remembers', async () => {
    await page.addInitScript(`
      const refuse = () => { throw new DOMException('refused', 'SecurityError'); };
      Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse });`);
    show(signUp);
    await page.goto(linkOf(maria));
    await page.waitForFunction(`document.querySelector('[name=tributary_click]').value`);
    const email = someone();
    await join(email);
    assert.equal(await lastOf(email), maria.id);
  });
});

describe('consent', () => {
  test('that has not come stores and records nothing, and the code in the address still credits', async () => {
    const before = (await clicksOf(maria)).length;
    show(signUp, 'data-consent="wait"');
    await page.goto(`${site.origin}/?via=${maria.code}`);
    await settle();
    assert.deepEqual([await cookieOf(), (await clicksOf(maria)).length], [undefined, before]);
    const email = someone();
    await join(email);
    assert.equal(await lastOf(email), maria.id);
    assert.deepEqual([await person.cookies(site.origin), (await clicksOf(maria)).length], [[], before]);
  });

  test('that comes late records the click and keeps it; taken back, it is gone', async () => {
    show('', 'data-consent="wait"');
    await page.goto(`${site.origin}/?via=${maria.code}`);
    await settle();
    const before = (await clicksOf(maria)).length;
    await page.evaluate("tributary('consent', true)");
    assert.ok(await kept());
    assert.equal((await clicksOf(maria)).length, before + 1);
    await page.evaluate("tributary('consent', false)");
    assert.equal(await cookieOf(), undefined);
  });

  test('is counted by site, once a page, whether it is given or refused, and nothing of who answered', async () => {
    const sums = async () => {
      const { consent } = await world.ok('GET', '/v1/reports/tracking_health');
      const { given = 0, refused = 0 } = consent.find((one: Json) => site.origin.endsWith(one.site)) ?? {};
      return [given, refused];
    };
    const [given, refused] = (await sums()) as [number, number];
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/track/consent'))
        sent.push(`${request.headers()['cookie'] ?? ''} ${request.postData()}`);
    });
    show('', 'data-consent="wait"');
    for (const answer of [false, true]) {
      await page.goto(`${site.origin}/`);
      await settle();
      await page.evaluate(`tributary('consent', ${answer}); tributary('consent', ${!answer})`);
      await settle();
    }
    assert.deepEqual(await sums(), [given + 1, refused + 1]);
    assert.deepEqual(
      sent,
      [false, true].map((answer) => ` ${JSON.stringify({ given: answer, url: site.origin })}`),
    );
    show('');
    await page.goto(`${site.origin}/`);
    await settle();
    await page.evaluate("tributary('consent', true)");
    await settle();
    assert.equal(sent.length, 2, 'where nothing waits for consent nothing is told');
  });

  test('that was given before the script came counts, and a link’s click is kept then', async () => {
    show("<script>tributary('consent', true)</script>", 'data-consent="wait"');
    await page.goto(linkOf(maria));
    assert.ok(await kept());
  });
});

describe('a script that is blocked', () => {
  test('leaves the page whole', async () => {
    await page.route('**/t.js', (route) => route.abort());
    show(`${signUp}<script>tributary('lead', { email: 'a@b.example' }); tributary('click', function () {})</script>`);
    await page.goto(linkOf(maria));
    await join(someone());
    await page.waitForURL('**/thanks');
    assert.equal(site.posted.at(-1)?.body.get('tributary_click'), '');
  });
});

describe('a slow network', () => {
  test('loses nothing that was said before the script came', async () => {
    await page.route('**/t.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      await route.continue();
    });
    const email = someone();
    show(`<script>tributary('lead', { email: '${email}', name: 'Bo' })</script>`);
    await page.goto(linkOf(maria));
    assert.equal(await lastOf(email), maria.id);
  });

  test('sends the code itself while its click is under way, not an older click', async () => {
    show(signUp);
    await page.goto(linkOf(maria));
    await kept();
    await page.route('**/v1/track/clicks*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await route.continue().catch(() => {});
    });
    await page.goto(`${site.origin}/?via=${paul.code}`);
    await page.waitForFunction('window.tributary.on');
    const email = someone();
    await join(email);
    assert.equal(await lastOf(email), paul.id);
  });
});

describe('orders', () => {
  const order = (number: string): Json => ({
    order_id: number,
    currency: 'USD',
    items: [{ sku: 'mug', quantity: 1, unit_amount: 10_000 }],
  });
  const find = (number: string): Promise<Json> =>
    until(`order ${number}`, async () => (await world.ok('GET', `/v1/orders?order_id=${number}`)).data[0]);

  test('are reported by a call, with the click', async () => {
    show('');
    await page.goto(linkOf(maria));
    await kept();
    const number = unique('o');
    await page.evaluate(`tributary('order', ${JSON.stringify(order(number))})`);
    const recorded = await find(number);
    assert.deepEqual([recorded.credit, recorded.verified], [{ partner_id: maria.id, reason: 'click' }, false]);
  });

  test('are reported by an attribute of a thank-you page', async () => {
    show('');
    await page.goto(linkOf(maria));
    await kept();
    const number = unique('o');
    show(`<div data-tributary-order='${JSON.stringify(order(number))}'></div>`);
    await page.goto(`${site.origin}/thanks`);
    assert.equal((await find(number)).credit.partner_id, maria.id);
  });
});

describe("Stripe's payment links, buttons and tables", () => {
  const links = `<a id="a" href="https://buy.stripe.com/test_1?locale=en">Buy</a>
    <a id="b" href="https://buy.stripe.com/test_2?client_reference_id=mine">Buy</a><stripe-buy-button></stripe-buy-button>`;
  const read = (): Promise<(string | null)[]> =>
    page.evaluate(`[
      ...['a', 'b'].map((id) => new URL(document.getElementById(id).href).searchParams.get('client_reference_id')),
      document.querySelector('stripe-buy-button').getAttribute('client-reference-id'),
    ]`);

  test('carry the click on request, and nothing else is touched', async () => {
    show(links, 'data-stripe');
    await page.goto(linkOf(maria));
    const id = await kept();
    await settle();
    assert.deepEqual(await read(), [id, 'mine', id]);
    show(links);
    await page.goto(`${site.origin}/`);
    await settle();
    assert.deepEqual(await read(), [null, 'mine', null]);
  });
});

describe('odd pages', () => {
  test('with the script twice, without a key, or without what browsers have now, are left alone', async () => {
    show(script() + signUp);
    await page.goto(`${site.origin}/?via=${paul.code}`);
    await kept();
    const twice = (await clicksOf(paul)).length;
    await settle();
    assert.equal((await clicksOf(paul)).length, twice);
    site.pages.set('/', `<script src="${app.base}/t.js"></script>${signUp}`);
    await page.goto(`${site.origin}/?via=${paul.code}`);
    await page.addInitScript('fetch = MutationObserver = URLSearchParams = undefined');
    show(signUp);
    await page.goto(`${site.origin}/?via=${paul.code}`);
    await page.evaluate("tributary('nonsense'); tributary(); tributary('lead'); tributary('order', 1)");
    await join(someone());
    await page.waitForURL('**/thanks');
  });
});
