import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import { codeKeyOf } from '../../values/code.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import type { PromoTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PromoTables>();

export type CouponRow = Selectable<PromoTables['tenant.coupons']>;

const coupons = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.coupons').selectAll().where('account_id', '=', account);

/** Ignores case. */
export const findCouponByCode = (tx: Tx, account: AccountId, code: string): Promise<CouponRow | undefined> =>
  coupons(tx, account).where('code_key', '=', codeKeyOf(code)).executeTakeFirst();

/** By the code's key. */
export async function findCouponsByCodes(
  tx: Tx,
  account: AccountId,
  codes: readonly string[],
): Promise<Map<string, CouponRow>> {
  if (codes.length === 0) return new Map();
  const rows = await coupons(tx, account)
    .where('code_key', '=', (e) => e.fn.any(e.val(codes.map(codeKeyOf))))
    .execute();
  return new Map(rows.map((row) => [row.code_key, row]));
}

export const findCoupon = (tx: Tx, account: AccountId, id: string): Promise<CouponRow | undefined> =>
  coupons(tx, account).where('id', '=', id).executeTakeFirst();

export const findCoupons = async (tx: Tx, account: AccountId, ids: readonly string[]): Promise<CouponRow[]> =>
  ids.length === 0
    ? []
    : coupons(tx, account)
        .where('id', '=', (e) => e.fn.any(e.val([...ids])))
        .execute();

/** Orders that count its uses follow one another from here to the end of their transactions. */
export const lockCoupon = (tx: Tx, account: AccountId, id: string): Promise<CouponRow | undefined> =>
  coupons(tx, account).where('id', '=', id).forUpdate().executeTakeFirst();

export interface CouponFilter {
  readonly partner_id?: PartnerId | undefined;
  readonly promo_tool_id?: string | undefined;
}

/** Newest first. */
export const listCoupons = (
  tx: Tx,
  account: AccountId,
  { partner_id, promo_tool_id }: CouponFilter,
  after: string | null,
  limit: number,
): Promise<CouponRow[]> =>
  coupons(tx, account)
    .$if(partner_id !== undefined, (q) => q.where('partner_id', '=', partner_id!))
    .$if(promo_tool_id !== undefined, (q) => q.where('promo_tool_id', '=', promo_tool_id!))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** Undefined where the code is taken. */
export const insertCoupon = (tx: Tx, row: Insertable<PromoTables['tenant.coupons']>): Promise<CouponRow | undefined> =>
  db(tx)
    .insertInto('tenant.coupons')
    .values(row)
    .onConflict((c) => c.columns(['account_id', 'code_key']).doNothing())
    .returningAll()
    .executeTakeFirst();

export const updateCoupon = (
  tx: Tx,
  account: AccountId,
  id: string,
  change: Updateable<PromoTables['tenant.coupons']>,
): Promise<CouponRow> =>
  db(tx)
    .updateTable('tenant.coupons')
    .set(change)
    .where('account_id', '=', account)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** How many orders used each. */
export async function countUses(tx: Tx, account: AccountId, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ coupon_id: string; uses: number }>`
    select coupon_id, count(*)::int as uses from tenant.coupon_uses
    where account_id = ${account} and coupon_id = any(${ids}::text[]) group by coupon_id`.execute(tx);
  return new Map(rows.map((row) => [row.coupon_id, row.uses]));
}

export async function hasUsed(tx: Tx, account: AccountId, coupon: string, order: string): Promise<boolean> {
  const row = await db(tx)
    .selectFrom('tenant.coupon_uses')
    .select('coupon_id')
    .where('account_id', '=', account)
    .where('coupon_id', '=', coupon)
    .where('order_number', '=', order)
    .executeTakeFirst();
  return row !== undefined;
}

/** The same order again is the same use. */
export const insertUse = (tx: Tx, row: Insertable<PromoTables['tenant.coupon_uses']>) =>
  db(tx)
    .insertInto('tenant.coupon_uses')
    .values(row)
    .onConflict((c) => c.doNothing())
    .execute();
