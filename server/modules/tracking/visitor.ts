import { randomFillSync } from 'node:crypto';

/** The visitor cookie: first-party, random, and nothing else than a name to recognise by. */
export const VISITOR_COOKIE = 'trb_v';
const DAYS = 400;

const form = /(?:^|;\s*)trb_v=([\w-]{22})(?:;|$)/;

/** The visitor that a `Cookie` header names; null where there is none, or one that we did not give. */
export function readVisitor(cookies: string | undefined): string | null {
  if (cookies === undefined || !cookies.includes(VISITOR_COOKIE)) return null;
  return form.exec(cookies)?.[1] ?? null;
}

const pool = Buffer.allocUnsafe(4096);
let used = pool.length;

/** A new visitor: 128 random bits in 22 characters. */
export function newVisitor(): string {
  if (used + 16 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.toString('base64url', used - 16, used);
}

/** What stands behind the visitor in `Set-Cookie`. Browsers keep no cookie for longer than 400 days. */
export function cookieAttributes(secure: boolean): string {
  return `; Max-Age=${DAYS * 86_400}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
