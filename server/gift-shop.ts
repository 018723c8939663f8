import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agreementOf, buildShop } from './flows/demo/build-shop.ts';
import { apiCaller, type CallApi } from './flows/demo/call-api.ts';
import { CURRENCY, TIME_ZONE } from './flows/demo/setting.ts';
import { tieCustomers } from './flows/demo/tie-customers.ts';
import {
  batchRunner,
  type ImportReport,
  importOrders,
  type Progress,
  quiet,
  type RunBatch,
  readMapping,
} from './flows/import-orders/index.ts';
import { createAccount, findAccount } from './modules/accounts/index.ts';
import { partsOf } from './parts.ts';
import type { Config } from './platform/config.ts';
import { StartProblem } from './platform/start-problem.ts';
import { startTributary } from './start.ts';
import { isRefusal } from './values/refusal.ts';

const root = join(import.meta.dirname, '..');
const samples = join(root, 'test', 'samples');
const whole = join(root, '..', 'shared', 'data', 'online-retail-2010-12_2011-08.csv.gz');

/** Real orders that come with the project, and how to read them. */
export const sample = {
  file: join(samples, 'online-retail.csv.gz'),
  mapping: join(samples, 'online-retail.mapping.json'),
};

/** All real orders where they lie beside the project, else the sample. */
export function realOrders(): string {
  return existsSync(whole) ? whole : sample.file;
}

/** The demo's sandbox account, with programs, partners and links, on a server of its own. */
export interface GiftShop {
  readonly slug: string;
  readonly secretKey: string;
  readonly call: CallApi;
  readonly run: RunBatch;
  /** The partners' ids by their codes. */
  readonly partners: ReadonlyMap<string, string>;
  /**
   * Writes the referrals that tie every third customer of the file to a partner, and the terms, into a folder (referrals.csv,
   * terms.json), and imports the file.
   */
  import(file: string, folder: string, progress?: Progress): Promise<ImportReport>;
  stop(): Promise<void>;
}

/** Starts Tributary and makes the shop over the API. Throws StartProblem. */
export async function openGiftShop(config: Config, env: NodeJS.ProcessEnv): Promise<GiftShop> {
  const running = await startTributary(config, env, (reason) => {
    throw new StartProblem(`The database ended by itself: ${reason}`);
  });
  try {
    const parts = partsOf(config, running.store);
    const wanted = { name: 'Gift shop', owner_email: 'owner@gifts.example', currency: CURRENCY, time_zone: TIME_ZONE };
    const made = await parts.database.inDirectory((tx) =>
      createAccount(tx, parts.seal, { ...wanted, sandbox: true }, parts.clock.now()),
    );
    if (isRefusal(made)) throw new StartProblem(made.detail);
    const account = (await parts.database.inDirectory((tx) => findAccount(tx, made.id)))!;
    const call = apiCaller(running.url, made.secret_key);
    const run = batchRunner(parts, account);
    const partners = await buildShop(call);
    return {
      ...{ slug: made.slug, secretKey: made.secret_key, call, run, partners },
      stop: () => running.stop(),
      async import(file, folder, progress = quiet) {
        const mapping = readMapping(sample.mapping);
        const referrals = join(folder, 'referrals.csv');
        await tieCustomers(file, mapping, referrals);
        writeFileSync(join(folder, 'terms.json'), JSON.stringify(agreementOf()));
        return importOrders(run, { file, mapping, referrals }, progress);
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
