import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { Problem } from '../../platform/http/problems.ts';

/**
 * OWASP's Password Storage Cheat Sheet: scrypt with N = 2^14, r = 8, p = 5, its setting for the least memory, 16 MiB a time. Kept
 * with each hash, so that a later one may be dearer.
 */
const COST = { N: 2 ** 14, r: 8, p: 5 };
const LENGTH = 32;

/** So many at once; the others wait their turn, and beyond that nobody is let in, or a flood would take all processors. */
const AT_ONCE = 2;
const WAITING_AT_MOST = 64;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_AT_MOST)
      throw new Problem('unavailable', 'Too many sign in at this moment. Try again shortly.', { retryAfter: 2 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function derive(password: string, salt: Buffer, { N, r, p }: typeof COST): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r * 2 + 1024 * 1024 };
  // One text, however its accents were typed.
  return inTurn(
    () =>
      new Promise((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, LENGTH, options, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      ),
  );
}

/** The password as it is kept: `scrypt$N$r$p$salt$hash`. Throws `unavailable` while too many ask. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

const nobodys = { salt: randomBytes(16), key: randomBytes(LENGTH), cost: COST };

function read(kept: string): typeof nobodys {
  const [, N, r, p, salt, key] = kept.split('$');
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt ?? '', 'base64url'),
    key: Buffer.from(key ?? '', 'base64url'),
  };
}

/** Whether it is the password. Null takes as long as any other: who asks learns nothing of whether there is one. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const { salt, key, cost } = kept === null ? nobodys : read(kept);
  const derived = await derive(password, salt, cost);
  return timingSafeEqual(derived, key) && kept !== null;
}
