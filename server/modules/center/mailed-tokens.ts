import type { Context } from '../../platform/http/route.ts';
import { newSecret } from '../../platform/ids.ts';
import type { PartnerId } from '../../values/id.ts';
import { DAY, HOUR, MINUTE } from '../../values/instant.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { findCenterUrl } from '../accounts/index.ts';
import { dropTokens, findWaiting, insertToken, type TokenRow, takeToken } from './queries-tokens.ts';
import { hashOf } from './sessions.ts';
import type { TokenKind } from './tables.ts';

const livesMs: Readonly<Record<TokenKind, number>> = {
  sign_in: 30 * MINUTE,
  password_reset: HOUR,
  email: DAY,
  payout_method: DAY,
};

/** How long one works, in words for the mail. */
export const livesInWords: Readonly<Record<TokenKind, string>> = {
  sign_in: '30 minutes',
  password_reset: 'one hour',
  email: '24 hours',
  payout_method: '24 hours',
};

/** Where the portal takes each in; behind a #, so that it reaches no log and no other site. */
const pages: Readonly<Record<TokenKind, string>> = {
  sign_in: 'sign-in',
  password_reset: 'reset',
  email: 'confirm',
  payout_method: 'confirm',
};

type Maker = Pick<Context, 'tx' | 'accountId' | 'account' | 'linkBase' | 'now' | 'seal'>;

const aboutContent = (account: string, partner: string, kind: TokenKind): string => `${account}/${partner}/${kind}`;

export interface TokenToMake {
  readonly kind: TokenKind;
  readonly content?: string | undefined;
  readonly livesMs?: number;
  /** True: those of the kind that were made before still work. */
  readonly keepOthers?: boolean;
}

/** A link of the portal with a secret that works once. Those of the same kind from before work no more. */
export async function makeMailedLink(context: Maker, partner: PartnerId, token: TokenToMake): Promise<string> {
  const { tx, accountId, now, seal } = context;
  const { kind, content } = token;
  const secret = newSecret();
  if (!token.keepOthers) await dropTokens(tx, accountId, partner, [kind]);
  await insertToken(tx, {
    ...{ account_id: accountId, partner_id: partner, kind, created_at: now },
    hash: hashOf(secret),
    expires_at: new Date(now.getTime() + (token.livesMs ?? livesMs[kind])),
    content: content === undefined ? null : seal.close(content, aboutContent(accountId, partner, kind)),
  });
  return `${await findCenterUrl(context)}/${pages[kind]}#token=${secret}`;
}

/** A link that signs a partner in, once; for welcome mails, which may be read days later. */
export function makeSignInLink(
  context: Maker,
  partner: PartnerId,
  options: { readonly validHours?: number } = {},
): Promise<string> {
  const livesMs = (options.validHours ?? 72) * HOUR;
  return makeMailedLink(context, partner, { kind: 'sign_in', livesMs, keepOthers: true });
}

/** Uses a token up. Refuses `link_used`, in the same words for one that is unknown, used or too old. */
export async function takeMailedToken(
  { tx, accountId, now }: Pick<Context, 'tx' | 'accountId' | 'now'>,
  secret: string,
  kinds: readonly TokenKind[],
): Promise<TokenRow | Refusal> {
  const row = await takeToken(tx, accountId, hashOf(secret), kinds, now);
  return row ?? refuse('link_used', 'This link was used already, or is too old. Ask for another one.');
}

/** What the token that waits to be confirmed would do; null where none waits. */
export async function readWaiting(
  { tx, accountId, now, seal }: Pick<Context, 'tx' | 'accountId' | 'now' | 'seal'>,
  partner: PartnerId,
  kind: TokenKind,
): Promise<{ readonly content: string; readonly until: Date } | null> {
  const row = await findWaiting(tx, accountId, partner, kind, now);
  return row?.content ? { content: openContent(seal, row), until: row.expires_at } : null;
}

export function openContent(seal: Context['seal'], row: TokenRow): string {
  return seal.open(row.content!, aboutContent(row.account_id, row.partner_id, row.kind));
}
