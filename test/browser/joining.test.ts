import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { newPerson, openBrowser } from '../support/browser.ts';
import { linkIn, movableClock, newestTo, openForm, pathOf, signUp } from '../support/joining.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

/** A stranger in a browser: the page, the mailed link, and the owner's decision, with and without script. */
const clock = movableClock();
const wait = () => clock.move(10_000);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let app: TestApp;
let browser: Browser;
let world: World;
let form: Json;
let sponsor: Json;

before(async () => {
  [app, browser] = await Promise.all([startApp({ clock }), openBrowser()]);
  world = await app.world({ name: 'Mug & Co' });
  const program = await world.program({ tiers: 2, default_terms: percent(2000, 500) });
  sponsor = await world.partner(program);
  form = await openForm(world, program, {
    title: 'Tell of our mugs',
    text: 'We make **mugs**.\n\n- Paid each month\n- [Our shop](https://shop.example/)',
    questions: [
      { id: 'site', kind: 'text', label: 'Your website', help: 'Where you write', required: true },
      { id: 'where', kind: 'choice', label: 'Where do you write?', options: ['Blog', 'Video'], required: true },
      { id: 'readers', kind: 'number', label: 'Readers', min: 0 },
      { id: 'adult', kind: 'checkbox', label: 'I am of age', required: true },
    ],
    terms: 'Be kind.\n\nTell the truth.',
    approval: { kind: 'rule', answers: [{ question_id: 'where', equals: 'Blog' }] },
  });
});
after(async () => {
  await browser?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

/** What axe finds, on a phone and a desk, by day and by night. */
async function assertAccessible(page: Page): Promise<void> {
  for (const width of [360, 1280])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      // Through the driver: the page's own rules let no other script in.
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: { run(): Promise<Json> } }).axe.run();
        return violations.map(({ id, nodes }: Json) => `${id}: ${nodes.map((node: Json) => node.html).join(' ')}`);
      });
      assert.deepEqual(found, [], `${width} ${colorScheme}`);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      assert.equal(overflow, 0, `nothing stands beyond the edge at ${width}`);
    }
}

async function fillIn(page: Page, email: string): Promise<void> {
  await page.fill('[name=name]', 'Ann New');
  await page.fill('[name=email]', email);
  await page.fill('[name="answer.site"]', 'https://ann.example');
  await page.selectOption('[name="answer.where"]', 'Blog');
  await page.check('[name="answer.adult"]');
  await page.check('[name=accept_terms]');
}

describe('a stranger in a browser', () => {
  test('joins through a recruiting link, with proof of work and nothing to be seen of it', async () => {
    const { person, page, errors } = await newPerson(browser);
    page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
    await page.goto(`${app.base}${pathOf(form)}?via=${sponsor.code}`);
    assert.ok(!/tributary/i.test((await page.textContent('html')) ?? ''));
    await assertAccessible(page);
    const email = `${unique('ann')}@people.example`;
    await fillIn(page, email);
    wait();
    await page.click('main button');
    await page.waitForSelector('text=Check your mail');
    await assertAccessible(page);
    await page.goto(app.base + linkIn(await newestTo(world, email)));
    await assertAccessible(page);
    await page.click('text=Confirm and apply');
    await page.waitForSelector('text=You are now a partner');
    const [application] = (await world.ok('GET', '/v1/applications?limit=1')).data;
    assert.deepEqual(
      [application.status, application.proved, application.sponsor_id, application.email],
      ['approved', true, sponsor.id, email],
    );
    assert.deepEqual(errors, []);
    await person.close();
  });

  test('without script applies too, and reads what is wrong beside its field', async () => {
    const person = await browser.newContext({ javaScriptEnabled: false });
    const page = await person.newPage();
    await page.goto(app.base + pathOf(form));
    const email = `${unique('bo')}@people.example`;
    await fillIn(page, email);
    await page.fill('[name="answer.site"]', '   ');
    wait();
    await page.click('main button');
    await page.waitForSelector('text=Please correct what is marked.');
    assert.equal(await page.getAttribute('[name="answer.site"]', 'aria-invalid'), 'true');
    assert.equal(await page.inputValue('[name=email]'), email, 'what was typed stays');
    await page.fill('[name="answer.site"]', 'https://bo.example');
    wait();
    await page.click('main button');
    await page.waitForSelector('text=Check your mail');
    await page.goto(app.base + linkIn(await newestTo(world, email)));
    await page.click('text=Confirm and apply');
    await page.waitForSelector('text=We have your application');
    await person.close();
  });

  test('is decided on from the owner’s mail, which asks again', async () => {
    const answers = { site: 'https://cy.example', where: 'Video', adult: true };
    const link = await signUp(world, form, wait, { answers, name: 'Cy <img src=x>' });
    const { person, page } = await newPerson(browser);
    await page.goto(app.base + link);
    await page.click('text=Confirm and apply');
    await page.waitForSelector('text=We have your application');
    const mail = await newestTo(world, 'owner@owners.example', 'application_received_owner');
    await page.goto(app.base + linkIn(mail));
    await assertAccessible(page);
    assert.ok((await page.textContent('main'))?.includes('Cy <img src=x>'));
    await page.fill('[name=reason]', 'No videos, please.');
    await page.click('text="Reject"');
    await page.waitForSelector('text=was told');
    const [application] = (await world.ok('GET', '/v1/applications?limit=1')).data;
    assert.equal(application.status, 'rejected');
    await person.close();
  });
});
