import type { Context } from '../../platform/http/route.ts';
import { dayOf } from '../../values/instant.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { parseWebAddress } from '../../values/web-address.ts';
import { isOwnHost } from './allow-pages.ts';
import { addConsent } from './queries-consents.ts';
import { heldAccount } from './record-page-click.ts';
import type { RedirectParts } from './redirect.ts';

export interface PageConsent {
  readonly given: boolean;
  readonly url: string;
  /** The host that was called: a sandbox's demo shop stands on it. */
  readonly host: string | undefined;
}

/**
 * Counts what a visitor answered when asked for consent: by site and day, and nothing of the visitor. Refuses
 * `host_not_allowed` for a page that is not the owner's, so that nobody can fill in sites.
 */
export async function recordConsent(
  parts: RedirectParts,
  context: Context,
  { given, url, host }: PageConsent,
): Promise<Refusal | null> {
  const account = await heldAccount(parts, context);
  const page = parseWebAddress(url);
  const isDemo = page !== null && account?.sandbox === true && isOwnHost(page.href, host);
  if (page === null || !(isDemo || account?.hosts.has(page.host)))
    return refuse('host_not_allowed', 'The page is not on an allowed host; add it to allowed_hosts in the settings.');
  const day = dayOf(context.now, context.account.timeZone);
  await addConsent(context.tx, context.accountId, day, page.host, given);
  return null;
}
