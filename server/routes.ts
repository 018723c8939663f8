import type { FastifyRequest } from 'fastify';
import { centerTokenRoute } from './flows/center/give-token.ts';
import { centerRoutes } from './flows/center/index.ts';
import { chooseSponsor } from './flows/choose-sponsor.ts';
import type { Parts } from './flows/context.ts';
import { dueHandlers } from './flows/due-handlers.ts';
import { joiningRoutes } from './flows/joining/index.ts';
import { clockRoutes } from './flows/move-clock.ts';
import { dropUnlistedHosts } from './flows/own-domains.ts';
import type { PeopleParts } from './flows/people/people-parts.ts';
import { auditRoutes } from './flows/people/routes-audit.ts';
import { invitationRoutes } from './flows/people/routes-invitations.ts';
import { meRoutes } from './flows/people/routes-me.ts';
import { resetRoutes } from './flows/people/routes-reset.ts';
import { signInRoutes } from './flows/people/routes-sign-in.ts';
import { teamRoutes } from './flows/people/routes-team.ts';
import { twoFactorRoutes } from './flows/people/routes-two-factor.ts';
import { contactRoutes } from './flows/routes-contacts.ts';
import { demoRoutes } from './flows/routes-demo.ts';
import { domainRoutes } from './flows/routes-domains.ts';
import { healthRoutes } from './flows/routes-health.ts';
import { leadRoutes } from './flows/routes-leads.ts';
import { officeRoutes } from './flows/routes-office.ts';
import { operatorRoutes } from './flows/routes-operator.ts';
import { orderRoutes } from './flows/routes-orders.ts';
import { partnerRoutes } from './flows/routes-partners.ts';
import { personRoutes } from './flows/routes-persons.ts';
import { refundRoutes } from './flows/routes-refunds.ts';
import { restoreRoutes } from './flows/routes-restore.ts';
import { setupRoutes } from './flows/routes-setup.ts';
import { simulationRoutes } from './flows/routes-simulations.ts';
import { statementRoutes } from './flows/routes-statements.ts';
import { trackOrderRoutes } from './flows/routes-track-orders.ts';
import { bannerRoutes } from './flows/serve-banner.ts';
import { pageRoutes } from './flows/serve-pages.ts';
import { trackerRoutes } from './flows/serve-tracker.ts';
import { holdSuspended, releaseSuspended } from './flows/settle-suspension.ts';
import type { Authenticator } from './modules/accounts/index.ts';
import { accountRoutes, feedRoutes } from './modules/accounts/index.ts';
import { commissionRoutes } from './modules/commissions/index.ts';
import { eraseMessagesOf, messagingRoutes } from './modules/messaging/index.ts';
import { noteRoutes } from './modules/partners/index.ts';
import { payoutRoutes, schedulePayoutRuns } from './modules/payouts/index.ts';
import { programRoutes } from './modules/programs/index.ts';
import { fileRoutes, type Impressions, promoRoutes, type UploadParts } from './modules/promo/index.ts';
import { reportingRoutes } from './modules/reporting/index.ts';
import type { createTracking } from './modules/tracking/index.ts';
import type { Limiter } from './platform/http/limits.ts';
import { openApiRoute } from './platform/http/openapi.ts';
import type { Context, Route } from './platform/http/route.ts';
import type { Caller } from './platform/http/server.ts';

/** Every route, named here by hand: whoever looks for an address finds it from here. */
export function routesOf(
  parts: Parts,
  authenticator: Authenticator,
  tracking: Tracking,
  authenticate: (request: FastifyRequest) => Promise<Caller>,
  people: PeopleParts,
  promo: { readonly uploads: UploadParts; readonly impressions: Impressions },
  limitSignups: Limiter,
): Route[] {
  const { clock } = parts;
  const partnerSteps = { chooseSponsor, holdCommissions: holdSuspended, releaseCommissions: releaseSuspended };
  const routes: Route[] = [
    ...accountRoutes(authenticator, (context) => settingsChanged(context, tracking)),
    ...feedRoutes(),
    ...signInRoutes(people),
    ...resetRoutes(people),
    ...meRoutes(people),
    ...twoFactorRoutes(people),
    ...invitationRoutes(people),
    ...teamRoutes(parts),
    ...auditRoutes(),
    ...clockRoutes(clock, dueHandlers, (account, offset) => tracking.noticeClock(account, offset)),
    ...programRoutes((context) => linksChanged(context, tracking)),
    ...partnerRoutes(partnerSteps),
    centerTokenRoute,
    ...noteRoutes(),
    ...joiningRoutes({ ...parts, chooseSponsor, findCountry: tracking.countryOf, limit: limitSignups }),
    ...promoRoutes(promo.uploads),
    ...fileRoutes({ ...promo.uploads, database: parts.database }),
    ...bannerRoutes({ ...parts, tracking, impressions: promo.impressions }),
    ...tracking.routes(),
    ...leadRoutes(),
    ...trackOrderRoutes(parts, authenticate),
    ...trackerRoutes(),
    ...contactRoutes(),
    ...personRoutes(eraseMessagesOf),
    ...orderRoutes(),
    ...refundRoutes(),
    ...simulationRoutes(),
    ...commissionRoutes(),
    ...restoreRoutes(),
    ...payoutRoutes(),
    ...statementRoutes(),
    ...messagingRoutes(parts),
    ...reportingRoutes(),
    ...centerRoutes(parts),
    ...officeRoutes(),
    ...operatorRoutes(parts),
    ...domainRoutes(parts),
    ...demoRoutes(parts),
    ...setupRoutes(parts),
    ...pageRoutes(),
    ...healthRoutes(parts, {
      trackingProblem: () => trackingProblem(tracking.health()),
      metrics: () => trackingMetrics(tracking.health()),
    }),
  ];
  return [...routes, openApiRoute(routes)];
}

/** What follows from other settings. */
async function settingsChanged(context: Context, tracking: Tracking): Promise<void> {
  linksChanged(context, tracking);
  await schedulePayoutRuns(context);
  await dropUnlistedHosts(context);
}

/** Other hosts are allowed, or links lead elsewhere: here from the next click on. */
function linksChanged({ accountId, afterCommit }: Context, tracking: Tracking): void {
  afterCommit(() => tracking.noticeChange(accountId));
}

type Tracking = ReturnType<typeof createTracking>;
type Health = ReturnType<Tracking['health']>;

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
