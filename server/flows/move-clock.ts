import { clockMove, clockView } from '../modules/accounts/contract.ts';
import { accountTime, lockAccount, recordAct, setClockOffset } from '../modules/accounts/index.ts';
import type { Clock } from '../platform/clock.ts';
import { nothing } from '../platform/http/contract.ts';
import { plain, post, type Route } from '../platform/http/route.ts';
import type { AccountId } from '../values/id.ts';
import { shiftMonths } from '../values/instant.ts';
import { refuse } from '../values/refusal.ts';
import { type DueHandlers, doDueWithin } from './do-due.ts';

const tag = 'Test clock';
const notASandbox = refuse('not_a_sandbox', 'This account is no sandbox; its clock is the real one.');

/**
 * The test clock of sandboxes (contract.md). A move does all that falls due on the way in one transaction under the
 * account's lock, so that two moves follow one another and a crash leaves the clock where it was.
 */
export function clockRoutes(
  clock: Clock,
  handlers: DueHandlers,
  noticeClock: (account: AccountId, offsetMs: number) => void,
): Route[] {
  const show = plain({
    method: 'GET',
    path: '/v1/test_clock',
    tag,
    summary: "The sandbox's time",
    who: 'secret',
    scope: 'read',
    query: nothing,
    answer: clockView,
    handle: async ({ account, now }) => (account.sandbox ? { now: now.toISOString() } : notASandbox),
  });
  const move = post({
    method: 'POST',
    statuses: [200],
    path: '/v1/test_clock',
    tag,
    summary: "Moves the sandbox's clock forward and does all that falls due on the way",
    who: 'secret',
    scope: 'write',
    body: clockMove,
    answer: clockView,
    act: async (context, { body }) => {
      if (!context.account.sandbox) return notASandbox;
      const { tx, accountId } = context;
      const account = await lockAccount(tx, accountId);
      const real = clock.now();
      const before = accountTime(account, real);
      if (body.now.getTime() < before.getTime())
        return refuse('clock_backwards', `The clock stands at ${before.toISOString()}; it only goes forward.`);
      if (body.now.getTime() > shiftMonths(before, 120).getTime())
        return refuse('clock_too_far', 'Move the clock ten years at most at a time.');
      await doDueWithin(context, handlers, body.now);
      const offset = body.now.getTime() - real.getTime();
      await setClockOffset(tx, accountId, BigInt(offset));
      await recordAct(context, 'clock_moved', accountId, {
        detail: { from: before.toISOString(), to: body.now.toISOString() },
      });
      context.afterCommit(() => noticeClock(accountId, offset));
      return { subject: body.now.toISOString(), status: 200 };
    },
    // On a repeat the clock has ticked on, and is shown as it stands.
    show: async ({ now }, moved) => ({ now: new Date(Math.max(now.getTime(), Date.parse(moved))).toISOString() }),
  });
  return [show, move];
}
