export const couponStates = ['active', 'scheduled', 'ended', 'used_up'] as const;
export type CouponState = (typeof couponStates)[number];

export interface CouponTimes {
  readonly starts_at: Date | null;
  readonly ends_at: Date | null;
  /** When somebody ended it by hand. */
  readonly ended_at: Date | null;
  readonly max_uses: number | null;
}

/** From when on a coupon is over, by its end or by hand, whichever came first; null: never. */
export function endOfCoupon({ ends_at, ended_at }: Pick<CouponTimes, 'ends_at' | 'ended_at'>): Date | null {
  if (ends_at === null || ended_at === null) return ends_at ?? ended_at;
  return ends_at < ended_at ? ends_at : ended_at;
}

/** What a coupon is at an instant, for lists. Its start is in, its end is out. */
export function couponState(coupon: CouponTimes, uses: number, at: Date): CouponState {
  const end = endOfCoupon(coupon);
  if (end !== null && at >= end) return 'ended';
  if (coupon.max_uses !== null && uses >= coupon.max_uses) return 'used_up';
  return coupon.starts_at !== null && at < coupon.starts_at ? 'scheduled' : 'active';
}
