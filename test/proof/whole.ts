/**
 * Imports a whole order file into a database of its own, and proves every commission:
 * `node test/proof/whole.ts [FILE]`; by default the real orders beside the project. Ends with 1 on any difference.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printReport } from '../../server/flows/import-orders/index.ts';
import { realOrders, sample } from '../../server/gift-shop.ts';
import { openTestShop } from '../support/gift-shop.ts';
import { collect } from './collect.ts';

const orders = process.argv[2] ?? realOrders();
const shop = await openTestShop(null);
try {
  console.log(printReport(await shop.import(orders)));
  const recorded = join(shop.folder, 'recorded.json');
  writeFileSync(recorded, JSON.stringify(await collect((path) => shop.call('GET', path))));
  const given = {
    orders,
    recorded,
    mapping: sample.mapping,
    referrals: join(shop.folder, 'referrals.csv'),
    terms: join(shop.folder, 'terms.json'),
  };
  const args = Object.entries(given).flatMap(([name, file]) => [`--${name}`, file]);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  await shop.stop();
}
