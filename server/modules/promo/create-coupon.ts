import type { Context } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { codeKeyOf } from '../../values/code.ts';
import type { PartnerId } from '../../values/id.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { findPartner } from '../partners/index.ts';
import type { CouponTerms } from './contract.ts';
import { randomCode } from './make-code.ts';
import { type CouponRow, insertCoupon, lockCoupon, updateCoupon } from './queries-coupons.ts';
import { findPromoTool } from './queries-tools.ts';
import { invalid } from './tool-templates.ts';

export interface CouponToCreate extends CouponTerms {
  /** Absent: a random one. */
  readonly code?: string | null | undefined;
  /** For good: what its orders earned is counted with it. */
  readonly promo_tool_id?: string | null | undefined;
  /** The import that brings it. */
  readonly importId?: string | undefined;
}

/**
 * Gives a coupon's code to a partner. Refuses `not_found` and `code_taken`; throws `invalid` for dates in the wrong order.
 */
export async function createCoupon(
  context: Context,
  partnerId: PartnerId,
  given: CouponToCreate = {},
): Promise<CouponRow | Refusal> {
  const { tx, accountId, now } = context;
  if (!(await findPartner(tx, accountId, partnerId))) return refuse('not_found', 'There is no such partner.');
  const { promo_tool_id = null, starts_at = null, ends_at = null, max_uses = null } = given;
  const wrong = await checkTerms(context, { promo_tool_id, starts_at, ends_at });
  if (wrong) return wrong;
  const code = given.code ?? randomCode(9).toUpperCase();
  const made = await insertCoupon(tx, {
    account_id: accountId,
    id: newId('coupon', now),
    partner_id: partnerId,
    code,
    code_key: codeKeyOf(code),
    created_at: now,
    ...{ promo_tool_id, starts_at, ends_at, max_uses, ended_at: null, import_id: given.importId ?? null },
  });
  if (!made) return refuse('code_taken', `The coupon "${code}" belongs to a partner already; choose another.`);
  await recordAct(context, 'coupon_created', made.id, { detail: { partner_id: partnerId } });
  return made;
}

/** Changes when and how often a coupon counts. Orders that are recorded stay as they are. Refuses `not_found`. */
export async function changeCoupon(
  context: Context,
  id: string,
  { ended, ...terms }: CouponTerms & { readonly ended?: boolean | undefined },
): Promise<CouponRow | Refusal> {
  const { tx, accountId, now } = context;
  const before = await lockCoupon(tx, accountId, id);
  if (!before) return refuse('not_found', 'There is no such coupon.');
  const given = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
  const after: CouponRow = { ...before, ...given };
  const wrong = await checkTerms(context, after);
  if (wrong) return wrong;
  const ended_at = ended === undefined ? before.ended_at : ended ? (before.ended_at ?? now) : null;
  const { starts_at, ends_at, max_uses } = after;
  await recordAct(context, 'coupon_changed', id, { detail: { ...given, ...(ended === undefined ? {} : { ended }) } });
  return updateCoupon(tx, accountId, id, { starts_at, ends_at, max_uses, ended_at });
}

async function checkTerms(
  { tx, accountId }: Context,
  { promo_tool_id, starts_at, ends_at }: Pick<CouponRow, 'promo_tool_id' | 'starts_at' | 'ends_at'>,
): Promise<Refusal | null> {
  if (starts_at && ends_at && ends_at <= starts_at)
    throw invalid([{ path: 'ends_at', code: 'custom', message: 'is not after starts_at' }]);
  const tool = promo_tool_id === null ? null : await findPromoTool(tx, accountId, promo_tool_id);
  if (tool === null) return null;
  if (tool?.kind === 'coupon_set') return null;
  return refuse('not_found', 'There is no such promo tool, or it is no coupon_set.');
}
