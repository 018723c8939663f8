import type { Page } from 'playwright-core';
import { makeSignInLink } from '../../server/modules/center/index.ts';
import type { TestApp } from './app.ts';
import { signIn, within } from './center.ts';
import { settle } from './office.ts';
import type { Json, World } from './world.ts';

/** What a partner has of their own: ids by what they are of. */
export interface OwnIds {
  readonly links: string[];
  readonly commissions: string[];
  readonly payouts: string[];
}

/** Signs a partner in at the portal by a link such as a mail holds, and tells what is theirs. */
export async function openCenter(page: Page, app: TestApp, world: World, partner: Json): Promise<OwnIds> {
  const link = await within(app.app, world, (context) => makeSignInLink(context, partner.id));
  await page.goto(atApp(app, link));
  await page.waitForURL(new RegExp(`/partner/${world.account.slug}/?$`));
  await settle(page);
  const own = await signIn(app.app, world, partner);
  const idsOf = async (path: string): Promise<string[]> =>
    (await own.ok('GET', path)).data.map((row: Json) => row.id as string);
  return {
    links: await idsOf('/links'),
    commissions: await idsOf('/commissions'),
    payouts: await idsOf('/payouts'),
  };
}

/** A mailed address as this test's app answers it: mails know another port. */
export function atApp(app: TestApp, address: string): string {
  const { pathname, search, hash } = new URL(address);
  return app.base + pathname + search + hash;
}
