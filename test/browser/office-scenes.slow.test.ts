import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { openBrowser, until } from '../support/browser.ts';
import { buildForTests, openVisitor, settle, signInAt } from '../support/office.ts';
import { joinTeam, PASSWORD, type Person, signedInOwner } from '../support/people.ts';
import { type Json, percent, unique, type World } from '../support/world.ts';

/** The office for each role, on a phone, in the dark, by keyboard, and when something comes between. */
let app: TestApp;
let browser: Browser;

before(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser(), buildForTests()]);
});
after(async () => {
  await browser?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

interface Scene {
  readonly world: World;
  readonly owner: Person;
  readonly program: Json;
  readonly partner: Json;
  readonly order: Json;
}

/** An account with a partner, whose name is what is asked for, and an order whose commission is payable. */
async function openScene(name = 'Maria Lindqvist'): Promise<Scene> {
  const { world, owner } = await signedInOwner(app);
  const program = await world.program({ default_terms: percent(2000) });
  const partner = await world.partner(program, { name });
  const order = await world.order({ click_id: await world.click(partner) });
  return { world, owner, program, partner, order };
}

async function visit(email: string, at: string, width = 1280) {
  const visitor = await openVisitor(browser, app.base, { width });
  await signInAt(visitor.page, app, email, at);
  return visitor;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

async function open(page: Page, at: string): Promise<void> {
  await page.goto(app.base + at);
  await settle(page);
}

/** What a role may: to change things, to pay, to change settings. The scopes are those of the API. */
const roles = [
  { role: 'owner', write: true, payouts: true, settings: true },
  { role: 'manager', write: true, payouts: false, settings: false },
  { role: 'finance', write: false, payouts: true, settings: false },
  { role: 'viewer', write: false, payouts: false, settings: false },
] as const;

describe('each role', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });

  for (const { role, write, payouts, settings } of roles)
    test(`${role}: sees all, is offered what the role may do, and refused the rest`, async () => {
      const person = role === 'owner' ? scene.owner : await joinTeam(scene.owner, role);
      const { page, context, taken } = await visit(person.email, '/partners');
      await page.getByRole('link', { name: /^Maria Lindqvist/ }).waitFor();
      const offers = async (what: ReturnType<typeof button>, may: boolean, name: string): Promise<void> =>
        assert.equal((await what.count()) > 0, may, `${role} and ${name}`);
      await offers(link(page, 'Add a partner'), write, 'adding a partner');
      await open(page, `/partners/${scene.partner.id}`);
      await offers(button(page, 'Suspend'), write, 'suspending');
      await open(page, `/orders/${scene.order.id}`);
      await offers(button(page, 'Refund'), write, 'refunding');
      await open(page, '/programs');
      await offers(link(page, 'New program'), write, 'a new program');
      await open(page, '/programs/new');
      await page.getByRole('heading', { name: write ? 'New program' : 'Not for your role' }).waitFor();
      await open(page, '/payouts');
      await offers(link(page, 'New run'), payouts, 'a run');
      await open(page, '/settings/team');
      await offers(button(page, 'Invite somebody'), role === 'owner', 'inviting');
      assert.deepEqual(taken(), [], 'nothing that was shown is refused');
      await context.close();
      const id = scene.partner.id;
      const note = { partner_id: id, text: `By the ${role}` };
      if (role !== 'owner') await person.signIn();
      const said = async (allowed: boolean, method: 'POST' | 'PATCH' | 'GET', path: string, body?: Json) => {
        const answer = await person.call(method, path, body);
        const want = allowed ? answer.status < 300 : answer.status === 403 && answer.body.code === 'scope';
        assert.ok(want, `${role}: ${method} ${path}: ${answer.status} ${answer.text}`);
      };
      await said(write, 'POST', '/v1/notes', note);
      await said(settings, 'PATCH', '/v1/settings', { payout_threshold: 0 });
      await said(payouts, 'POST', '/v1/payout_runs', { program_id: scene.program.id });
      await said(true, 'GET', '/v1/partners');
    });
});

describe('on a phone and in the dark', () => {
  test('the menu opens, leads on and closes; lists are cards that fit', async () => {
    const { owner, partner } = await openScene();
    const { page, context } = await visit(owner.email, '/', 390);
    await page.emulateMedia({ colorScheme: 'dark' });
    const nav = link(page, 'Partners');
    assert.equal(await nav.isVisible(), false);
    await button(page, 'Menu').click();
    await nav.click();
    await page.waitForURL(/\/partners$/);
    await settle(page);
    await nav.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: /^Maria Lindqvist/ }).click();
    await page.waitForURL(`${app.base}/partners/${partner.id}`);
    await settle(page);
    const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.equal(over, 0);
    const [paper, ink] = (await page.evaluate(
      "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color].map((c) => c.match(/[\\d.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0))",
    )) as [number, number];
    assert.ok(paper < 200 && ink > 500, `dark paper ${paper}, light ink ${ink}`);
    await context.close();
  });
});

describe('by keyboard alone', () => {
  test('a partner is suspended: the dialog takes the focus, keeps it, and gives it back', async () => {
    const { owner, partner, world } = await openScene();
    const { page, context } = await visit(owner.email, `/partners/${partner.id}`);
    const at = () =>
      page.evaluate("(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent)");
    await page.reload();
    await settle(page);
    await page.keyboard.press('Tab');
    assert.equal(await at(), 'Skip to the content');
    await page.keyboard.press('Enter');
    for (let tabs = 0; tabs < 6 && (await at()) !== 'Suspend'; tabs += 1) await page.keyboard.press('Tab');
    assert.equal(await at(), 'Suspend', 'soon after the content begins');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Suspend Maria Lindqvist?' });
    await dialog.waitFor();
    const inDialog = () => page.evaluate("document.activeElement.closest('[role=dialog]') !== null");
    await until('the focus in the dialog', inDialog);
    for (let tabs = 0; tabs < 8; tabs += 1) {
      await page.keyboard.press('Tab');
      assert.equal(await inDialog(), true, 'the focus stays in the dialog');
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await until('the focus back on the button', async () => (await at()) === 'Suspend');
    assert.equal((await world.ok('GET', `/v1/partners/${partner.id}`)).status, 'approved');
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await until('the focus in the dialog', inDialog);
    for (let tabs = 0; tabs < 6 && (await at()) !== 'Suspend'; tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Maria Lindqvist is suspended.').waitFor();
    assert.equal((await world.ok('GET', `/v1/partners/${partner.id}`)).status, 'suspended');
    await context.close();
  });
});

describe('what comes between', () => {
  /** The form of a new partner, filled in but for the program. */
  async function fillPartner(page: Page, email: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Nora Bakker');
    await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill(email);
    await page.getByRole('combobox', { name: 'Program' }).click();
    await page.getByRole('option').first().click();
  }
  const count = async (world: World): Promise<number> => (await world.all('/v1/partners')).length;

  test('a double click adds one partner', async () => {
    const { owner, world } = await openScene();
    const { page, context } = await visit(owner.email, '/partners/new');
    await fillPartner(page, `${unique('nora')}@partners.example`);
    await button(page, 'Add the partner').dblclick();
    await page.waitForURL(/\/partners\/part_/);
    assert.equal(await count(world), 2);
    await context.close();
  });

  test('an answer that got lost is asked for again, and adds one partner', async () => {
    const { owner, world } = await openScene();
    const { page, context } = await visit(owner.email, '/partners/new');
    await fillPartner(page, `${unique('nora')}@partners.example`);
    let lost = 0;
    await page.route('**/v1/partners', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort('connectionreset');
    });
    await button(page, 'Add the partner').click();
    await page.waitForURL(/\/partners\/part_/);
    assert.deepEqual([lost, await count(world)], [1, 2]);
    await context.close();
  });

  test('a lost connection is said, and what was typed goes through once it is back', async () => {
    const { owner, world } = await openScene();
    const { page, context } = await visit(owner.email, '/partners/new');
    await fillPartner(page, `${unique('nora')}@partners.example`);
    await context.setOffline(true);
    await button(page, 'Add the partner').click();
    await page.getByText('No connection to the server').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue(), 'Nora Bakker');
    await context.setOffline(false);
    await page.waitForURL(/\/partners\/part_/);
    assert.equal(await count(world), 2);
    await context.close();
  });

  test('a session that ended goes on at the same place with what was typed', async () => {
    const { owner, world } = await openScene();
    const { page, context } = await visit(owner.email, '/partners/new');
    await fillPartner(page, `${unique('nora')}@partners.example`);
    await context.clearCookies();
    await button(page, 'Add the partner').click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/partners\/part_/);
    assert.equal(await count(world), 2);
    await context.close();
  });

  test('a page opened after the session ended is there again after signing in', async () => {
    const { owner, partner } = await openScene();
    const { page, context } = await visit(owner.email, '/');
    await context.clearCookies();
    await page.goto(`${app.base}/partners/${partner.id}?tab=orders`);
    await page.waitForURL(/\/sign-in\?next=/);
    await page.fill('[name=email]', owner.email);
    await page.fill('[name=password]', PASSWORD);
    await button(page, 'Sign in').click();
    await page.waitForURL(`${app.base}/partners/${partner.id}?tab=orders`);
    await settle(page);
    assert.equal(await heading(page), 'Maria Lindqvist');
    await context.close();
  });

  test('what the server refuses is said beside the field, which has the focus, and all stays as typed', async () => {
    const { owner, partner, world } = await openScene();
    const { page, context } = await visit(owner.email, '/partners/new');
    await fillPartner(page, 'no address at all');
    await button(page, 'Add the partner').click();
    const email = page.getByRole('textbox', { name: 'E-mail', exact: true });
    await page.locator('input[aria-invalid=true]').waitFor();
    assert.equal(await email.getAttribute('aria-invalid'), 'true');
    assert.ok(((await email.getAttribute('aria-describedby')) ?? '') !== '', 'the message belongs to the field');
    await until('the focus in the field', () => page.evaluate("document.activeElement.type === 'email'"));
    assert.equal(await email.inputValue(), 'no address at all');
    assert.equal(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue(), 'Nora Bakker');
    await email.fill(`${unique('nora')}@partners.example`);
    await page.getByRole('textbox', { name: 'Code' }).fill(partner.code);
    await button(page, 'Add the partner').click();
    await page.getByRole('textbox', { name: 'Code' }).and(page.locator('[aria-invalid=true]')).waitFor();
    assert.equal(await count(world), 1);
    await context.close();
  });
});

describe('a form with two mistakes', () => {
  test('leaves whoever mends the first one in it', async () => {
    const { owner } = await openScene();
    const { page, context } = await visit(owner.email, '/partners/new');
    await page.getByRole('combobox', { name: 'Program' }).click();
    await page.getByRole('option').first().click();
    await button(page, 'Add the partner').click();
    await until('two fields in question', async () => (await page.locator('input[aria-invalid=true]').count()) === 2);
    await page.getByRole('textbox', { name: 'Name', exact: true }).click();
    await page.keyboard.type('Nora Bakker', { delay: 20 });
    assert.equal(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue(), 'Nora Bakker');
    assert.equal(await page.getByRole('textbox', { name: 'E-mail', exact: true }).inputValue(), '');
    await context.close();
  });
});

describe('script in the name of a partner', () => {
  test('is text on every screen that shows the name', async () => {
    const name = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>{{7*7}}`;
    const { owner, partner, order, world } = await openScene(name);
    const [commission] = await world.commissions();
    const { page, context, taken } = await visit(owner.email, '/partners');
    const contact = partner.contact_id;
    const run = '/payouts/new';
    const where = [
      ...['/partners', `/partners/${partner.id}`, `/partners/${partner.id}/edit`, '/orders', `/orders/${order.id}`],
      ...['/commissions', `/commissions/${commission.id}`, `/contacts/${contact}`, '/contacts', run],
      ...['/reports/partners', '/reports/movers', '/'],
    ];
    const shown: string[] = [];
    for (const at of where) {
      await open(page, at);
      const said = `${await page.textContent('main')} ${await page.evaluate("[...document.querySelectorAll('input')].map((one) => one.value).join()")}`;
      if (said.includes(name)) shown.push(at);
      assert.equal(await page.locator('img[src=x]').count(), 0, at);
      assert.notEqual(await page.title(), 'taken', at);
    }
    for (const at of where.slice(0, 6)) assert.ok(shown.includes(at), `the name stands on ${at}: ${shown.join()}`);
    assert.ok(shown.includes(run), shown.join());
    await button(page, 'Search').first().click();
    await page.getByPlaceholder('Partners, contacts, orders, areas').fill(partner.code);
    await page.getByRole('dialog').getByText('<img src=x', { exact: false }).first().waitFor();
    assert.equal(await page.locator('img[src=x]').count(), 0);
    assert.deepEqual(taken(), []);
    await context.close();
  });
});

describe('the test lab', () => {
  test('a sandbox with demo data is made and removed', { timeout: 300_000 }, async () => {
    const { owner } = await openScene();
    const { page, context } = await visit(owner.email, '/test-lab');
    page.setDefaultTimeout(240_000);
    await button(page, 'Make one with demo data').click();
    await page.getByRole('progressbar').waitFor();
    await page.waitForURL(`${app.base}/`);
    await settle(page);
    await open(page, '/partners');
    await page.getByRole('link', { name: /^Aiko Tanaka/ }).waitFor();
    await open(page, '/orders');
    assert.ok((await page.getByRole('row').count()) > 20, 'five weeks of orders');
    await open(page, '/test-lab');
    const boxes = page.getByRole('region', { name: 'Sandboxes' });
    await boxes.getByRole('button', { name: 'Open' }).click();
    await page.waitForURL(`${app.base}/`);
    await open(page, '/test-lab');
    await boxes.getByText('Demo', { exact: true }).waitFor();
    await boxes.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog', { name: 'Remove Demo?' }).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Demo is gone.').waitFor();
    await boxes.getByText('Demo', { exact: true }).waitFor({ state: 'detached' });
    assert.equal((await owner.ok('GET', '/v1/auth/me')).accounts.length, 1);
    await context.close();
  });
});
