import { type FoundTouch, judgeLimits } from '../modules/attribution/index.ts';
import { findCouponByCode, limitsOfCoupon, noteCouponUse } from '../modules/promo/index.ts';
import type { Context } from '../platform/http/route.ts';

/**
 * Notes that an order used a coupon, where it could be used then, whoever is credited. An order is one use, by the shop's
 * number. What a page reported uses nothing until the shop has spoken: strangers could use a coupon up.
 */
export async function useCoupons(context: Context, order: string, touches: readonly FoundTouch[]): Promise<void> {
  for (const { coupon_id, limits, at } of touches) {
    if (coupon_id !== null && (!limits || judgeLimits(limits, at) === 'valid'))
      await noteCouponUse(context, coupon_id, order, at);
  }
}

/** The same for an order that is vouched for now, by the code that it named. */
export async function useCouponNamed(context: Context, order: string, code: string, at: Date): Promise<void> {
  const { tx, accountId } = context;
  const coupon = await findCouponByCode(tx, accountId, code);
  const limits = coupon && (await limitsOfCoupon(tx, accountId, coupon, order));
  if (coupon && (!limits || judgeLimits(limits, at) === 'valid')) await noteCouponUse(context, coupon.id, order, at);
}
