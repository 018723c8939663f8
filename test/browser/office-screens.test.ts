import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type ScreenEntry, screens } from '../../web/admin/screens.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { fillAccount, type Ids } from '../support/full-account.ts';
import {
  addressOf,
  buildForTests,
  findBarriers,
  openVisitor,
  settle,
  signInAt,
  type Visitor,
} from '../support/office.ts';
import { signedInOwner } from '../support/people.ts';

/**
 * Every screen of the router, those of tomorrow included: in light, dark and on a phone, no barrier, no error, nothing that
 * the policy forbids, no request to anybody else, nothing wider than the screen.
 */
let app: TestApp;
let browser: Browser;
let ids: Ids;
let email: string;
let inside: Visitor;
let outside: Visitor;
const entries: readonly ScreenEntry[] = screens;

before(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser(), buildForTests()]);
  const { owner, world } = await signedInOwner(app);
  email = owner.email;
  ({ ids } = await fillAccount(world));
  inside = await openVisitor(browser, app.base);
  outside = await openVisitor(browser, app.base);
  await signInAt(inside.page, app, email);
});
after(async () => {
  await browser?.close();
  await app?.close();
  assert.deepEqual(app.errors, []);
});

const WIDER = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

const looks = [
  { name: 'light', colorScheme: 'light', width: 1280 },
  { name: 'dark', colorScheme: 'dark', width: 1280 },
  { name: 'on a phone', colorScheme: 'light', width: 390 },
] as const;

/** A door that is opened with a token of nobody's is refused. */
function isExpected(screen: ScreenEntry, wrong: string): boolean {
  return screen.exampleSearch !== undefined && /^4\d\d /.test(wrong);
}

describe('every screen of the office', () => {
  for (const screen of entries)
    test(screen.path, async () => {
      const { page, taken } = screen.door && !screen.noAccount ? outside : inside;
      taken();
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(app.base + addressOf(screen, ids));
      await settle(page);
      assert.equal(await page.locator('h1').count(), 1, 'one title');
      assert.match(await page.title(), /^.+ · Tributary$/, 'a title in the window');
      assert.equal(await page.locator('main').count(), 1, 'one main part');
      assert.ok(!(await page.locator('h1').textContent())?.includes('.title'), 'words, not keys');
      for (const { name, colorScheme, width } of looks) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        await settle(page);
        assert.deepEqual(await findBarriers(page), [], name);
        const over = Number(await page.evaluate(WIDER));
        assert.ok(over <= 0, `${name}: ${over} pixels wider than the screen`);
      }
      assert.deepEqual(
        taken().filter((wrong) => !isExpected(screen, wrong)),
        [],
      );
    });
});
