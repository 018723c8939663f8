import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import type { PartnerId } from '../../values/id.ts';
import { bumpLinksVersion, recordAct } from '../accounts/index.ts';
import { randomCode } from './make-code.ts';
import { insertLinks, insertToolLinks, listToolLinks } from './queries-tools.ts';

export interface ToolLink {
  readonly id: string;
  readonly code: string;
}

/** Random codes hardly ever meet; each further try makes it less likely by ten digits. */
const TRIES = 5;
const CODE_LENGTH = 8;

/**
 * The link that a partner has for each of these tools: made where there is none, once, whoever asks at the same moment. It
 * leads where the tool does, or else where the partner's program does.
 */
export async function ensureToolLinks(
  context: Context,
  partner: PartnerId,
  toolIds: readonly string[],
): Promise<Map<string, ToolLink>> {
  const { tx, accountId, now } = context;
  const known = await listToolLinks(tx, accountId, partner, toolIds);
  // In one order, so that two who ask at once wait for each other and never in a ring.
  const missing = toolIds.filter((id) => !known.has(id)).sort();
  if (missing.length === 0) return known;
  const own = { account_id: accountId, partner_id: partner };
  const mine = await insertToolLinks(
    tx,
    missing.map((id) => ({ ...own, promo_tool_id: id, link_id: newId('link', now) })),
  );
  let open = mine.map(({ promo_tool_id, link_id }) => ({
    ...own,
    ...{ id: link_id, promo_tool_id, url: null, created_at: now },
  }));
  for (let tries = 0; open.length > 0; tries += 1) {
    if (tries === TRIES) throw new Error('no free code was found for a link');
    const made = await insertLinks(
      tx,
      open.map((link) => ({ ...link, code: randomCode(CODE_LENGTH + tries) })),
    );
    open = open.filter((link) => !made.has(link.id));
  }
  if (mine.length > 0) {
    await recordAct(context, 'promo_links_created', partner, { detail: { links: mine.length } });
    await bumpLinksVersion(tx, accountId);
  }
  return listToolLinks(tx, accountId, partner, toolIds);
}
