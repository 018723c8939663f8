/** A process that sends what waits, for tests that kill it: `node mail-worker.ts OWNER_URL LEASE_MS`. */
import { startSending } from '../../server/modules/messaging/index.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/db.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createSeal } from '../../server/platform/seal.ts';
import { SEAL_SECRET } from './post-office.ts';

const [url, leaseMs] = process.argv.slice(2) as [string, string];
const database = openDatabase({ url, role: 'tributary_app', connections: 8, log: silentLog });
const parts = {
  ...{ database, clock: systemClock, log: silentLog, seal: createSeal(SEAL_SECRET), publicUrl: 'https://go.example' },
  outgoing: { allowPrivate: true },
  timeouts: { connect: 1000, silence: 1000 },
};
startSending(parts, { pollMs: 50, leaseMs: Number(leaseMs) });
process.stdout.write('working\n');
