/** A process that migrates, for tests that kill it: `node migrate-app.ts URL FOLDER`. */
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/postgres/migrate.ts';

const [ownerUrl, folder] = process.argv.slice(2) as [string, string];
await migrate(ownerUrl, { folder, now: () => new Date(), log: silentLog });
