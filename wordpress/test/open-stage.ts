import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../../test/support/browser.ts';
import { OPERATOR, spawnApp } from '../../test/support/spawned-app.ts';
import { type Json, openWorld, percent, type World } from '../../test/support/world.ts';
import { type Gate, openGate } from './open-gate.ts';
import { freePort, prepare, type Site, type SiteOptions, startSite } from './start-site.ts';

/** Tributary, WordPress and a browser, each as an owner has them. */
export interface Stage {
  readonly world: World;
  readonly site: Site;
  readonly gate: Gate;
  /** A program whose links lead to the site, and which pays a fifth at once. */
  readonly program: Json;
  /** A browser of somebody's own. */
  person(): Promise<{ context: BrowserContext; page: Page }>;
  /** Signs in by the form of WordPress, and resolves to where that leads. */
  signIn(page: Page, login: string, password: string): Promise<string>;
  close(): Promise<void>;
}

export async function openStage(options: SiteOptions): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'tributary-wordpress-data-'));
  // As root the database runs as another user, who has to reach its files.
  chmodSync(data, 0o711);
  const [gate, port] = [await openGate(), await freePort()];
  const starting = startSite(port, options);
  const app = await spawnApp({ TRIBUTARY_DATA: join(data, 'data'), PUBLIC_URL: gate.base });
  gate.lead(app.base);
  const site = await starting;
  const browser = await openBrowser();
  await prepare(site);
  const world = await openWorld(gate.base, OPERATOR, { name: 'Mugs' });
  const program = await world.program({ default_url: `${site.base}/`, default_terms: percent(2000) });
  return {
    ...{ world, site, gate, program },
    person: () => newPerson(browser, site.hasAssets),
    async signIn(page, login, password) {
      await page.goto(`${site.base}/wp-login.php`);
      // A script of WordPress's takes the first field into its hands a moment after the page is there.
      await page.waitForTimeout(500);
      await page.fill('#user_login', login);
      await page.fill('#user_pass', password);
      await press(page, '#wp-submit');
      return page.url();
    },
    async close() {
      await browser.close();
      await site.close();
      await app.kill('SIGTERM');
      await gate.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function newPerson(browser: Browser, hasAssets: boolean): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  });
  context.setDefaultTimeout(30_000);
  // Else WordPress would write a page to say so of each that is missing.
  if (!hasAssets)
    await context.route(
      /\/wp-(admin|includes)\/.*(\.(css|js|png|svg|gif|jpg|woff2?)(\?|$)|load-(styles|scripts))/,
      (route) => route.abort(),
    );
  return { context, page: await context.newPage() };
}

/** Signs in as the administrator and fills in the settings page. */
export async function connect(stage: Stage, more: Record<string, boolean> = {}) {
  const { site, gate, world } = stage;
  assert.equal(await site.tell('activate'), 'on');
  const admin = await stage.person();
  await stage.signIn(admin.page, 'admin', 'admin-password');
  await admin.page.goto(`${site.base}/wp-admin/options-general.php?page=tributary`);
  await admin.page.fill('#tributary_address', `${gate.base}/`);
  await admin.page.fill('#tributary_secret_key', world.account.secret_key);
  await admin.page.fill('#tributary_publishable_key', world.account.publishable_key);
  for (const [name, is] of Object.entries(more)) await admin.page.setChecked(`#tributary_${name}`, is);
  await press(admin.page, '#submit');
  // Who was a partner before is taken in by the first run, and not invited.
  await minutesUntil(
    stage,
    'the first run',
    async () => (await site.tell('option', { name: 'tributary_feed' })).ran > 0,
  );
  return admin;
}

/**
 * Opens a page of the site. On a busy machine Tributary may take longer than a page waits for it; then the page says so, and
 * this looks again.
 */
export async function visit({ site }: Stage, page: Page, url: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await page.goto(url);
    const isAway = (await page.locator('[data-state=away], .tributary-as-of[role=status]').count()) > 0;
    if (!isAway || tries === 5) return;
    await site.tell('back');
  }
}

/** Lets minutes of the scheduler go by until something holds; five are enough for anything. */
export async function minutesUntil({ site }: Stage, what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let minute = 1; minute <= 5; minute += 1) {
    await site.runMinute();
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  const feed = await site.tell('option', { name: 'tributary_feed' });
  throw new Error(`waited in vain for ${what}: ${JSON.stringify([feed, site.complaints()])}`);
}

/** Presses a button and waits for the page that comes. */
export async function press(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);
}

/** What stands in an element of a page. */
export const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().textContent()) ?? '';

/** What stands in a figure of a page. */
export const figure = (page: Page, name: string): Promise<string> => textOf(page, `[data-figure="${name}"]`);

/** Somebody follows a partner's link and buys for so many cents. */
export async function sell({ world }: Stage, partner: Json, cents: number, number: string): Promise<void> {
  const click_id = await world.click(partner);
  const items = [{ sku: 'mug', quantity: 1, unit_amount: cents }];
  const customer = { email: `${number}@customers.example` };
  await world.ok('POST', '/v1/orders', { order_id: number, customer, currency: 'USD', click_id, items });
}

/** Follows WordPress's invitation: chooses a password by the mailed link. */
export async function acceptInvitation(
  { site }: Stage,
  page: Page,
  address: string,
  password: string,
): Promise<string> {
  const mail = site.mailsTo(address).find(({ message }) => message.includes('action=rp'));
  assert.ok(mail, `no invitation to ${address}`);
  const link = new URL(/https?:\/\/\S+action=rp\S*/.exec(mail.message)![0]);
  await page.goto(link.href);
  await page.fill('#pass1', password);
  // Only asked for where scripts are off, or as in these builds missing.
  if (await page.locator('#pass2').isVisible()) await page.fill('#pass2', password);
  await press(page, '#wp-submit');
  return link.searchParams.get('login')!;
}

/** The words where a piece has nothing to show: its state and sentence. */
export async function says(page: Page): Promise<{ state: string | null; text: string }> {
  const box = page.locator('.tributary-says').first();
  return { state: await box.getAttribute('data-state'), text: (await box.textContent()) ?? '' };
}
