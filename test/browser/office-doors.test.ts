import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app.ts';
import { openBrowser, until } from '../support/browser.ts';
import { buildForTests, openVisitor, settle, signInAt } from '../support/office.ts';
import { mailedToken, PASSWORD, type Person, signedInOwner, totpCode } from '../support/people.ts';
import { unique, type World } from '../support/world.ts';

/** Getting in, staying in, and what happens to what was typed when something comes between. */
let app: TestApp;
let browser: Browser;
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };

before(async () => {
  [app, browser] = await Promise.all([startApp({ clock }), openBrowser(), buildForTests()]);
});
after(async () => {
  await browser?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

interface Scene {
  readonly world: World;
  readonly owner: Person;
  readonly page: Page;
  close(): Promise<void>;
}

/** A new owner, and a browser of theirs; signed in where an address is named. */
async function openScene(at?: string): Promise<Scene> {
  const { world, owner } = await signedInOwner(app);
  const { page, context } = await openVisitor(browser, app.base);
  if (at) await signInAt(page, app, owner.email, at);
  return { world, owner, page, close: () => context.close() };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^You: / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in$/);
}

describe('signing in', () => {
  test('a wrong password is said, what was typed stays, and the right one leads to where one wanted to go', async () => {
    const { owner, page, close } = await openScene();
    await page.goto(`${app.base}/profile?tab=x`);
    await page.waitForURL(/\/sign-in\?next=/);
    await page.fill('[name=email]', owner.email);
    await page.fill('[name=password]', 'something else entirely');
    await button(page, 'Sign in').click();
    await page.getByRole('alert').waitFor();
    assert.equal(await page.inputValue('[name=email]'), owner.email);
    await page.fill('[name=password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/profile\?tab=x$/);
    await settle(page);
    assert.equal(await heading(page), 'My profile');
    await close();
  });

  test('a link to the sign-in page leads to no other host afterwards', async () => {
    for (const next of ['//evil.example/x', 'https://evil.example/', '/\\evil.example']) {
      const { owner, page, close } = await openScene();
      await page.goto(`${app.base}/sign-in?next=${encodeURIComponent(next)}`);
      await page.fill('[name=email]', owner.email);
      await page.fill('[name=password]', PASSWORD);
      await button(page, 'Sign in').click();
      await page.waitForURL(`${app.base}/`);
      await close();
    }
  });

  test('the second factor is set up with an app and asked for from then on; a backup code does too', async () => {
    const { owner, page, close } = await openScene('/profile');
    await button(page, 'Set up').click();
    await page.getByRole('region', { name: 'Second factor' }).getByLabel('Your password').fill(PASSWORD);
    await button(page, 'Go on').click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    const secret = (await page.locator('code').first().textContent()) ?? '';
    await page.getByLabel('Digit 1').pressSequentially(totpCode(secret, Date.now()));
    await page.getByText('Keep these codes').waitFor();
    const [backup = ''] = ((await page.locator('code').first().textContent()) ?? '').split('\n');
    await button(page, 'I have kept them').click();
    for (const way of ['app', 'backup']) {
      await signOut(page);
      await page.fill('[name=email]', owner.email);
      await page.fill('[name=password]', PASSWORD);
      await button(page, 'Sign in').click();
      await page.getByText('six digits that your').waitFor();
      if (way === 'app') await page.getByLabel('Digit 1').pressSequentially(totpCode(secret, Date.now()));
      else {
        await button(page, 'Use a backup code instead').click();
        await page.getByLabel('Backup code').fill(backup);
        await button(page, 'Go on').click();
      }
      await page.waitForURL(`${app.base}/`);
      await settle(page);
    }
    await close();
  });

  test('a forgotten password is replaced by a mailed link', async () => {
    const { world, owner, page, close } = await openScene();
    await page.goto(`${app.base}/sign-in`);
    await page.getByRole('link', { name: 'Forgotten your password?' }).click();
    await page.getByLabel('E-mail address').fill(owner.email);
    await button(page, 'Send the link').click();
    await page.getByText(`If ${owner.email} can sign in here`).waitFor();
    const token = await until('the mail', () => mailedToken(world, 'password_reset').catch(() => null));
    await page.goto(`${app.base}/reset-password?token=${token}`);
    await page.getByLabel('New password').fill('short');
    await button(page, 'Save the password').click();
    await page.locator('[aria-invalid=true]').waitFor();
    assert.equal(await page.getByLabel('New password').inputValue(), 'short', 'what was typed stays');
    await page.getByLabel('New password').fill('four mugs on another shelf');
    await button(page, 'Save the password').click();
    await page.getByText('Your password is changed').waitFor();
    await owner.elsewhere().signIn('four mugs on another shelf');
    await close();
  });

  test('an invitation is accepted by somebody new, who works in the account from then on', async () => {
    const { world, owner, page, close } = await openScene();
    await owner.ok('POST', '/v1/invitations', { email: `${unique('new')}@people.example`, role: 'viewer' });
    await page.goto(`${app.base}/invitation?token=${await mailedToken(world, 'invitation')}`);
    await page.getByLabel('Your name').fill('Vera');
    await page.locator('[autocomplete=new-password]').fill(PASSWORD);
    await button(page, 'Accept the invitation').click();
    await page.waitForURL(`${app.base}/`);
    await settle(page);
    await page.getByRole('button', { name: 'You: Vera' }).waitFor();
    await close();
  });
});

describe('what comes between', () => {
  const nameField = (page: Page) => page.getByLabel('Your name');

  test('a session that ended asks to sign in over the page, and goes on with what was typed', async () => {
    const { owner, page, close } = await openScene('/profile');
    await nameField(page).fill('Ada of the Mugs');
    await page.context().clearCookies();
    await button(page, 'Save').click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Your name is saved').waitFor();
    assert.equal((await owner.ok('GET', '/v1/auth/me')).user.name, 'Ada of the Mugs');
    await close();
  });

  test('an act that needs proof asks for the password, and is then done by itself', async () => {
    const { page, close } = await openScene('/profile');
    ahead += 20 * 60_000;
    const email = `${unique('next')}@people.example`;
    await page.getByLabel('New e-mail address').fill(email);
    await button(page, 'Send the link').click();
    const dialog = page.getByRole('dialog', { name: /confirm that it is you/ });
    await dialog.getByRole('textbox', { name: 'Your password' }).fill('wrong as can be');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('textbox', { name: 'Your password' }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText(`A link is on its way to ${email}`).waitFor();
    await close();
  });

  test('a lost connection is said, and what was sent goes through once it is back', async () => {
    const { owner, page, close } = await openScene('/profile');
    await nameField(page).fill('Ada Offline');
    await page.context().setOffline(true);
    await button(page, 'Save').click();
    await page.getByText('No connection to the server').waitFor();
    await page.context().setOffline(false);
    await page.getByText('Your name is saved').waitFor();
    await page.getByText('No connection to the server').waitFor({ state: 'detached' });
    assert.equal((await owner.ok('GET', '/v1/auth/me')).user.name, 'Ada Offline');
    await close();
  });

  test('a double click sends once', async () => {
    const { page, close } = await openScene('/profile');
    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'PATCH') sent += 1;
    });
    await nameField(page).fill('Ada Twice');
    await button(page, 'Save').dblclick();
    await page.getByText('Your name is saved').waitFor();
    assert.equal(sent, 1);
    await close();
  });
});

describe('by keyboard alone', () => {
  test('the first stop leads past the navigation; keys search, help, and lead to areas', async () => {
    const { page, close } = await openScene('/profile');
    await page.reload();
    await settle(page);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'content');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.waitForURL(`${app.base}/`);
    await until('the focus on the title', () => page.evaluate("document.activeElement.tagName === 'H1'"));
    await page.keyboard.press('/');
    await page.getByPlaceholder('Partners, contacts, orders, areas').fill('progr');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/programs$/);
    await close();
  });
});
