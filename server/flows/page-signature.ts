import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { readSigningSecret } from '../modules/accounts/index.ts';
import type { Context } from '../platform/http/route.ts';
import { MINUTE } from '../values/instant.ts';

/** With what the owner's server vouches for something that a page reports. `timestamp` is in seconds. */
export const signatureFields = {
  signature: z.string().max(200).nullish(),
  timestamp: z.union([z.int(), z.string().regex(/^\d{1,13}$/)]).nullish(),
};

interface Signed {
  readonly signature?: string | null | undefined;
  readonly timestamp?: number | string | null | undefined;
}

const SIGNED_FOR_MS = 10 * MINUTE;

/** The hex HMAC-SHA256 of `subject.timestamp` with the account's signing secret; `timestamp` in seconds. */
export function signFor(secret: string, subject: string, timestamp: number | string): string {
  return createHmac('sha256', secret).update(`${subject}.${timestamp}`).digest('hex');
}

/** True for a right signature that is no older than ten minutes, nor that far ahead. */
export async function isSigned(context: Context, subject: string, { signature, timestamp }: Signed): Promise<boolean> {
  if (signature == null || timestamp == null) return false;
  const at = Number(timestamp) * 1000;
  if (Math.abs(context.now.getTime() - at) > SIGNED_FOR_MS) return false;
  const expected = Buffer.from(signFor(await readSigningSecret(context), subject, timestamp), 'hex');
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
