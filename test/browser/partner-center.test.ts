import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { newPerson, openBrowser, until } from '../support/browser.ts';
import { atApp, openCenter } from '../support/center-page.ts';
import { linkIn, movableClock, newestTo, openForm } from '../support/joining.ts';
import { buildForTests, openVisitor, settle, type Visitor } from '../support/office.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

/** A partner from the first visit of a stranger to the money, each step in a browser, as it would really go. */
const clock = movableClock();
const DAY_MS = 86_400_000;
let app: TestApp;
let browser: Browser;
let world: World;
let shop: string;
let program: Json;
let sponsor: Json;

before(async () => {
  [app, browser] = await Promise.all([startApp({ clock }), openBrowser(), buildForTests()]);
  world = await app.world({ name: 'Mug & Co' });
  shop = `${app.base}/demo/${world.account.slug}`;
  program = await world.program({ default_url: shop, tiers: 2 });
  await world.terms(program, 'mug', percent(2000, 500));
  await openForm(world, program, { title: 'Tell of our mugs', approval: { kind: 'by_hand' } });
  sponsor = await world.partner(program);
});
after(async () => {
  await browser?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

const email = `${unique('ann')}@people.example`;
const customer = `${unique('c')}@customers.example`;

async function newVisitor(): Promise<Visitor> {
  const visitor = await openVisitor(browser, app.base, { width: 390 });
  await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return visitor;
}

/** What the first button that copies has copied, as this test's app answers it. */
async function copied(page: Page, name: RegExp): Promise<string> {
  await page.getByRole('button', { name }).first().click();
  await page
    .getByRole('button', { name: /^Copied/ })
    .first()
    .waitFor();
  return atApp(app, String(await page.evaluate('navigator.clipboard.readText()')));
}

const text = async (page: Page): Promise<string> => (await page.locator('main').textContent()) ?? '';

async function openHome(page: Page): Promise<string> {
  await page.goto(`${app.base}/partner/${world.account.slug}`);
  await settle(page);
  return text(page);
}

async function recruitingLink(): Promise<string> {
  const { page, context, taken } = await newVisitor();
  await openCenter(page, app, world, sponsor);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Recruits' }).click();
  await page.waitForURL(/\/recruits$/);
  await settle(page);
  const link = await copied(page, /^Copy: To share/);
  assert.deepEqual(
    taken().filter((wrong) => wrong !== '401 /v1/center/me'),
    [],
  );
  await context.close();
  return link;
}

async function join(link: string): Promise<void> {
  const { person, page } = await newPerson(browser);
  await page.goto(link);
  await page.fill('[name=name]', 'Ann New');
  await page.fill('[name=email]', email);
  clock.move(10_000);
  await page.click('main button');
  await page.waitForSelector('text=Check your mail');
  await page.goto(app.base + linkIn(await newestTo(world, email)));
  await page.click('text=Confirm and apply');
  await page.waitForSelector('text=We have your application');
  await person.close();
}

/** As a visitor: clicks, and leaves an address. */
async function optIn(link: string): Promise<void> {
  const { person, page } = await newPerson(browser);
  await page.goto(link);
  await until('the click in the form', () => page.inputValue('[name=tributary_click]'));
  await page.fill('form[action$="/leads"] [name=email]', customer);
  await page.click('text=Keep me posted');
  await until('the lead', async () => (await world.ok('GET', `/v1/contacts?email=${customer}`)).data.length > 0);
  await person.close();
}

/** On another device, without any cookie. */
async function buy(): Promise<void> {
  const { person, page } = await newPerson(browser);
  await page.goto(shop);
  await page.fill('form[action$="/orders"] [name=email]', customer);
  await page.fill('[name=quantity]', '2');
  await page.click('text=Buy');
  await page.waitForSelector('text=Thank you');
  await until('the order', async () => (await world.ok('GET', '/v1/orders')).data.length > 0);
  await person.close();
}

test('from a recruiting link to the next payment, and the sponsor’s second tier', async () => {
  await join(await recruitingLink());
  const [application] = (await world.ok('GET', '/v1/applications?limit=1')).data;
  assert.equal(application.sponsor_id, sponsor.id);
  await world.ok('POST', `/v1/applications/${application.id}/approve`, {});
  const ann = await newVisitor();
  const { page } = ann;

  const welcome = await newestTo(world, email, 'partner_approved');
  const signIn = welcome.links.find((link: string) => link.includes('#token='));
  assert.ok(signIn, `the welcome signs in: ${welcome.links}`);
  await page.goto(atApp(app, signIn));
  await page.getByRole('heading', { name: 'Hello Ann' }).waitFor();
  await settle(page);
  assert.ok(!page.url().includes('token'), 'the token is gone from the address');
  const link = await copied(page, /^Copy: To share/);

  await optIn(link);
  clock.move(6 * DAY_MS);
  await buy();

  const home = await openHome(page);
  for (const figure of ['Clicks1', 'Leads1', 'Orders1', 'Earned$6.00', 'Payable$6.00'])
    assert.ok(home.includes(figure), `${figure} in ${home}`);
  assert.ok(home.includes('It is not known yet how to pay you.'), home);
  await sayHowToPay(page);
  assert.match(await openHome(page), /Next payment\s*\$6\.00/);
  await page.goto(`${app.base}/partner/${world.account.slug}/earnings`);
  await settle(page);
  await page.locator('tbody a').first().click();
  await page.getByRole('heading', { name: 'How it came about' }).waitFor();
  assert.ok((await text(page)).includes('$6.00'));
  assert.deepEqual(
    ann.taken().filter((wrong) => wrong !== '401 /v1/center/me'),
    [],
  );

  const other = await newVisitor();
  await openCenter(other.page, app, world, sponsor);
  await other.page.goto(`${app.base}/partner/${world.account.slug}/recruits`);
  await settle(other.page);
  const recruits = await text(other.page);
  assert.match(recruits, /Earned by the second tier\s*\$1\.50/);
  assert.ok(!recruits.includes('Ann') && !recruits.includes(email), 'who they are stays with them');
});

/** By the settings, confirmed from the mail. */
async function sayHowToPay(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Say how you want to be paid' }).click();
  await page.getByRole('button', { name: 'Say how' }).click();
  await page.getByRole('combobox', { name: 'Paid by' }).click();
  await page.getByRole('option', { name: 'PayPal' }).click();
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('ann@paypal.example');
  await page.getByRole('button', { name: 'Save and send the mail' }).click();
  await page.getByText('Waits for you').waitFor();
  const mail = await until('the mail', async () => {
    const messages = await world.all('/v1/messages');
    return messages.find((one: Json) => one.to === email && one.links.some((to: string) => to.includes('/confirm#')));
  });
  await page.goto(
    atApp(
      app,
      mail.links.find((to: string) => to.includes('/confirm#')),
    ),
  );
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Confirmed' }).waitFor();
}

test('a wrong password is said, what was typed stays, and a used link offers a new one', async () => {
  const { page, context } = await newVisitor();
  await page.goto(`${app.base}/partner/${world.account.slug}/earnings`);
  await page.waitForURL(/\/sign-in\?next=/);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', 'not the right one');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.inputValue('[name=email]'), email);
  await page.goto(`${app.base}/partner/${world.account.slug}/sign-in#token=used-or-made-up`);
  await page.getByRole('button', { name: 'Mail me a new link' }).click();
  await page.getByRole('button', { name: 'Send the link' }).waitFor();
  await context.close();
});

test('a paused partner is told so, and an address without a center says that there is none', async () => {
  const partner = await world.partner(program);
  const { page, context } = await newVisitor();
  await openCenter(page, app, world, partner);
  await world.ok('POST', `/v1/partners/${partner.id}/suspend`, {});
  await page.goto(`${app.base}/partner/${world.account.slug}`);
  await page.getByText('Your partnership is paused', { exact: true }).waitFor();
  await page.goto(`${app.base}/partner/nobody-is-called-this`);
  await page.getByText('There is no partner center here').waitFor();
  await context.close();
});
