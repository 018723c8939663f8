import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreementOf, buildShop } from '../../server/flows/demo/build-shop.ts';
import { apiCaller, type CallApi } from '../../server/flows/demo/call-api.ts';
import { CURRENCY, TIME_ZONE } from '../../server/flows/demo/setting.ts';
import { tieCustomers } from '../../server/flows/demo/tie-customers.ts';
import {
  batchRunner,
  type ImportReport,
  importOrders,
  quiet,
  type RunBatch,
  readMapping,
} from '../../server/flows/import-orders/index.ts';
import { createAccount, findAccount } from '../../server/modules/accounts/index.ts';
import { partsOf } from '../../server/parts.ts';
import { readConfig } from '../../server/platform/config.ts';
import { startTributary } from '../../server/start.ts';
import { isRefusal } from '../../server/values/refusal.ts';

const samples = join(import.meta.dirname, '..', 'samples');
export const sample = {
  file: join(samples, 'online-retail.csv.gz'),
  mapping: join(samples, 'online-retail.mapping.json'),
};

/** The real orders in whole, where they lie beside the project. */
export function wholeFile(): string | null {
  const file = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'online-retail-2010-12_2011-08.csv.gz');
  return existsSync(file) ? file : null;
}

/** The demo's shop on a server of its own, over real HTTP. */
export interface GiftShop {
  readonly call: CallApi;
  readonly run: RunBatch;
  readonly slug: string;
  /** A folder for files, gone at the end. */
  readonly folder: string;
  /** Ties every third customer of the file to a partner, and imports it. */
  import(file: string): Promise<ImportReport>;
  stop(): Promise<void>;
}

/** Starts Tributary and makes the shop. Without a database's address it starts the embedded one. */
export async function openGiftShop(databaseUrl: string | null): Promise<GiftShop> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-shop-'));
  const config = { ...readConfig({ LOG_LEVEL: 'warn' }), port: 0, dataFolder: join(folder, 'data'), databaseUrl };
  const running = await startTributary(config, {}, (reason) => {
    throw new Error(reason);
  });
  const parts = partsOf(config, running.store);
  const wanted = {
    name: 'Gift shop',
    owner_email: 'owner@gifts.example',
    currency: CURRENCY,
    time_zone: TIME_ZONE,
    sandbox: true,
  };
  const made = await parts.database.inDirectory((tx) => createAccount(tx, parts.seal, wanted, parts.clock.now()));
  if (isRefusal(made)) throw new Error(made.detail);
  const account = (await parts.database.inDirectory((tx) => findAccount(tx, made.id)))!;
  const call = apiCaller(running.url, made.secret_key);
  const run = batchRunner(parts, account);
  await buildShop(call);
  return {
    call,
    run,
    slug: made.slug,
    folder,
    async import(file) {
      const mapping = readMapping(sample.mapping);
      const referrals = join(folder, 'referrals.csv');
      await tieCustomers(file, mapping, referrals);
      writeFileSync(join(folder, 'terms.json'), JSON.stringify(agreementOf()));
      return importOrders(run, { file, mapping, referrals }, quiet);
    },
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
