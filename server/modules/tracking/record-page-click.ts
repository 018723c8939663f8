import { Problem } from '../../platform/http/problems.ts';
import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { ClickId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { parseWebAddress } from '../../values/web-address.ts';
import { isOwnHost } from './allow-pages.ts';
import { monthOf, toRow } from './click-row.ts';
import { hashVisitor } from './hash-visitor.ts';
import { type Found, MemoryAway } from './links-memory.ts';
import type { MemoryAccount } from './memory-account.ts';
import { readAgent } from './read-agent.ts';
import type { RedirectParts } from './redirect.ts';
import { toLabel } from './rules/build-destination.ts';
import { classifyVisit } from './rules/classify-visit.ts';
import { readReferrerHost } from './rules/read-referrer.ts';
import { newVisitor } from './visitor.ts';

export interface PageClick {
  readonly via: string;
  readonly url: string;
  readonly referrer?: string | null | undefined;
  readonly sub?: string | null | undefined;
  /** Who sent the request: a visitor's browser, or (with a secret key) the owner's server. */
  readonly ip: string;
  readonly userAgent: string | undefined;
  /** The host that was called: a sandbox's demo shop stands on it. */
  readonly host?: string | undefined;
}

/** An address of a page is kept without query and fragment, and no longer than this. */
const LANDING_AT_MOST = 500;

/**
 * A visit to a page with `?via=`: a click without a redirect, durable when this resolves. Refuses `not_found` for a code
 * that is nobody's, `host_not_allowed` for a page that is not the owner's. Throws `unavailable` where neither memory nor
 * database can tell.
 */
export async function recordPageClick(
  parts: RedirectParts,
  context: Context,
  click: PageClick,
): Promise<ClickId | Refusal> {
  const found = await find(parts, context, click.via);
  if (found === null) return refuse('not_found', 'No partner or link has this code.');
  const page = parseWebAddress(click.url);
  const isDemo = page !== null && found.account.sandbox && isOwnHost(page.href, click.host);
  if (page === null || !(isDemo || found.account.hosts.has(page.host)))
    return refuse('host_not_allowed', 'The page is not on an allowed host; add it to allowed_hosts in the settings.');
  const id = newId('click', context.now);
  const row = toPageRow(parts, context, click, found, id, page);
  await new Promise<void>((resolve) => parts.writer.add(row, monthOf(context.now), resolve));
  return id;
}

const find = (parts: RedirectParts, context: Context, via: string): Promise<Found | null> =>
  asking(() => parts.memory.findLink(context.accountId, via));

/** What is held of the account that asks. Throws `unavailable`. */
export const heldAccount = (parts: RedirectParts, context: Context): Promise<MemoryAccount | undefined> =>
  asking(() => parts.memory.account(context.accountId));

async function asking<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof MemoryAway)
      throw new Problem('unavailable', 'This cannot be looked up at the moment. Try again shortly.', {
        retryAfter: 2,
      });
    throw error;
  }
}

function toPageRow(
  parts: RedirectParts,
  context: Context,
  click: PageClick,
  { account, link }: Found,
  id: ClickId,
  page: URL,
): string {
  const fromPage = context.actor.kind === 'page';
  const agent = readAgent(click.userAgent);
  // A page's script asks for data, so only the agent can tell what it is; a server that calls is nobody's browser.
  const reason = fromPage
    ? classifyVisit({
        method: 'GET',
        agent: agent.kind,
        purpose: undefined,
        secPurpose: undefined,
        moz: undefined,
        destination: undefined,
      })
    : null;
  return toRow({
    accountId: account.id,
    at: context.now,
    id,
    linkId: link.id,
    partnerId: link.partnerId,
    promoToolId: link.promoToolId,
    sub: click.sub ? toLabel(click.sub) : null,
    visitor: newVisitor(),
    visitorKind: fromPage ? 'hash' : 'cookie',
    dayHash: fromPage ? hashVisitor(account, parts.salts, context.now, click.ip, click.userAgent) : null,
    referrerHost: readReferrerHost(click.referrer ?? undefined),
    landing: (page.origin + page.pathname).slice(0, LANDING_AT_MOST),
    country: fromPage ? parts.findCountry(click.ip) : null,
    device: fromPage ? agent.device : null,
    reason,
    flood: fromPage && reason === null && parts.floods.isFlood(click.ip, link.id, parts.clock.now().getTime()),
  });
}
