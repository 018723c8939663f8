import type { Route } from '../../platform/http/route.ts';
import type { Parts } from '../context.ts';
import { exportRoute } from './own-export.ts';
import { preflightRoutes } from './preflight.ts';
import { brandingRoutes } from './routes-branding.ts';
import { claimRoutes } from './routes-claims.ts';
import { officeClaimRoutes } from './routes-claims-office.ts';
import { earningRoutes } from './routes-earnings.ts';
import { homeRoute } from './routes-home.ts';
import { linkRoutes } from './routes-links.ts';
import { meRoutes } from './routes-me.ts';
import { paymentRoutes } from './routes-payments.ts';
import { peopleRoutes } from './routes-people.ts';
import { reportRoutes } from './routes-reports.ts';
import { signInRoutes } from './routes-sign-in.ts';
import { toolRoutes } from './routes-tools.ts';

/** The partner center: what partners see and do, and what of it the office decides. */
export function centerRoutes(parts: Parts): Route[] {
  return [
    ...brandingRoutes(parts),
    ...signInRoutes(parts),
    ...preflightRoutes,
    ...meRoutes(),
    exportRoute,
    homeRoute,
    ...linkRoutes(),
    ...toolRoutes(),
    ...peopleRoutes(),
    ...earningRoutes(),
    ...paymentRoutes(),
    ...reportRoutes(),
    ...claimRoutes(),
    ...officeClaimRoutes(),
  ];
}
