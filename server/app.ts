import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { chooseSponsor } from './flows/choose-sponsor.ts';
import { contextFor, type Parts } from './flows/context.ts';
import { startSweeper } from './flows/do-due.ts';
import { dueHandlers } from './flows/due-handlers.ts';
import { judgeLateClicks } from './flows/judge-late-clicks.ts';
import { clockRoutes } from './flows/move-clock.ts';
import { contactRoutes } from './flows/routes-contacts.ts';
import { healthRoutes } from './flows/routes-health.ts';
import { leadRoutes } from './flows/routes-leads.ts';
import { operatorRoutes } from './flows/routes-operator.ts';
import { orderRoutes } from './flows/routes-orders.ts';
import { partnerRoutes } from './flows/routes-partners.ts';
import { personRoutes } from './flows/routes-persons.ts';
import { refundRoutes } from './flows/routes-refunds.ts';
import { restoreRoutes } from './flows/routes-restore.ts';
import { setupRoutes } from './flows/routes-setup.ts';
import { simulationRoutes } from './flows/routes-simulations.ts';
import { statementRoutes } from './flows/routes-statements.ts';
import { accountRoutes, createAuthenticator, idempotency, makeSetupToken } from './modules/accounts/index.ts';
import { commissionRoutes, holdForSuspension, releaseFromSuspension } from './modules/commissions/index.ts';
import { payoutRoutes, schedulePayoutRuns } from './modules/payouts/index.ts';
import { programRoutes } from './modules/programs/index.ts';
import { promoRoutes } from './modules/promo/index.ts';
import { reportingRoutes, startFolding } from './modules/reporting/index.ts';
import { createTracking } from './modules/tracking/index.ts';
import { partsOf } from './parts.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { createLimiter } from './platform/http/limits.ts';
import { openApiRoute } from './platform/http/openapi.ts';
import type { Route } from './platform/http/route.ts';
import { createHttp } from './platform/http/server.ts';
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

/** The wiring: every route and every background job is named here, by hand. */
export function createApp(config: Config, store: Store, clock: Clock, options: { checkAnswers?: boolean } = {}): App {
  const { database, seal, log } = store;
  const parts = partsOf(config, store, clock);
  const { publicUrl } = parts;
  const authenticator = createAuthenticator(database, clock);
  const tracking = createTracking({
    database,
    databaseUrl: store.ownerUrl,
    dataFolder: config.dataFolder,
    clock,
    log,
    publicUrl,
    trustProxy: config.trustProxy,
    authenticator,
    onLateClicks: (account, clicks) => judgeLateClicks(parts, account, clicks),
  });
  const partnerSteps = { chooseSponsor, holdCommissions: holdForSuspension, releaseCommissions: releaseFromSuspension };
  const routes: Route[] = [
    ...accountRoutes(authenticator, schedulePayoutRuns),
    ...clockRoutes(clock, dueHandlers, (account, offset) => tracking.noticeClock(account, offset)),
    ...programRoutes(),
    ...partnerRoutes(partnerSteps),
    ...promoRoutes(),
    ...tracking.routes(),
    ...leadRoutes(),
    ...contactRoutes(),
    ...personRoutes(async () => {}),
    ...orderRoutes(),
    ...refundRoutes(),
    ...simulationRoutes(),
    ...commissionRoutes(),
    ...restoreRoutes(),
    ...payoutRoutes(),
    ...statementRoutes(),
    ...reportingRoutes(),
    ...operatorRoutes(parts),
    ...setupRoutes(parts),
    ...healthRoutes(parts, {
      trackingProblem: () => trackingProblem(tracking.health()),
      metrics: () => trackingMetrics(tracking.health()),
    }),
  ];
  routes.push(openApiRoute(routes));
  const keyLimit = createLimiter(config.keyLimit);
  const pageLimit = createLimiter(config.pageLimit);
  const http = createHttp({
    ...{ database, clock, log, routes, trustProxy: config.trustProxy, seal, publicUrl, idempotency },
    announce: parts.announce,
    checkAnswers: options.checkAnswers ?? false,
    front: (request, response) => tracking.handle(request, response),
    allowPages: tracking.allowPages,
    isOperator: (request) => config.operatorToken !== null && isSame(bearerOf(request) ?? '', config.operatorToken),
    authenticate: async (request) => {
      const caller = await authenticator.byKey(bearerOf(request));
      await (caller.kind === 'secret' ? keyLimit(caller.actor.id) : pageLimit(request.ip));
      return caller;
    },
  });
  let stopSweeping: () => Promise<void> = async () => {};
  let stopFolding: () => Promise<void> = async () => {};
  return {
    routes,
    parts,
    async listen(host, port) {
      await tracking.start();
      await http.listen({ host, port });
      stopSweeping = startSweeper(parts, dueHandlers, SWEEP_EVERY_MS);
      const reporter = { kind: 'system', id: 'reports' } as const;
      const folding = startFolding({ ...parts, contextFor: (tx, account) => contextFor(parts, tx, account, reporter) });
      stopFolding = () => folding.stop();
      const address = http.server.address();
      return { port: typeof address === 'object' && address ? address.port : port };
    },
    setupToken: () => database.inDirectory((tx) => makeSetupToken(tx, clock.now())),
    async close() {
      await stopSweeping();
      await stopFolding();
      await http.close();
      await tracking.stop();
    },
  };
}

function bearerOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  return header === undefined ? undefined : (/^Bearer +(.+)$/i.exec(header)?.[1]?.trim() ?? '');
}

/** Compares in constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

type Health = ReturnType<ReturnType<typeof createTracking>['health']>;

function trackingProblem(health: Health): string | null {
  if (!health.spoolWritable) return 'The spool cannot be written; a click may be lost if the database goes away.';
  if (!health.database) return 'The database takes no clicks; they wait in the spool.';
  return health.spoolEmpty ? null : 'Clicks wait in the spool to be written.';
}

function trackingMetrics(health: Health): string {
  const counters = { written: health.written, spooled: health.spooled, replayed: health.replayed, lost: health.lost };
  const lines = Object.entries(counters).flatMap(([name, value]) => [
    `# TYPE tributary_clicks_${name}_total counter`,
    `tributary_clicks_${name}_total ${value}`,
  ]);
  return [...lines, '# TYPE tributary_clicks_waiting gauge', `tributary_clicks_waiting ${health.waiting}`, ''].join(
    '\n',
  );
}
