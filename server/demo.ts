import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallApi } from './flows/demo/call-api.ts';
import { partners, programs } from './flows/demo/setting.ts';
import { readBalances, tellBooks, tellEarnings, tellWhy } from './flows/demo/tell-results.ts';
import { printReport, showProgress } from './flows/import-orders/index.ts';
import { type GiftShop, openGiftShop, realOrders } from './gift-shop.ts';
import { readConfig } from './platform/config.ts';
import { StartProblem } from './platform/start-problem.ts';
import { DAY } from './values/instant.ts';

const say = (...lines: string[]): void => console.log(lines.join('\n'));

/**
 * `npm run demo`: a sandbox account with real orders, from the first partner to the payout run, on a port of its own. Without
 * DATABASE_URL it works in the folder `demo` of the data folder, and begins anew each time.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const given = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' });
  const dataFolder = join(given.dataFolder, 'demo');
  const config = { ...given, port: 0, host: '127.0.0.1', dataFolder, publicUrl: null };
  if (config.databaseUrl === null) rmSync(dataFolder, { recursive: true, force: true });
  say('Tributary, with the real orders of a gift shop.', 'Starting the database ...');
  const shop = await openGiftShop(config, env);
  try {
    await play(shop);
    const where = config.databaseUrl === null ? `TRIBUTARY_DATA=${dataFolder} ` : '';
    say('Look around yourself:', `  ${where}npm start`, `  the account's key: ${shop.secretKey}`);
  } finally {
    await shop.stop();
  }
}

async function play(shop: GiftShop): Promise<void> {
  const { call } = shop;
  await call('PATCH', '/v1/settings', { payout_threshold: 2500 });
  say(`Account ${shop.slug}: ${programs.length} programs, ${partners.length} partners, each with two links.`);
  await takeIn(shop, realOrders());
  await endHolds(call);
  await pay(call);
  const balances = await readBalances(call, shop.partners);
  say(tellEarnings(balances), '', await tellBooks(call, balances), '', await tellWhy(call), '');
}

async function takeIn(shop: GiftShop, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-demo-'));
  try {
    say('Every third customer was brought by a partner.', `Importing ${file} ...`, '');
    say('', printReport(await shop.import(file, folder, showProgress(process.stderr))), '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function endHolds(call: CallApi): Promise<void> {
  const { now } = await call('GET', '/v1/test_clock');
  const later = new Date(Date.parse(now) + 31 * DAY).toISOString();
  await call('POST', '/v1/test_clock', { now: later });
  say(`The test clock moved from ${now.slice(0, 10)} to ${later.slice(0, 10)}: all holds are over.`);
}

async function pay(call: CallApi): Promise<void> {
  const run = await call('POST', '/v1/payout_runs', {});
  const file: string = await call('GET', `/v1/payout_runs/${run.id}/files/paypal_csv`);
  const { marked } = await call('POST', `/v1/payout_runs/${run.id}/mark_paid`, {});
  const why = Map.groupBy(run.excluded as { reason: string }[], (one) => one.reason);
  const left = [...why].map(([reason, list]) => `${list.length} ${reason}`).join(', ');
  say(
    `Payout run ${run.id}: a file of ${file.trim().split('\n').length} lines, ${marked.length} payouts paid; not paid: ${left || 'nobody'}.`,
    '',
  );
}

main(process.env).catch((error) => {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exitCode = 1;
});
