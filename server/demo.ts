import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildShop } from './flows/demo/build-shop.ts';
import { apiCaller, type CallApi } from './flows/demo/call-api.ts';
import { CURRENCY, partners, programs, TIME_ZONE } from './flows/demo/setting.ts';
import { readBalances, tellBooks, tellEarnings, tellWhy } from './flows/demo/tell-results.ts';
import { tieCustomers } from './flows/demo/tie-customers.ts';
import { batchRunner, importOrders, printReport, readMapping, showProgress } from './flows/import-orders/index.ts';
import { createAccount, findAccount } from './modules/accounts/index.ts';
import { partsOf } from './parts.ts';
import { type Config, readConfig } from './platform/config.ts';
import { StartProblem } from './platform/start-problem.ts';
import { type Running, startTributary } from './start.ts';
import { DAY } from './values/instant.ts';
import { isRefusal } from './values/refusal.ts';

const root = join(import.meta.dirname, '..');
const samples = join(root, 'test', 'samples');
/** The whole file, where it lies beside the project. */
const whole = join(root, '..', 'shared', 'data', 'online-retail-2010-12_2011-08.csv.gz');

const say = (...lines: string[]): void => console.log(lines.join('\n'));

/**
 * `npm run demo`: a sandbox account with real orders, from the first partner to the payout run, on a port of its own. Without
 * DATABASE_URL it works in the folder `demo` of the data folder, and begins anew each time. Resolves to the exit code.
 */
export async function runDemo(env: NodeJS.ProcessEnv): Promise<number> {
  const given = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' });
  const config: Config = {
    ...given,
    port: 0,
    host: '127.0.0.1',
    dataFolder: join(given.dataFolder, 'demo'),
    publicUrl: null,
  };
  if (config.databaseUrl === null) rmSync(config.dataFolder, { recursive: true, force: true });
  say('Tributary, with the real orders of a gift shop.', 'Starting the database ...');
  const running = await startTributary(config, env, (reason) => {
    throw new StartProblem(`The database ended by itself: ${reason}`);
  });
  const scratch = mkdtempSync(join(tmpdir(), 'tributary-demo-'));
  try {
    await play(config, running, scratch, existsSync(whole) ? whole : join(samples, 'online-retail.csv.gz'));
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await running.stop();
  }
}

async function play(config: Config, running: Running, scratch: string, file: string): Promise<void> {
  const parts = partsOf(config, running.store);
  const account = await parts.database.inDirectory((tx) =>
    createAccount(
      tx,
      parts.seal,
      {
        name: 'Gift shop',
        owner_email: 'owner@gifts.example',
        currency: CURRENCY,
        time_zone: TIME_ZONE,
        sandbox: true,
      },
      parts.clock.now(),
    ),
  );
  if (isRefusal(account)) throw new StartProblem(account.detail);
  const call = apiCaller(running.url, account.secret_key);
  await call('PATCH', '/v1/settings', { payout_threshold: 2500 });
  const ids = await buildShop(call);
  say(`Account ${account.slug}: ${programs.length} programs, ${partners.length} partners, each with two links.`);

  const mapping = readMapping(join(samples, 'online-retail.mapping.json'));
  const referrals = join(scratch, 'referrals.csv');
  const tied = await tieCustomers(file, mapping, referrals);
  say(`Every third customer was brought by a partner: ${tied} referrals.`, `Importing ${file} ...`, '');
  const row = (await parts.database.inDirectory((tx) => findAccount(tx, account.id)))!;
  const report = await importOrders(
    batchRunner(parts, row),
    { file, mapping, referrals },
    showProgress(process.stderr),
  );
  say('', printReport(report), '');
  await endHolds(call);
  await pay(call);
  const balances = await readBalances(call, ids);
  say(tellEarnings(balances), '', await tellBooks(call, balances), '', await tellWhy(call), '');
  say(
    'Look around yourself:',
    `  ${config.databaseUrl === null ? `TRIBUTARY_DATA=${config.dataFolder} ` : ''}npm start`,
    `  the account's key: ${account.secret_key}`,
  );
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

if (import.meta.main) {
  runDemo(process.env).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(error instanceof StartProblem ? error.message : error);
      process.exitCode = 1;
    },
  );
}
