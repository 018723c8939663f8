/** A process that holds a data folder and runs its database, for tests that kill it: `node embedded-app.ts FOLDER`. */
import { silentLog } from '../../server/platform/log.ts';
import { lockDataFolder } from '../../server/platform/postgres/data-lock.ts';
import { startEmbedded } from '../../server/platform/postgres/embedded.ts';

const [dataFolder] = process.argv.slice(2) as [string];
lockDataFolder(dataFolder);
const { ownerUrl, pid } = await startEmbedded({ dataFolder, log: silentLog });
process.stdout.write(`${JSON.stringify({ ownerUrl, pid })}\n`);
