import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { accountRoutes, createAuthenticator, idempotency, makeSetupToken } from './modules/accounts/index.ts';
import { commissionRoutes } from './modules/commissions/index.ts';
import { payoutRoutes } from './modules/payouts/index.ts';
import { programRoutes } from './modules/programs/index.ts';
import { promoRoutes } from './modules/promo/index.ts';
import { createTracking } from './modules/tracking/index.ts';
import { clockRoutes } from './flows/move-clock.ts';
import type { Parts } from './flows/context.ts';
import { dueHandlers } from './flows/due-handlers.ts';
import { startSweeper } from './flows/do-due.ts';
import { leadRoutes } from './flows/routes-leads.ts';
import { operatorRoutes } from './flows/routes-operator.ts';
import { orderRoutes } from './flows/routes-orders.ts';
import { partnerRoutes } from './flows/routes-partners.ts';
import { contactRoutes } from './flows/routes-contacts.ts';
import { refundRoutes } from './flows/routes-refunds.ts';
import { setupRoutes } from './flows/routes-setup.ts';
import { judgeLateClicks } from './flows/judge-late-clicks.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { createLimiter } from './platform/http/limits.ts';
import { openApiRoute } from './platform/http/openapi.ts';
import type { Route } from './platform/http/route.ts';
import { createHttp } from './platform/http/server.ts';
import { healthRoutes } from './flows/routes-health.ts';
import type { Store } from './start.ts';

export interface App {
  listen(host: string, port: number): Promise<{ port: number }>;
  /** A token for the set-up page while there is no account. */
  setupToken(): Promise<string | null>;
  close(): Promise<void>;
}
