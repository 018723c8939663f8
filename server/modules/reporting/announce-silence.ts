import type { Context } from '../../platform/http/route.ts';
import { endSilence, noteSilence } from './queries-heard.ts';
import { watchTracking } from './show-health.ts';

/** Says once (`tracking_silent`) that a link or site has fallen silent or brings no orders any more, and notes when that ends. */
export async function announceSilence(context: Context): Promise<void> {
  for (const one of await watchTracking(context)) {
    const isWrong = one.state !== 'well' && one.state !== 'quiet';
    if (!isWrong && one.announced !== null) await endSilence(context.tx, context.accountId, one);
    if (!isWrong || one.announced !== null) continue;
    if (!(await noteSilence(context.tx, context.accountId, one, context.now))) continue;
    await context.announce({
      kind: 'tracking_silent',
      subject: one.subject,
      data: {
        of: one.kind,
        state: one.state,
        last_click_at: one.click_at?.toISOString() ?? null,
        last_order_at: one.order_at?.toISOString() ?? null,
        clicks_per_day: one.clicks_per_day,
      },
    });
  }
}
