import { type Challenge, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { Seal } from '../../platform/seal.ts';
import { hashToken } from './tokens.ts';

/**
 * Work that a browser does in about a second and a flood of sign-ups cannot pay for. About 256 tries of this many rounds each;
 * checking takes one.
 */
const ROUNDS = 3000;
const PREFIX = '00';
const secretOf = (seal: Seal): string => seal.sign('proof of work', 'signup');
const boundTo = (started: string): string => hashToken(started).toString('hex');

/** A challenge for one form that was handed out; it serves for no other. */
export function makeChallenge(seal: Seal, started: string): Promise<Challenge> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: ROUNDS,
    keyPrefix: PREFIX,
    data: { form: boundTo(started) },
    deriveKey,
    hmacSignatureSecret: secretOf(seal),
  });
}

const proofShape = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      nonce: z.string().regex(/^[0-9a-f]{32}$/),
      salt: z.string().regex(/^[0-9a-f]{32}$/),
      cost: z.literal(ROUNDS),
      keyLength: z.literal(32),
      keyPrefix: z.literal(PREFIX),
      data: z.object({ form: z.string() }),
    }),
    signature: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  solution: z.looseObject({ counter: z.int().min(0).max(0xffff_ffff), derivedKey: z.string().regex(/^[0-9a-f]{64}$/) }),
});

/** True for the base64 text of a challenge of ours, made for this form, with its solution. Never throws. */
export async function isProved(seal: Seal, started: string, proof: string): Promise<boolean> {
  const read = proofShape.safeParse(readJson(proof));
  if (!read.success || read.data.challenge.parameters.data.form !== boundTo(started)) return false;
  const { challenge, solution } = read.data;
  const result = await verifySolution({
    challenge: challenge as unknown as Challenge,
    solution: solution as Parameters<typeof verifySolution>[0]['solution'],
    deriveKey,
    hmacSignatureSecret: secretOf(seal),
  });
  return result.verified;
}

function readJson(proof: string): unknown {
  try {
    return JSON.parse(Buffer.from(proof, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
