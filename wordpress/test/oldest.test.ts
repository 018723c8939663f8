import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { acceptInvitation, connect, figure, minutesUntil, openStage, type Stage, visit } from './open-stage.ts';

let stage: Stage;
before(async () => {
  stage = await openStage({ php: '7.4', wp: '6.2' });
});
after(async () => {
  await stage?.close();
});

describe('on the oldest WordPress and PHP that it runs on', () => {
  test('a partner is invited, signs in, and sees the center; PHP has nothing to complain of', async () => {
    if (!process.env.WORDPRESS_FOLDER) assert.deepEqual(await stage.site.tell('versions'), ['7.4.33', '6.2.6']);
    await connect(stage);
    const partner = await stage.world.partner(stage.program, { code: 'old', email: 'old@partners.example' });
    await minutesUntil(stage, 'the invitation', async () => stage.site.mailsTo(partner.email).length > 0);
    const page = await stage.site.tell('page', {
      post_title: 'All pieces',
      post_content: `[tributary_center][tributary_links][tributary_promo_tools][tributary_referrals][tributary_signup]
        <!-- wp:tributary/stats /--><!-- wp:tributary/earnings /--><!-- wp:tributary/next-payment /-->`,
    });
    const { page: browser } = await stage.person();
    const login = await acceptInvitation(stage, browser, partner.email, 'Correct-horse-old-battery-7');
    await stage.signIn(browser, login, 'Correct-horse-old-battery-7');
    await visit(stage, browser, page);
    assert.equal(await figure(browser, 'link'), partner.link.url);
    for (const piece of ['center', 'stats', 'links', 'promo-tools', 'referrals', 'earnings', 'next-payment'])
      assert.equal(await browser.locator(`tributary-${piece}`).count(), 1, piece);
    assert.equal(await browser.locator('.tributary-signup .tributary-says[data-state=approved]').count(), 1);
    // The live pieces of an open page go on asking.
    await browser.goto('about:blank');
    await stage.site.tell('uninstall');
    assert.deepEqual(await stage.site.tell('leftovers'), ['All pieces']);
    assert.deepEqual(stage.site.complaints(), []);
  });
});
