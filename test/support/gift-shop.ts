import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GiftShop, openGiftShop } from '../../server/gift-shop.ts';
import { readConfig } from '../../server/platform/config.ts';

export interface TestShop extends Omit<GiftShop, 'import'> {
  /** A folder for files, gone at the end. An import leaves referrals.csv and terms.json there. */
  readonly folder: string;
  import(file: string): ReturnType<GiftShop['import']>;
}

/** The demo's shop over real HTTP, with files of its own. Without a database's address it starts the embedded one. */
export async function openTestShop(databaseUrl: string | null): Promise<TestShop> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-shop-'));
  const config = { ...readConfig({ LOG_LEVEL: 'warn' }), port: 0, dataFolder: join(folder, 'data'), databaseUrl };
  const shop = await openGiftShop(config, {});
  return {
    ...shop,
    folder,
    import: (file) => shop.import(file, folder),
    async stop() {
      await shop.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
