/** Imports one file into a fresh embedded database, and prints how fast and with how much memory: a process of its own. */
import { openGiftShop } from '../test/support/gift-shop.ts';

const file = process.argv[2]!;
const shop = await openGiftShop(null);
const report = await shop.import(file);
await shop.stop();
const result = {
  orders: report.orders.recorded,
  lines: report.lines.read,
  seconds: report.seconds,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
