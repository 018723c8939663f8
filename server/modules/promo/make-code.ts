import { randomInt } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import { codeFrom, codeKeyOf } from '../../values/code.ts';
import type { AccountId } from '../../values/id.ts';
import { findLinksByCodes } from './queries.ts';

/** Without what is read as something else: i, l, o, 0, 1. */
const readable = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A code that can be read out on the telephone. */
export function randomCode(length = 7): string {
  return Array.from({ length }, () => readable[randomInt(readable.length)]).join('');
}

/** A code for a link that nobody has at the moment, as like the name as may be: maria-lopez, maria-lopez-2, maria-lopez-x7k. */
export async function freeCode(tx: Tx, account: AccountId, name: string): Promise<string> {
  const base = codeFrom(name);
  if (base === '') return randomCode();
  const wanted = [base, ...[2, 3, 4, 5].map((n) => `${base}-${n}`)];
  const taken = await findLinksByCodes(tx, account, wanted);
  return wanted.find((code) => !taken.has(codeKeyOf(code))) ?? rareCode(name);
}

/** A code like the name that hardly anybody can have, for when many ask for one at the same moment. */
export function rareCode(name: string): string {
  const base = codeFrom(name);
  return base === '' ? randomCode(9) : `${base}-${randomCode(5)}`;
}
