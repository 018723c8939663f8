import { writeFileSync } from 'node:fs';
import { StartProblem } from '../../platform/start-problem.ts';
import type { Mapping } from '../import-orders/mapping.ts';
import { openCsv } from '../import-orders/read-file.ts';
import { referralOf } from './setting.ts';

/** Writes a file of referrals that ties every third customer of an order file, as they first appear, to a partner; how many. */
export async function tieCustomers(orders: string, mapping: Mapping, into: string): Promise<number> {
  const { header, records } = await openCsv(orders, mapping.delimiter);
  const column = header.indexOf(mapping.columns.customer ?? '');
  if (column < 0) throw new StartProblem(`${orders} names no customers.`);
  const seen = new Set<string>();
  const rows = ['customer,partner_code,since'];
  for await (const parcel of records) {
    for (const { cells } of parcel) {
      const customer = cells?.[column]?.trim();
      if (!customer || seen.has(customer)) continue;
      const referral = referralOf(seen.size);
      seen.add(customer);
      if (referral) rows.push(`${customer},${referral.partner},${referral.since}`);
    }
  }
  writeFileSync(into, `${rows.join('\n')}\n`);
  return rows.length - 1;
}
