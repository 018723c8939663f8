import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { readSigningSecret } from '../modules/accounts/index.ts';
import type { Context } from '../platform/http/route.ts';
import { MINUTE, parseInstant } from '../values/instant.ts';

/** With what the owner's server vouches for something that a page reports: the time as it was signed. */
export const signatureFields = {
  signature: z.string().max(200).nullish(),
  timestamp: z.union([z.int().min(0), z.string().max(40)]).nullish(),
};

interface Signed {
  readonly signature?: string | null | undefined;
  readonly timestamp?: number | string | null | undefined;
}

const SIGNED_FOR_MS = 10 * MINUTE;

/** Beyond this a number of seconds would lie in the year 5138: it is milliseconds. */
const MOST_SECONDS = 100_000_000_000;

/** Seconds, milliseconds or ISO 8601, as servers write the time; null for anything else. */
function instantOf(timestamp: number | string): number | null {
  if (typeof timestamp === 'string' && !/^\d{1,15}$/.test(timestamp)) return parseInstant(timestamp)?.getTime() ?? null;
  const number = Number(timestamp);
  return number > MOST_SECONDS ? number : number * 1000;
}

/** The hex HMAC-SHA256 of `subject.timestamp` with the account's signing secret. */
export function signFor(secret: string, subject: string, timestamp: number | string): string {
  return createHmac('sha256', secret).update(`${subject}.${timestamp}`).digest('hex');
}

/** True for a right signature that is no older than ten minutes, nor that far ahead. */
export async function isSigned(context: Context, subject: string, { signature, timestamp }: Signed): Promise<boolean> {
  if (signature == null || timestamp == null) return false;
  const at = instantOf(timestamp);
  if (at === null || Math.abs(context.now.getTime() - at) > SIGNED_FOR_MS) return false;
  const expected = Buffer.from(signFor(await readSigningSecret(context), subject, timestamp), 'hex');
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
