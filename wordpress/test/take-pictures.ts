/**
 * Takes the pictures of docs/guides/wordpress.md: `WORDPRESS_FOLDER=... node wordpress/test/take-pictures.ts`. Needs a WordPress
 * that is installed, with its scripts and styles (see wordpress/README.md).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { acceptInvitation, connect, openStage, press, type Stage, sell, visit } from './open-stage.ts';

const folder = join(import.meta.dirname, '../../docs/guides/pictures');

async function take(page: Page, name: string, clip?: { height: number }): Promise<void> {
  const size = page.viewportSize()!;
  const shot = await page.screenshot({ clip: { x: 0, y: 0, width: size.width, height: clip?.height ?? size.height } });
  await sharp(shot)
    .png({ palette: true, colours: 64, effort: 10 })
    .toFile(join(folder, `wordpress-${name}.png`));
}

async function main(stage: Stage): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const admin = (await connect(stage)).page;
  await stage.world.ok('PUT', `/v1/programs/${stage.program.id}/signup_form`, {
    open: true,
    title: 'Recommend our mugs',
    embed_hosts: [stage.site.host],
  });
  await admin.setViewportSize({ width: 1100, height: 800 });
  await admin.goto(`${stage.site.base}/wp-admin/options-general.php?page=tributary`);
  await take(admin, 'settings');
  await press(admin, 'form:has([value=tributary_test]) button');
  await take(admin, 'test', { height: 420 });
  await press(admin, 'form:has([value=tributary_pages]) button');
  const links = admin.locator('.notice-success a');
  const [center, signup] = [await links.nth(0).getAttribute('href'), await links.nth(1).getAttribute('href')];
  const settings = await stage.site.tell('option', { name: 'tributary_settings' });
  await admin.goto(`${stage.site.base}/wp-admin/post.php?post=${settings.center_page}&action=edit`);
  await admin.waitForTimeout(4000);
  await admin.evaluate("wp.data.dispatch('core/preferences').set('core/edit-post', 'welcomeGuide', false)");
  const frame = admin.frameLocator('iframe[name="editor-canvas"]');
  await frame.locator('.tributary-preview').waitFor();
  await take(admin, 'editor', { height: 640 });
  await partner(stage, center!);
  const visitor = (await stage.person()).page;
  await visitor.setViewportSize({ width: 1000, height: 900 });
  await visitor.goto(signup!);
  await visitor.waitForTimeout(4000);
  await take(visitor, 'signup');
}

async function partner(stage: Stage, center: string): Promise<void> {
  const maria = await stage.world.partner(stage.program, { code: 'maria', name: 'Maria', email: 'maria@blog.example' });
  for (const [i, cents] of [5000, 1900, 3800].entries())
    await sell(stage, maria, cents, `order ${i}`.replace(' ', '-'));
  await stage.site.runMinute();
  const { page } = await stage.person();
  await page.setViewportSize({ width: 1000, height: 900 });
  const login = await acceptInvitation(stage, page, maria.email, 'Correct-horse-maria-battery-7');
  await stage.signIn(page, login, 'Correct-horse-maria-battery-7');
  await visit(stage, page, center);
  await page.waitForTimeout(4000);
  await take(page, 'center');
}

const stage = await openStage({ php: '8.4', wp: '6.5' });
try {
  await main(stage);
} finally {
  await stage.close();
}
