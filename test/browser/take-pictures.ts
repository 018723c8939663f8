/**
 * Takes the pictures of the office in docs/pictures/: `node_modules/.bin/node test/browser/take-pictures.ts`.
 * They show a sandbox with the demo data that every owner can make in the test lab, so anybody can look at the same.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { startApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { buildForTests, openVisitor, settle, signInAt } from '../support/office.ts';
import { PASSWORD } from '../support/people.ts';
import type { Json } from '../support/world.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
/** A page of documentation with three of them still opens at once. */
const MOST_BYTES = 150_000;
const EMAIL = 'ada@lumen.example';

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly dark?: true;
  readonly phone?: true;
}

/** One list of the API as the page itself asks for it. */
async function read(page: Page, path: string): Promise<Json[]> {
  const address = (of: string): string => new URL(of, page.url()).href;
  const { accounts } = await (await page.request.get(address('/v1/auth/me'))).json();
  const demo = accounts.find((one: Json) => one.name === 'Demo');
  const answer = await page.request.get(address(path), { headers: { 'tributary-account': demo.id } });
  return (await answer.json()).data;
}

async function fillWithDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make one with demo data' }).click();
  await page.waitForURL((address) => address.pathname === '/', { timeout: 600_000 });
  await settle(page);
}

async function makeRun(page: Page, base: string): Promise<string> {
  await page.goto(`${base}/payouts/new`);
  await settle(page);
  await page.getByRole('button', { name: 'Make the run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make the run' }).click();
  await page.waitForURL(/\/payouts\/run_/);
  return new URL(page.url()).pathname;
}

async function choose(page: Page, base: string): Promise<Picture[]> {
  const run = await makeRun(page, base);
  const [partner] = await read(page, '/v1/partners?q=Maria');
  const orders = await read(page, '/v1/orders?credited=true&limit=1');
  return [
    { name: 'home', path: '/' },
    { name: 'home-dark', path: '/', dark: true },
    { name: 'home-phone', path: '/', phone: true },
    { name: 'partner', path: `/partners/${partner?.id}` },
    { name: 'order', path: `/orders/${orders[0]?.id}` },
    { name: 'payout-run', path: run },
    { name: 'reports', path: '/reports' },
    { name: 'test-lab', path: '/test-lab' },
  ];
}

async function take(page: Page, base: string, { name, path, dark, phone }: Picture): Promise<void> {
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(phone ? { width: 390, height: 844 } : { width: 1280, height: 860 });
  await page.goto(base + path);
  await settle(page);
  // Titles take the focus for readers of screens; a picture needs no ring round them.
  await page.evaluate('document.activeElement?.blur()');
  const shot = await page.screenshot({ fullPage: name === 'order' });
  const packed = await sharp(shot).png({ palette: true, quality: 90, effort: 10, compressionLevel: 9 }).toBuffer();
  if (packed.length > MOST_BYTES) throw new Error(`${name}.png is ${packed.length} bytes: ${MOST_BYTES} at most`);
  writeFileSync(join(folder, `${name}.png`), packed);
  process.stdout.write(`wrote docs/pictures/${name}.png (${Math.round(packed.length / 1000)} kB)\n`);
}

const [app, browser] = await Promise.all([startApp({ checkAnswers: false }), openBrowser(), buildForTests()]);
try {
  await app.world({ sandbox: false, name: 'Lumen Candles', owner_email: EMAIL, owner_password: PASSWORD });
  const { page } = await openVisitor(browser, app.base);
  await signInAt(page, app, EMAIL, '/test-lab');
  await fillWithDemo(page);
  mkdirSync(folder, { recursive: true });
  for (const picture of await choose(page, app.base)) await take(page, app.base, picture);
} finally {
  await browser.close();
  await app.close();
}
