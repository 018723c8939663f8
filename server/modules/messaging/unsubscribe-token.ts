import { z } from 'zod';
import type { Seal } from '../../platform/seal.ts';
import { messageKinds } from './kinds.ts';

const ABOUT = 'unsubscribe';

/** Who wants no more of what: a partner of all that is not about access or money, the owner of one kind. */
const wish = z.union([
  z.strictObject({ account: z.string(), partner: z.string() }),
  z.strictObject({ account: z.string(), kind: z.enum(messageKinds) }),
]);
export type Unsubscription = z.output<typeof wish>;

/** A token that says who unsubscribes from what, which nobody else can make or read. */
export function makeUnsubscribeToken(seal: Seal, unsubscription: Unsubscription): string {
  return seal.close(JSON.stringify(unsubscription), ABOUT).toString('base64url');
}

/** What a token says, or null where it is none of ours. */
export function readUnsubscribeToken(seal: Seal, token: string): Unsubscription | null {
  try {
    return wish.parse(JSON.parse(seal.open(Buffer.from(token, 'base64url'), ABOUT)));
  } catch {
    return null;
  }
}
