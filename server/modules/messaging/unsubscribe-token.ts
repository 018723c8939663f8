import { timingSafeEqual } from 'node:crypto';
import type { Seal } from '../../platform/seal.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import { type MessageKind, messageKinds } from './kinds.ts';

/** Who wants no more of what: a partner of all that is not about access or money, the owner of one kind. */
export type Unsubscription =
  | { readonly account: AccountId; readonly partner: PartnerId }
  | { readonly account: AccountId; readonly kind: MessageKind };

const ABOUT = 'unsubscribe';

/** A token that says who unsubscribes from what, and that nobody else can make. It never ends: old mail must work. */
export function makeUnsubscribeToken(seal: Seal, wish: Unsubscription): string {
  const said = `${wish.account}.${'partner' in wish ? wish.partner : wish.kind}`;
  return `${said}.${seal.sign(said, ABOUT)}`;
}

/** What a token says, or null where it is none of ours. */
export function readUnsubscribeToken(seal: Seal, token: string): Unsubscription | null {
  const [account = '', what = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || !isSame(signature, seal.sign(`${account}.${what}`, ABOUT))) return null;
  const kind = messageKinds.find((name) => name === what);
  return kind ? { account, kind } : { account, partner: what };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
