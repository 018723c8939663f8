import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { newPerson, openBrowser, until } from '../support/browser.ts';
import { buildForTests, openVisitor, settle, signInAt } from '../support/office.ts';
import { PASSWORD } from '../support/people.ts';

/** A marketer alone in a browser, from the link of the first start to partners who are paid. */
let app: TestApp;
let browser: Browser;
const EMAIL = 'ada@lumen.example';

before(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser(), buildForTests()]);
});
after(async () => {
  await browser?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');

async function goTo(page: Page, area: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: area, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: area, exact: true }).waitFor();
  await settle(page);
}

/** The form of the one-time link: a password that is too easy is said, and the rest stays as typed. */
async function makeAccount(page: Page): Promise<void> {
  await page.goto(`${app.base}/setup/${await app.app.setupToken()}`);
  await page.fill('[name=name]', 'Lumen Candles');
  await page.fill('[name=owner_email]', EMAIL);
  await page.fill('[name=owner_password]', 'password1234');
  await page.selectOption('[name=currency]', 'EUR');
  await button(page, 'Make the account').click();
  await page.locator('[name=owner_password][aria-invalid=true]').waitFor();
  assert.equal(await page.inputValue('[name=name]'), 'Lumen Candles');
  assert.equal(await page.inputValue('[name=currency]'), 'EUR');
  await page.fill('[name=owner_password]', PASSWORD);
  await button(page, 'Make the account').click();
  await page.getByRole('heading', { name: 'Lumen Candles is ready' }).waitFor();
  // Links of the test's app name no port: it was open before one was known.
  const office = await page.getByRole('link', { name: 'Sign in to your office' }).getAttribute('href');
  await page.goto(app.base + new URL(office ?? '').pathname);
  await page.waitForURL(/\/sign-in/);
  await settle(page);
}

/** A sandbox beside the real account, in which the rest happens. */
async function enterSandbox(page: Page): Promise<void> {
  await goTo(page, 'Test lab');
  await button(page, 'Make a sandbox').click();
  await page.waitForURL(`${app.base}/`);
  await page.getByRole('banner').getByText('Sandbox').waitFor();
  await settle(page);
}

async function shopOf(page: Page): Promise<string> {
  await goTo(page, 'Test lab');
  const path = await page.getByRole('link', { name: 'open the demo shop' }).getAttribute('href');
  return app.base + path;
}

/** Terms of 20 percent and a hold of ten days; beside the form stands what a sale would pay. */
async function makeProgram(page: Page, shop: string): Promise<void> {
  await goTo(page, 'Programs');
  await page.getByRole('link', { name: 'New program' }).first().click();
  await page.getByLabel('Name').fill('Friends');
  await page.getByLabel('Where links lead').fill(shop);
  await page.getByText('A share', { exact: true }).click();
  await page.getByLabel('The partner gets').fill('20');
  await page.getByLabel('Commissions are held for').fill('10');
  const example = page.getByRole('region', { name: 'A sale, for example' });
  await example.getByText('€20.00').waitFor();
  await button(page, 'Make the program').click();
  await page.getByRole('heading', { level: 1, name: 'Friends' }).waitFor();
  await settle(page);
}

/** Resolves to the partner's link, as it stands on the page. */
async function addPartner(page: Page): Promise<string> {
  await goTo(page, 'Partners');
  await page.getByRole('link', { name: 'Add a partner' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Maria Lindqvist');
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('maria@partners.example');
  await page.getByRole('combobox', { name: 'Program' }).click();
  await page.getByRole('option', { name: 'Friends' }).click();
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Approved' }).click();
  await page.getByRole('region', { name: 'How they are paid' }).getByRole('combobox').click();
  await page.getByRole('option', { name: 'PayPal' }).click();
  await page
    .getByRole('region', { name: 'How they are paid' })
    .getByRole('textbox', { name: /e-mail|address/i })
    .fill('maria@paypal.example');
  await button(page, 'Add the partner').click();
  await page.getByRole('heading', { level: 1, name: 'Maria Lindqvist' }).waitFor();
  await settle(page);
  return (await page.locator('code').first().textContent()) ?? '';
}

/** Somebody else follows the link and buys ten mugs at 15.00. */
async function buy(link: string): Promise<void> {
  const { person, page, errors } = await newPerson(browser);
  await page.goto(app.base + new URL(link).pathname);
  await until('the click in the form', () => page.inputValue('[name=tributary_click]'));
  await page.fill('form[action$="/orders"] [name=email]', 'cleo@customers.example');
  await page.fill('[name=quantity]', '10');
  await page.click('text=Buy');
  await page.waitForSelector('text=Thank you');
  await person.close();
  assert.deepEqual(errors, []);
}

async function readOrder(page: Page): Promise<void> {
  await goTo(page, 'Orders');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: /^Order / }).waitFor();
  await settle(page);
  const story = page.getByRole('region', { name: 'Why', exact: true });
  await story.getByText("A click on this partner's link", { exact: false }).first().waitFor();
  await story.getByText('It counts: this partner is credited.').waitFor();
  await page.getByRole('region', { name: 'What it earned' }).getByText('€30.00').waitFor();
  await page.getByRole('region', { name: 'What it earned' }).getByText('Pending').waitFor();
}

async function holdOver(page: Page): Promise<void> {
  await goTo(page, 'Test lab');
  await button(page, '31 days on').click();
  await page.getByText('The clock was moved.').waitFor();
}

/** Twice clicked is made once. */
async function makeRun(page: Page): Promise<void> {
  await goTo(page, 'Payouts');
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByRole('region', { name: 'It pays 1 partner' }).getByText('€30.00').first().waitFor();
  await button(page, 'Make the run').click();
  await dialog(page).getByRole('button', { name: 'Make the run' }).dblclick();
  await page.waitForURL(/\/payouts\/run_/);
  await settle(page);
}

async function payRun(page: Page): Promise<void> {
  await button(page, 'Files').click();
  const taken = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'PayPal mass payment (EUR)' }).click();
  const file = readFileSync(await (await taken).path(), 'utf8');
  assert.match(file, /maria@paypal\.example,30\.00,EUR/);
  await button(page, 'Mark as paid').click();
  await dialog(page).getByRole('button', { name: 'Mark as paid' }).click();
  await page.getByText('1 marked as paid, 0 left.').waitFor();
  await page.getByRole('table').getByText('Paid', { exact: true }).waitFor();
}

async function seePaid(page: Page): Promise<void> {
  await goTo(page, 'Payouts');
  const runs = page.getByRole('region', { name: 'Runs' }).getByRole('row');
  assert.equal(await runs.count(), 2, 'the head, and one run');
  await goTo(page, 'Partners');
  await page.getByRole('link', { name: 'Maria Lindqvist' }).click();
  await settle(page);
  const balance = page.getByRole('region', { name: 'Balance' });
  assert.match((await balance.textContent()) ?? '', /Pending€0\.00Payable€0\.00In flight€0\.00Paid€30\.00/);
}

test('from the set-up link to a partner who is paid', async () => {
  const { page, context, taken } = await openVisitor(browser, app.base);
  await makeAccount(page);
  await signInAt(page, app, EMAIL);
  // The doors ask who is there, and the form with the easy password was refused.
  assert.deepEqual(
    taken().filter((wrong) => !/^(401 \/v1\/auth\/me|422 \/setup\/)/.test(wrong)),
    [],
  );
  await enterSandbox(page);
  await makeProgram(page, await shopOf(page));
  await buy(await addPartner(page));
  await readOrder(page);
  await holdOver(page);
  await makeRun(page);
  await payRun(page);
  await seePaid(page);
  assert.deepEqual(taken(), []);
  await context.close();
});
