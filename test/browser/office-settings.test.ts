import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { buildForTests, openVisitor, signInAt } from '../support/office.ts';
import { joinTeam, type Person, signedInOwner } from '../support/people.ts';
import type { World } from '../support/world.ts';

/** What is set up in the office is what the API then says. */
let app: TestApp;
let browser: Browser;
let world: World;
let owner: Person;
let page: Page;

before(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser(), buildForTests()]);
  ({ world, owner } = await signedInOwner(app));
  ({ page } = await openVisitor(browser, app.base));
  await signInAt(page, app, owner.email);
});
after(async () => {
  await browser?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (name: string | RegExp) => page.getByRole('textbox', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const says = (text: string | RegExp) => page.getByText(text).first().waitFor();

async function open(path: string): Promise<void> {
  await page.goto(`${app.base}${path}`);
  await page.waitForSelector('h1');
}

describe('settings in the office', () => {
  test('rules of credit, and the schedule with its next day', async () => {
    await open('/settings/credit');
    await page.getByRole('radio', { name: 'The first referrer' }).check();
    await button('Save').click();
    await says('The settings are saved');
    await open('/settings/payouts');
    await page.getByRole('combobox', { name: 'Payout runs' }).click();
    await page.getByRole('option', { name: 'Every month' }).click();
    await says(/^The next run is on 1 /);
    await button('Another currency').click();
    await button('Save').click();
    await says('A currency is three letters');
    await field('Currency').nth(1).fill('eur');
    await field('Pay out from, in EUR').fill('40');
    await button('Save').click();
    await says('The settings are saved');
    const settings = await world.ok('GET', '/v1/settings');
    assert.equal(settings.credit, 'first');
    assert.deepEqual(settings.payout_schedule, { every: 'month', day: 1, confirm: true });
    assert.equal(settings.payout_threshold.EUR, 4000);
  });

  test('the script carries a key that pages come in with', async () => {
    await open('/settings/tracking');
    const tag = await page.locator('code', { hasText: 'data-key' }).textContent();
    const key = /data-key="(trb_pk_[^"]+)"/.exec(tag ?? '')?.[1] ?? '';
    assert.equal(key, world.account.publishable_key);
    await page.getByRole('combobox', { name: /^Further hosts/ }).fill('no host!');
    await page.keyboard.press('Enter');
    await button('Save').click();
    await says('This is no host name');
  });

  test('a key is shown once, opens what it may, and is ended', async () => {
    await open('/settings/keys');
    await button('Make a key').click();
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Shop server');
    await button('Make the key').click();
    await says('Copy it now');
    const key = (await dialog().locator('code').textContent()) ?? '';
    assert.equal((await world.call('GET', '/v1/partners', undefined, { key })).status, 200);
    assert.equal((await world.call('GET', '/v1/keys', undefined, { key })).status, 403);
    await button('I have kept it').click();
    await page.getByText(key).waitFor({ state: 'detached' });
    await button('End Shop server').click();
    await dialog().getByRole('button', { name: 'End', exact: true }).click();
    await says('The key is ended');
    assert.equal((await world.call('GET', '/v1/partners', undefined, { key })).status, 401);
  });

  test('what is wrong with a template is said with its line, and the original comes back', async () => {
    await open('/settings/templates/commission_earned');
    const body = field(/^Text/);
    await body.fill('Hello\n\n{{ nobody }}');
    await says('Line 3');
    await body.fill('Hello ');
    await button('amount').click();
    assert.equal(await body.inputValue(), 'Hello {{ amount }}');
    await page
      .frameLocator('iframe')
      .getByText(/^Hello .*\d/)
      .waitFor();
    await button('Save').click();
    await says('The template is saved');
    await button('Back to the original').click();
    await dialog().getByRole('button', { name: 'Back to the original' }).click();
    await says('The original words are back');
    assert.match(await body.inputValue(), /recipient_name/);
  });

  test('rates are pasted once every line can be read', async () => {
    await open('/settings/exchange-rates');
    await field('Rates').fill('2026-01-03 GBP USD x\n2026-01-04 GBP USD 1.26');
    await says('Line 1:');
    assert.ok(await button('Add 1 rate').isDisabled());
    await field('Rates').fill('2026-01-03 GBP USD 1.25\n2026-01-04 GBP USD 1.26');
    await button('Add 2 rates').click();
    await says('2 rates are added');
    assert.equal((await world.ok('GET', '/v1/exchange_rates')).data.length, 2);
  });

  test('who may not change settings reads them', async () => {
    const viewer = await joinTeam(owner, 'viewer');
    const { page: seen, context } = await openVisitor(browser, app.base);
    await signInAt(seen, app, viewer.email, '/settings/credit');
    await seen.getByText('Your role may read these settings').waitFor();
    assert.ok(await seen.getByRole('radio', { name: 'The last referrer' }).isDisabled());
    await seen.goto(`${app.base}/settings`);
    await seen.getByRole('link', { name: 'Team' }).waitFor();
    assert.equal(await seen.getByRole('link', { name: 'Keys' }).count(), 0);
    await context.close();
  });
});
