import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { openBrowser, until } from '../support/browser.ts';
import { movableClock, newestTo, openForm } from '../support/joining.ts';
import { buildForTests, findBarriers } from '../support/office.ts';
import { item, type Json, percent, unique, type World } from '../support/world.ts';

/** Pieces of the partner center in a page of somebody else, on another host, opened by a token that its server fetches. */
const clock = movableClock();
let app: TestApp;
let browser: Browser;
let world: World;
let partner: Json;
let form: Json;
let site: Site;

interface Site {
  readonly origin: string;
  /** How often a token was asked for. */
  asked: number;
  /** What the token's address answers instead. */
  refuses: { status: number; message: string } | null;
  body: string;
  close(): void;
}

/** Stands in for an owner's WordPress: a page, and an address that gives its signed-in partner a token. */
async function openForeignSite(): Promise<Site> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const state: Site = {
    origin: `http://127.0.0.1:${port}`,
    asked: 0,
    refuses: null,
    body: '',
    close: () => server.close(),
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      state.asked += 1;
      const { status, body } = state.refuses
        ? { status: state.refuses.status, body: { message: state.refuses.message } }
        : await world.call('POST', `/v1/partners/${partner.id}/center_token`, {});
      response.writeHead(status === 201 ? 200 : status, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify(body));
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><head><title>A site</title><link rel="icon" href="data:,">
      <style>:root { font-size: 10px } button { color: red !important; text-transform: uppercase !important }</style></head>
      <body><main><h1>Our partners</h1>${state.body}</main></body></html>`);
  }
  return state;
}

before(async () => {
  [app, browser, site] = await Promise.all([startApp({ clock }), openBrowser(), openForeignSite(), buildForTests()]);
  world = await app.world();
  const { host } = new URL(site.origin);
  await world.ok('PATCH', '/v1/settings', { allowed_hosts: ['shop.example', host] });
  const program = await world.program({ tiers: 2 });
  await world.terms(program, 'mug', percent(2000));
  partner = await world.partner(program, { name: 'Ann Pane' });
  await world.order({ click_id: await world.click(partner), items: [item('mug', 1, 5000)] });
  form = await openForm(world, program, { slug: unique('join'), embed_hosts: [host], terms: 'Be kind.' });
});
after(async () => {
  await browser?.close();
  site?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

const script = (): string => `<script src="${app.base}/center.js" crossorigin="anonymous"></script>`;
const where = (more = ''): string => `account="${world.account.slug}" token-url="/token" ${more}`;

interface Scene {
  readonly page: Page;
  readonly wrong: string[];
  close(): Promise<void>;
}

async function openPage(body: string): Promise<Scene> {
  site.body = body;
  site.asked = 0;
  site.refuses = null;
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && wrong.push(message.text())));
  await page.goto(site.origin);
  return { page, wrong, close: () => context.close() };
}

const pieces: readonly (readonly [name: string, shows: RegExp])[] = [
  ['tributary-center', /Hello Ann/],
  ['tributary-stats', /Clicks\s*1/],
  ['tributary-links', /Your main link/],
  ['tributary-promo-tools', /Promo tools/],
  ['tributary-referrals', /Referrals/],
  ['tributary-earnings', /\$10\.00/],
  ['tributary-next-payment', /Next payment/],
];

describe('the components in a foreign page', () => {
  for (const [name, shows] of pieces)
    test(`<${name}> shows what is the partner’s`, async () => {
      const { page, wrong, close } = await openPage(`<${name} ${where()}>What we knew</${name}>${script()}`);
      const piece = page.locator(name);
      await until(name, async () => shows.test((await piece.locator('.tributary').textContent()) ?? ''));
      await page.waitForLoadState('networkidle');
      assert.ok(!(await piece.locator('slot').count()), 'what the page knew is gone');
      assert.equal(page.url(), `${site.origin}/`, 'the address of the page is its own');
      assert.equal(await page.title(), 'A site');
      for (const width of [320, 1000]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForFunction('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
      }
      assert.deepEqual(await findBarriers(page), []);
      assert.deepEqual(wrong, []);
      await close();
    });

  test('share one token, keep it nowhere, and a second script does nothing', async () => {
    const both = `<tributary-stats ${where()}></tributary-stats><tributary-next-payment ${where()}></tributary-next-payment>`;
    const { page, wrong, close } = await openPage(
      `${both}${script()}${script().replace('<script', '<script type="module"')}`,
    );
    await page.locator('tributary-next-payment').getByText('Next payment').waitFor();
    await page.locator('tributary-stats').getByText('Clicks').first().waitFor();
    assert.equal(site.asked, 1);
    const stored = await page.evaluate(
      'JSON.stringify([localStorage, sessionStorage, document.cookie, location.href, document.documentElement.outerHTML])',
    );
    assert.doesNotMatch(String(stored), /trb_ct_/);
    assert.deepEqual(wrong, []);
    await close();
  });

  test('walk from screen to screen without touching the page', async () => {
    const { page, close } = await openPage(`<tributary-center ${where()}></tributary-center>${script()}`);
    await page.getByRole('link', { name: 'Earnings' }).click();
    await page.locator('tributary-center tbody a').first().click();
    await page.getByRole('heading', { name: 'How it came about' }).waitFor();
    assert.equal(page.url(), `${site.origin}/`);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('are changed in the partner center itself').waitFor();
    await close();
  });

  test('say what the site says where it gives no token, as text, and show nothing', async () => {
    const events = `<script>addEventListener('tributary-ended', () => { document.title = 'ended' })</script>`;
    site.refuses = null;
    const { page, close } = await openPage(`${events}<tributary-stats ${where()}><p>Old figures</p></tributary-stats>`);
    site.refuses = { status: 403, message: 'Your partnership is <b>paused</b>.' };
    await page.addScriptTag({ url: `${app.base}/center.js` });
    await page.getByText('Your partnership is <b>paused</b>.').waitFor();
    assert.equal(await page.title(), 'ended');
    assert.ok(!(await page.getByText('Old figures').isVisible()), 'nothing of the partner stays');
    await close();
  });

  test('keep what the page knows while we cannot be reached', async () => {
    const { page, close } = await openPage(
      `<tributary-stats ${where('server="http://127.0.0.1:9"')}><p>Figures of Monday</p></tributary-stats>${script()}`,
    );
    await page.getByText('The partner center cannot be reached at the moment.').waitFor();
    assert.ok(await page.getByText('Figures of Monday').isVisible());
    await close();
  });

  test('take the colours of the page, and not its styles', async () => {
    const style = 'style="--tributary-accent: rgb(1, 2, 3); --tributary-on-accent: rgb(250, 250, 250)"';
    const { page, close } = await openPage(`<tributary-links ${where(style)}></tributary-links>${script()}`);
    const button = page.getByRole('button', { name: 'Make a link' });
    await button.waitFor();
    const looks = await page.evaluate(`(() => {
      const [one] = document.querySelector('tributary-links').shadowRoot.querySelectorAll('[part=button]');
      const { backgroundColor, color, textTransform, height } = getComputedStyle(one);
      return { backgroundColor, color, textTransform, height };
    })()`);
    assert.deepEqual(looks, {
      ...{ backgroundColor: 'rgb(1, 2, 3)', color: 'rgb(250, 250, 250)' },
      ...{ textTransform: 'none', height: '36px' },
    });
    await close();
  });

  test('let a stranger join', async () => {
    const signup = `<tributary-signup account="${world.account.slug}" form="${form.slug}"></tributary-signup>`;
    const { page, wrong, close } = await openPage(`${signup}${script()}`);
    const email = `${unique('bo')}@people.example`;
    await page.getByRole('textbox', { name: 'Name' }).fill('Bo New');
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
    await page.getByRole('checkbox', { name: 'I have read the terms and agree' }).check();
    clock.move(10_000);
    assert.deepEqual(await findBarriers(page), []);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Open the link in the mail').waitFor();
    assert.ok(await newestTo(world, email));
    assert.deepEqual(wrong, []);
    await close();
  });
});
