import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { codeKeyOf } from '../../values/code.ts';
import type { PartnerId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { findPartner } from '../partners/index.ts';
import { randomCode } from './make-code.ts';
import { type CouponRow, insertCoupon } from './queries.ts';

/** Gives a coupon's code to a partner; without one, a random code. Refuses `not_found` and `code_taken`. */
export async function createCoupon(
  context: Context,
  partnerId: PartnerId,
  given?: string | null,
): Promise<CouponRow | Refusal> {
  const { tx, accountId, now } = context;
  if (!(await findPartner(tx, accountId, partnerId))) return refuse('not_found', 'There is no such partner.');
  const code = given ?? randomCode(9).toUpperCase();
  const made = await insertCoupon(tx, {
    account_id: accountId,
    id: newId('coupon', now),
    partner_id: partnerId,
    code,
    code_key: codeKeyOf(code),
    created_at: now,
  });
  if (!made) return refuse('code_taken', `The coupon "${code}" belongs to a partner already; choose another.`);
  await recordAct(context, 'coupon_created', made.id, { detail: { partner_id: partnerId } });
  return made;
}
