import { hash } from 'node:crypto';
import type { DaySalts } from './day-salts.ts';
import { dayAt, type MemoryAccount } from './memory-account.ts';

/** 132 bits: so that two visitors of a day never share one, and no longer. */
const CHARACTERS = 22;

/**
 * By what a visitor without a cookie is known for a day (rules.md 32): address and user agent, hashed with the salt of the
 * account's day. Null where the owner keeps no hashes.
 */
export function hashVisitor(
  account: MemoryAccount,
  salts: DaySalts,
  at: Date,
  address: string,
  agent: string | undefined,
): string | null {
  if (!account.hashAddresses) return null;
  return hash('sha256', `${salts.of(dayAt(account, at))} ${address} ${agent ?? ''}`, 'base64url').slice(0, CHARACTERS);
}
