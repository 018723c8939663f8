/** Imports one file into a fresh embedded database, and prints how fast and with how much memory: a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGiftShop } from '../server/gift-shop.ts';
import { readConfig } from '../server/platform/config.ts';

const file = process.argv[2]!;
const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
const config = { ...readConfig({ LOG_LEVEL: 'error' }), port: 0, dataFolder: join(folder, 'data'), databaseUrl: null };
const shop = await openGiftShop(config, {});
try {
  const report = await shop.import(file, folder);
  const result = {
    orders: report.orders.recorded,
    lines: report.lines.read,
    seconds: report.seconds,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await shop.stop();
  rmSync(folder, { recursive: true, force: true });
}
