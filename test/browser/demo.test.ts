import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { newPerson, openBrowser, until } from '../support/browser.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

/** A newcomer in the demo shop, from a partner's link to the commission. */
let app: TestApp;
let browser: Browser;
let world: World;
let shop: string;
let program: Json;

before(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser()]);
  world = await app.world({ name: '<script>alert(1)</script> & Co' });
  shop = `${app.base}/demo/${world.account.slug}`;
  program = await world.program({ default_url: shop });
  await world.terms(program, 'mug', percent(2000));
});
after(async () => {
  await browser?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

async function visit(address: string): Promise<{ page: Page; close: () => Promise<void> }> {
  const { person, page, errors } = await newPerson(browser);
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
  await page.goto(address);
  return {
    page,
    async close() {
      await person.close();
      assert.deepEqual(errors, [], 'nothing goes wrong in the page');
    },
  };
}

async function buy(page: Page, email: string): Promise<void> {
  await page.fill('form[action$="/orders"] [name=email]', email);
  await page.fill('[name=quantity]', '2');
  await page.click('text=Buy');
  await page.waitForSelector('text=Thank you');
}

/** The page that tells what came of it, once the order has arrived. */
async function outcome(page: Page): Promise<string> {
  await page.click('text=See what came of it');
  return until('the order', async () => {
    const said = await page.textContent('main');
    if (said?.includes('What happened')) return said;
    await page.reload();
    return null;
  });
}

describe('the demo shop', () => {
  test('a newcomer clicks a partner’s link, buys mugs, and sees the commission', async () => {
    const maria = await world.partner(program);
    const { page, close } = await visit(app.base + new URL(maria.link.url).pathname);
    assert.ok((await page.textContent('main'))?.includes(`A partner did: ${maria.code}`));
    await until('the click in the form', () => page.inputValue('[name=tributary_click]'));
    await buy(page, `${unique('c')}@customers.example`);
    const said = await outcome(page);
    assert.match(said, new RegExp(`${maria.code} earns 6.00 USD: payable`));
    const { payable } = await world.balance(maria);
    assert.equal(payable, 600);
    await close();
  });

  test('an address left before, by a partner’s code, credits a purchase on another device', async () => {
    const paul = await world.partner(program);
    const email = `${unique('c')}@customers.example`;
    const first = await visit(`${shop}?via=${paul.code}`);
    assert.ok((await first.page.textContent('main'))?.includes(`A partner did: ${paul.code}`));
    await first.page.fill('form[action$="/leads"] [name=email]', email);
    await first.page.click('text=Keep me posted');
    await until('the lead', async () => (await world.ok('GET', `/v1/contacts?email=${email}`)).data.length > 0);
    await first.close();
    const second = await visit(shop);
    await buy(second.page, email);
    assert.match(await outcome(second.page), new RegExp(`${paul.code} earns 6.00 USD`));
    await second.close();
  });

  test('says what to do where the mug is not in the program', async () => {
    const other = await app.world();
    const bare = await other.program();
    const partner = await other.partner(bare);
    const { page, close } = await visit(`${app.base}/demo/${other.account.slug}?via=${partner.code}`);
    await buy(page, `${unique('c')}@customers.example`);
    assert.match(await outcome(page), /The product is not in the program. Put it in: PUT/);
    await close();
  });
});

describe('no demo shop', () => {
  const status = async (address: string): Promise<number> =>
    (await world.call('GET', address.replace(app.base, ''), undefined, { key: null })).status;
  test('has a real account, or nobody', async () => {
    const real = await app.world({ sandbox: false });
    for (const slug of [real.account.slug, 'nobody', '%00', '%ff', 'x'.repeat(3000), '..%2f..'])
      assert.ok([400, 404].includes(await status(`/demo/${slug}`)), slug);
    assert.equal(await status(`${shop}/orders/%00`), 200);
    assert.equal(await status(`${shop}?via=%00&tclid=%00`), 200);
    const post = await world.call('POST', `/demo/${real.account.slug}/orders`, 'quantity=1', {
      key: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(post.status, 404);
  });

  test('lets a name become a script, or an odd form fail', async () => {
    const page = await world.call('GET', `/demo/${world.account.slug}`, undefined, { key: null });
    assert.ok(!page.text.includes('<script>alert'));
    assert.match(page.headers.get('content-security-policy')!, /script-src 'self'/);
    for (const form of [
      '',
      'quantity=-1',
      'quantity=x&email=a',
      'email=%00',
      '%ff=%',
      'quantity=1&email=a@b.example&name=<b>',
    ]) {
      const answer = await world.call('POST', `/demo/${world.account.slug}/orders`, form, {
        key: null,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      assert.equal(answer.status, 200, form);
      assert.ok(!answer.text.includes('<b>'));
    }
  });
});
