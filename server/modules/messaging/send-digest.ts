import type { Context } from '../../platform/http/route.ts';
import type { PartnerId } from '../../values/id.ts';
import { findWish } from './queries.ts';
import { takeEntries } from './queries-wishes.ts';
import { writeMessage } from './write-message.ts';

/** What is beyond is counted and not listed: nobody reads on. */
const LISTED = 100;

/** One message of all that gathered for a partner; none where nothing did, or they want none any more. */
export async function sendDigest(context: Context, partnerId: PartnerId): Promise<void> {
  const { tx, accountId, now } = context;
  const gathered = await takeEntries(tx, accountId, partnerId, now);
  if (gathered.length === 0) return;
  const wish = await findWish(tx, accountId, 'digest', partnerId, null);
  if (wish.off || wish.frequency === 'none') return;
  const entries = gathered.map(({ kind, at, facts }) => ({ ...facts, kind, at: at.toISOString() }));
  const facts = {
    entries: entries.slice(0, LISTED),
    count: entries.length,
    totals: totalsOf(gathered.map((entry) => entry.facts)),
  };
  await writeMessage(context, { kind: 'digest', partnerId, event: 'digest', subjectId: partnerId, facts });
}

function totalsOf(all: readonly Record<string, unknown>[]): { amount: string; currency: string }[] {
  const sums = new Map<string, bigint>();
  for (const { amount, currency } of all) {
    if (typeof amount !== 'number' || typeof currency !== 'string') continue;
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
  }
  return [...sums].map(([currency, amount]) => ({ amount: String(amount), currency }));
}
