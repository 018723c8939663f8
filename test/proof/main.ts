/**
 * Recomputes every commission from the order file, the referrals and the terms, and compares with what was recorded:
 * `node test/proof/main.ts --orders FILE --mapping FILE --referrals FILE --terms FILE --recorded FILE`.
 * Ends with 1 on any difference. Shares no code with the server, so that no mistake is made twice.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compare } from './compare.ts';
import { expectAll, readReferrals } from './expect.ts';
import type { Agreement, Recorded } from './facts.ts';
import { type Mapping, readOrders } from './read-orders.ts';

const file = { type: 'string' } as const;
const { values } = parseArgs({
  options: { orders: file, mapping: file, referrals: file, terms: file, recorded: file },
});
const named = (name: keyof typeof values): string => {
  const found = values[name];
  if (found === undefined) throw new Error(`--${name} is missing`);
  return found;
};
const json = (name: keyof typeof values): unknown => JSON.parse(readFileSync(named(name), 'utf8'));

const mapping = json('mapping') as Mapping;
const agreement = json('terms') as Agreement;
const { orders, cancellations } = readOrders(named('orders'), mapping);
const expected = expectAll(
  agreement,
  orders,
  cancellations,
  readReferrals(named('referrals'), agreement, mapping.time_zone),
);
const differences = compare(orders, expected, json('recorded') as Recorded);

const SHOWN = 20;
for (const line of differences.slice(0, SHOWN)) console.log(line);
if (differences.length > SHOWN) console.log(`and ${differences.length - SHOWN} more`);
const rows = [...expected.rows.values()].flat();
const sum = rows.reduce((total, row) => total + row.amount, 0n);
console.log(
  `${orders.size} orders, ${rows.length} commissions and reversals, ${sum} in all: ${differences.length} differences`,
);
process.exitCode = differences.length > 0 || rows.length === 0 ? 1 : 0;
