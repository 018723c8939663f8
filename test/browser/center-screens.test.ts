import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type ScreenEntry, screens } from '../../web/portal/screens.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { openCenter } from '../support/center-page.ts';
import { fillAccount, type Ids } from '../support/full-account.ts';
import { addressOf, buildForTests, findBarriers, openVisitor, settle, type Visitor } from '../support/office.ts';
import type { World } from '../support/world.ts';

/**
 * Every screen of the partner center, those of tomorrow included: in light, dark and on a phone, no barrier, no error,
 * nothing that the policy forbids, no request to anybody else, nothing wider than the screen; and never our name where the
 * owner hides it.
 */
let app: TestApp;
let browser: Browser;
let world: World;
let ids: Ids;
let inside: Visitor;
let outside: Visitor;
const entries: readonly ScreenEntry[] = screens;

before(async () => {
  [app, browser] = await Promise.all([startApp(), openBrowser(), buildForTests()]);
  world = await app.world({ sandbox: true });
  const { partner } = await fillAccount(world);
  await world.ok('PATCH', '/v1/branding', {
    hide_product_name: true,
    texts: { welcome: 'Welcome to our mugs.', help: 'Ask help@shop.example', footer: 'The Shop, Lyon' },
  });
  [inside, outside] = [await openVisitor(browser, app.base), await openVisitor(browser, app.base)];
  const own = await openCenter(inside.page, app, world, partner);
  ids = { link: own.links, com: own.commissions, pay: own.payouts };
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
  { name: 'on a phone by night', colorScheme: 'dark', width: 390 },
] as const;

/** Nobody is signed in at a door: asking who is there is refused, as it should be. */
const isExpected = (screen: ScreenEntry, wrong: string): boolean =>
  screen.door === true && wrong === '401 /v1/center/me';

describe('every screen of the partner center', () => {
  for (const screen of entries)
    test(screen.path, async () => {
      const { page, taken } = screen.door ? outside : inside;
      taken();
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${app.base}/partner/${world.account.slug}${addressOf(screen, ids)}`);
      await settle(page);
      assert.equal(await page.locator('h1').count(), 1, 'one title');
      assert.match(await page.title(), /^.+ · The Shop$/, 'a title in the window');
      assert.equal(await page.locator('main').count(), 1, 'one main part');
      assert.ok(!(await page.locator('h1').textContent())?.includes('.title'), 'words, not keys');
      for (const { name, colorScheme, width } of looks) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        await settle(page);
        // Colours are judged once they have arrived.
        await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => 0)');
        assert.deepEqual(await findBarriers(page), [], name);
        const over = Number(await page.evaluate(WIDER));
        assert.ok(over <= 0, `${name}: ${over} pixels wider than the screen`);
      }
      const shown = (await page.locator('body').textContent()) ?? '';
      assert.doesNotMatch(shown, /tributary/i, 'the owner does not want our name here');
      assert.deepEqual(
        taken().filter((wrong) => !isExpected(screen, wrong)),
        [],
      );
    });
});
