import type { Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/http/route.ts';
import type { AccountId } from '../../values/id.ts';
import { type CouponRow, countUses, hasUsed, insertUse, lockCoupon } from './queries-coupons.ts';
import { endOfCoupon } from './rules/coupon-state.ts';

/** What limits a coupon, and how many other orders used it before this one. */
export interface LimitsFound {
  readonly starts_at: Date | null;
  readonly ends_at: Date | null;
  readonly max_uses: number | null;
  readonly uses_before: number;
}

/**
 * Null where nothing limits it. Where a number of uses does, the coupon is held until the transaction ends: of two orders that
 * come at once for the last use, the second waits for the first.
 */
export async function limitsOfCoupon(
  tx: Tx,
  account: AccountId,
  coupon: CouponRow,
  order: string | null,
): Promise<LimitsFound | null> {
  const { starts_at, max_uses } = coupon;
  const ends_at = endOfCoupon(coupon);
  if (max_uses === null)
    return starts_at === null && ends_at === null ? null : { starts_at, ends_at, max_uses, uses_before: 0 };
  await lockCoupon(tx, account, coupon.id);
  const uses = (await countUses(tx, account, [coupon.id])).get(coupon.id) ?? 0;
  const isOwn = order !== null && (await hasUsed(tx, account, coupon.id, order));
  // An order that had its use then keeps it, however many came after.
  return { starts_at, ends_at, max_uses, uses_before: isOwn ? Math.min(uses, max_uses) - 1 : uses };
}

export async function noteCouponUse(
  { tx, accountId }: Pick<Context, 'tx' | 'accountId'>,
  coupon: string,
  order: string,
  at: Date,
): Promise<void> {
  await insertUse(tx, { account_id: accountId, coupon_id: coupon, order_number: order, used_at: at });
}
