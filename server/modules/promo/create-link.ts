import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { codeKeyOf } from '../../values/code.ts';
import type { PartnerId } from '../../values/id.ts';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { bumpLinksVersion, readSettings, recordAct } from '../accounts/index.ts';
import { findPartner } from '../partners/index.ts';
import { listProgramHosts } from '../programs/index.ts';
import { randomCode } from './make-code.ts';
import { insertLink, type LinkRow } from './queries.ts';
import { findPromoTool } from './queries-tools.ts';
import { checkDestination } from './rules/check-destination.ts';

export interface LinkToCreate {
  readonly partnerId: PartnerId;
  /** Null: wherever the partner's program leads by default, now and after a move. */
  readonly url: string | null;
  /** Absent: a random one. */
  readonly code?: string | null | undefined;
  readonly promoToolId?: string | null | undefined;
}

/** Random codes hardly ever meet; each further try makes it less likely by ten digits. */
const TRIES = 5;

/** Makes a link of a partner. Refuses `not_found`, `host_not_allowed` and `code_taken`; leaves the transaction usable. */
export async function createLink(context: Context, link: LinkToCreate): Promise<LinkRow | Refusal> {
  const { tx, accountId, now } = context;
  if (!(await findPartner(tx, accountId, link.partnerId))) return refuse('not_found', 'There is no such partner.');
  if (link.promoToolId && !(await findPromoTool(tx, accountId, link.promoToolId)))
    return refuse('not_found', 'There is no such promo tool.');
  const destination = link.url === null ? { url: null } : checkDestination(link.url, await listAllowedHosts(context));
  if (isRefusal(destination)) return destination;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const code = link.code ?? randomCode();
    const made = await insertLink(tx, {
      account_id: accountId,
      id: newId('link', now),
      partner_id: link.partnerId,
      code,
      code_key: codeKeyOf(code),
      url: destination.url,
      promo_tool_id: link.promoToolId ?? null,
      created_at: now,
    });
    if (made) {
      await recordAct(context, 'link_created', made.id, { detail: { partner_id: made.partner_id } });
      await bumpLinksVersion(tx, accountId);
      return made;
    }
    if (link.code) break;
  }
  return refuse('code_taken', `The code "${link.code}" is taken; choose another.`);
}

/** Hosts that links may lead to: those of the settings, and those of programs' default addresses. */
export async function listAllowedHosts({ tx, accountId }: Pick<Context, 'tx' | 'accountId'>): Promise<Set<string>> {
  const { allowed_hosts } = await readSettings(tx, accountId);
  return new Set([...allowed_hosts, ...(await listProgramHosts(tx, accountId))]);
}
