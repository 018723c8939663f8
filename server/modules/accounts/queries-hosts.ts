import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

/** More domains of an installation than this are not held in memory. */
const HOSTS_AT_MOST = 50_000;

/** Every host that its owner has proved, for those who must know whose a request is. */
export const listProvedHosts = (tx: Tx) =>
  db(tx)
    .selectFrom('directory.hosts')
    .select(['host', 'account_id'])
    .where('proved_at', 'is not', null)
    .limit(HOSTS_AT_MOST)
    .execute();

/** The account that has proved a host. */
export const findHostOwner = async (tx: Tx, host: string): Promise<AccountId | undefined> =>
  (
    await db(tx)
      .selectFrom('directory.hosts')
      .select('account_id')
      .where('host', '=', host)
      .where('proved_at', 'is not', null)
      .executeTakeFirst()
  )?.account_id;

/** The hosts that an account has proved, and when. */
export const listHostsOf = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('directory.hosts')
    .select(['host', 'proved_at'])
    .where('account_id', '=', account)
    .where('proved_at', 'is not', null)
    .execute();

/** Notes that a host is the account's. False where it is another's, who proved it before; a twin under way is waited for. */
export async function takeHost(tx: Tx, account: AccountId, host: string, at: Date): Promise<boolean> {
  await db(tx)
    .insertInto('directory.hosts')
    .values({ host, account_id: account, proved_at: at })
    .onConflict((c) => c.column('host').doNothing())
    .execute();
  const row = await db(tx)
    .selectFrom('directory.hosts')
    .select('account_id')
    .where('host', '=', host)
    .executeTakeFirst();
  return row?.account_id === account;
}

/** Lets go of the account's hosts but for these. */
export const keepHosts = (tx: Tx, account: AccountId, hosts: readonly string[]) =>
  db(tx)
    .deleteFrom('directory.hosts')
    .where('account_id', '=', account)
    .$if(hosts.length > 0, (q) => q.where('host', 'not in', [...hosts]))
    .execute();
