import type { Context } from '../../platform/http/route.ts';
import type { ContactId, PartnerId } from '../../values/id.ts';
import { emailsOf, findContact, normalizeEmail } from '../partners/index.ts';
import { type Claimed, openClaim } from './claims.ts';
import { blankClaims, type ClaimRow, listClaimsToErase } from './queries-claims.ts';
import { deletePassword, deleteSessions } from './queries-sessions.ts';
import { dropTokens } from './queries-tokens.ts';

const AT_ONCE = 500;

/** A partner who is erased signs in no more: password, sessions and mailed secrets are gone. */
export async function eraseSignIn({ tx, accountId }: Context, partner: PartnerId): Promise<void> {
  await deleteSessions(tx, accountId, partner);
  await deletePassword(tx, accountId, partner);
  await dropTokens(tx, accountId, partner, ['sign_in', 'password_reset', 'email', 'payout_method']);
}

/**
 * Blanks the claims that a person wrote or that name them: by address or name. To be called while the contact still has
 * these. Claims are sealed, so that each is opened; there are never many.
 */
export async function eraseClaimsOf(context: Context, contactId: ContactId, partner: PartnerId | null): Promise<void> {
  const { tx, accountId } = context;
  const contact = await findContact(tx, accountId, contactId);
  const keys = (await emailsOf(tx, accountId, [contactId])).map((row) => row.email_key);
  const words = [...keys, contact?.name ?? '']
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word.length > 2);
  for (let after = ''; ; ) {
    const rows = await listClaimsToErase(tx, accountId, after, AT_ONCE);
    const own = rows.filter((row) => row.partner_id === partner || names(context, row, keys, words));
    await blankClaims(
      tx,
      accountId,
      own.map((row) => row.id),
    );
    if (rows.length < AT_ONCE) return;
    after = rows.at(-1)!.id;
  }
}

/** What cannot be opened any more cannot be read by anybody, and is blanked to be sure. */
function names(context: Context, row: ClaimRow, keys: readonly string[], words: readonly string[]): boolean {
  const said = tryOpen(context, row);
  if (said === null) return true;
  if (said.email !== null && keys.includes(normalizeEmail(said.email))) return true;
  const text = [said.text, row.reason, row.note].join('\n').toLowerCase();
  return words.some((word) => text.includes(word));
}

function tryOpen(context: Context, row: ClaimRow): Claimed | null {
  try {
    return openClaim(context, row);
  } catch (error) {
    context.log.warn({ err: error, claim_id: row.id }, 'a claim cannot be opened');
    return null;
  }
}
