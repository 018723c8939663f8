import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { type Settings, type SettingsChange, settings, settingsDefaults } from './contract.ts';
import { bumpLinksVersion, mergeSettings, readChosenSettings } from './queries.ts';

/** What was chosen over the defaults. */
export async function readSettings(tx: Tx, account: AccountId): Promise<Settings> {
  return settings.parse({ ...settingsDefaults, ...(await readChosenSettings(tx, account)) });
}

/** Changes the named settings and leaves the others. Nodes that hold hosts in memory are told. */
export async function changeSettings(tx: Tx, account: AccountId, change: SettingsChange): Promise<Settings> {
  if (Object.keys(change).length > 0) {
    await mergeSettings(tx, account, change);
    await bumpLinksVersion(tx, account);
  }
  return readSettings(tx, account);
}
