import { endSignup, SIGNUP_OVER, signupFormRoutes } from '../../modules/joining/index.ts';
import { eraseMessagesAbout } from '../../modules/messaging/index.ts';
import type { Context, Route } from '../../platform/http/route.ts';
import { applicationRoutes } from './routes-applications.ts';
import { confirmRoutes } from './routes-confirm.ts';
import { decisionRoutes } from './routes-decision.ts';
import { formRoutes } from './routes-form.ts';
import { joinJsonRoutes } from './routes-json.ts';
import { joinPageRoutes } from './routes-page.ts';
import { scriptRoute } from './serve-script.ts';
import type { JoiningParts } from './visit.ts';

export type { JoiningParts } from './visit.ts';

export function joiningRoutes(parts: JoiningParts): Route[] {
  return [
    ...signupFormRoutes(),
    ...formRoutes(),
    ...applicationRoutes(),
    ...joinPageRoutes(parts),
    ...confirmRoutes(parts),
    ...decisionRoutes(parts),
    ...joinJsonRoutes(parts),
    scriptRoute(),
  ];
}

/** Who never confirmed an address is forgotten, and so is the mail that asked them. */
async function forgetSignup(context: Context, id: string): Promise<void> {
  const { tx, accountId, now } = context;
  if (await endSignup(context, id)) await eraseMessagesAbout(tx, accountId, [id], now);
}

/** What falls due here, for the sweeper. */
export const joiningDue = { [SIGNUP_OVER]: { run: forgetSignup, schedulesMore: false } } as const;
