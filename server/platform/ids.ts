import { randomBytes, randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import { type Id, type Kind, prefixes } from '../values/id.ts';

let lastMs = 0;
let sequence = 0;

/**
 * A new id that sorts by `at`, and within one millisecond by the order of asking. `at` is the account's time, so that
 * the month of a click can be read from its id.
 */
export function newId<K extends Kind>(kind: K, at: Date): Id<K> {
  const ms = at.getTime();
  if (ms === lastMs) sequence += 1;
  else {
    lastMs = ms;
    // Half of the 32 bits stay free, so that counting up within a millisecond never overflows.
    sequence = randomBytes(4).readUInt32BE() >>> 1;
  }
  const bytes = v7({ msecs: ms, seq: sequence, random: sixteenRandomBytes() }, new Uint8Array(16));
  return `${prefixes[kind]}_${suffixOf(bytes)}` as Id<K>;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const pairs = [...alphabet].flatMap((one) => [...alphabet].map((two) => one + two));

/** The 26 characters of a TypeID (github.com/jetify-com/typeid): base 32 of two zero bits and the 128 bits of the UUID. */
export function suffixOf(bytes: Uint8Array): string {
  // Five bytes are four pairs of characters; the first byte is a pair with the two zero bits.
  let text = pairs[bytes[0]!]!;
  for (let at = 1; at < 16; at += 5) {
    const [a, b, c, d, e] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!, bytes[at + 4]!];
    text +=
      pairs[(a << 2) | (b >> 6)]! +
      pairs[((b & 63) << 4) | (c >> 4)]! +
      pairs[((c & 15) << 6) | (d >> 2)]! +
      pairs[((d & 3) << 8) | e]!;
  }
  return text;
}

const pool = new Uint8Array(4096);
let used = pool.length;

/** Each byte is given out once; asking the system for many at a time takes a tenth of the time. */
function sixteenRandomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

/** `count` random bytes as base64url text, for secrets. */
export function newSecret(count = 32): string {
  return randomBytes(count).toString('base64url');
}
