import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { listDefaultUrls } from './queries.ts';

/** The hosts of all programs' default addresses as they are now, with a port where it is not the scheme's own. */
export async function listProgramHosts(tx: Tx, account: AccountId): Promise<string[]> {
  const urls = await listDefaultUrls(tx, account);
  return [...new Set([...urls.values()].map((url) => new URL(url).host))];
}
