import { createDoors, limitSignups } from './doors.ts';
import { contextFor, type Parts } from './flows/context.ts';
import { startSweeper } from './flows/do-due.ts';
import { dueHandlers } from './flows/due-handlers.ts';
import { judgeLateClicks } from './flows/judge-late-clicks.ts';
import { startDroppingOver } from './flows/people/drop-over.ts';
import { openPeople } from './flows/people/people-parts.ts';
import { createAuthenticator, idempotency, makeSetupToken, noteAct } from './modules/accounts/index.ts';
import { createCenterDoor } from './modules/center/index.ts';
import { startSending } from './modules/messaging/index.ts';
import { Impressions } from './modules/promo/index.ts';
import { startFolding } from './modules/reporting/index.ts';
import { createTracking, type Tracking } from './modules/tracking/index.ts';
import { partsOf } from './parts.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { openFileStore } from './platform/files/index.ts';
import type { Route } from './platform/http/route.ts';
import { createHttp } from './platform/http/server.ts';
import { routesOf } from './routes.ts';
import type { Store } from './start.ts';

export interface App {
  /** Every route that is mounted, for the generated documents and tests. */
  readonly routes: readonly Route[];
  readonly parts: Parts;
  listen(host: string, port: number): Promise<{ port: number }>;
  /** A token for the set-up page while there is no account. */
  setupToken(): Promise<string | null>;
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 15_000;

/** The wiring: what stands behind the port, and what goes on in the background. */
export function createApp(config: Config, store: Store, clock: Clock, options: { checkAnswers?: boolean } = {}): App {
  const { database, seal, log } = store;
  const parts = partsOf(config, store, clock);
  const { publicUrl, announce } = parts;
  const authenticator = createAuthenticator(database, clock);
  const tracking = createTracking({
    ...{ database, clock, log, publicUrl, authenticator },
    databaseUrl: store.ownerUrl,
    dataFolder: config.dataFolder,
    trustProxy: config.trustProxy,
    onLateClicks: (account, clicks) => judgeLateClicks(parts, account, clicks),
  });
  const people = openPeople(parts, store.ownerUrl);
  const doors = createDoors(config, authenticator, people.door);
  const uploads = { files: openFileStore(config), uploadQuota: config.uploadQuota };
  const impressions = new Impressions(database, log);
  const promo = { uploads, impressions };
  const routes = routesOf(parts, authenticator, tracking, doors.authenticate, people, promo, limitSignups(config));
  const center = createCenterDoor(database, clock);
  const http = createHttp({
    ...{ database, clock, log, routes, seal, publicUrl, idempotency, announce, noteAct },
    ...doors,
    trustProxy: config.trustProxy,
    checkAnswers: options.checkAnswers ?? false,
    front: (request, response) => tracking.handle(request, response),
    authenticatePartner: center.enter,
    allowPages: async (request, reply) => {
      await tracking.allowPages(request, reply);
      await center.allowPages(request, reply);
    },
  });
  let stopJobs: () => Promise<void> = async () => {};
  return {
    routes,
    parts,
    async listen(host, port) {
      await tracking.start();
      impressions.start();
      await http.listen({ host, port });
      stopJobs = startJobs(parts, tracking);
      const address = http.server.address();
      return { port: typeof address === 'object' && address ? address.port : port };
    },
    setupToken: () => database.inDirectory((tx) => makeSetupToken(tx, clock.now())),
    async close() {
      await stopJobs();
      await http.close();
      await people.close();
      await impressions.stop();
      await tracking.stop();
    },
  };
}

/** What goes on by itself, named here by hand: what falls due, the counters of reports, and messages that are to be sent. */
function startJobs(parts: Parts, tracking: Tracking): () => Promise<void> {
  const stopSweeping = startSweeper(parts, dueHandlers, SWEEP_EVERY_MS);
  const reporter = { kind: 'system', id: 'reports' } as const;
  const folding = startFolding({
    ...parts,
    contextFor: (tx, account) => contextFor(parts, tx, account, reporter),
    clicks: () => tracking.health(),
  });
  const sending = startSending(parts);
  const stopDropping = startDroppingOver(parts);
  return async () => {
    await stopSweeping();
    await stopDropping();
    await sending.stop();
    await folding.stop();
  };
}
