import type { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import { findPartners } from '../partners/index.ts';
import { listDefaultUrls } from '../programs/index.ts';
import type { couponView, linkView } from './contract.ts';
import type { LinkRow } from './queries.ts';
import { type CouponRow, countUses } from './queries-coupons.ts';
import { couponState } from './rules/coupon-state.ts';

type LinkView = z.input<typeof linkView>;

/** Links as the API shows them, by id; a partner's own link shows where the program leads by default. */
export async function showLinks(context: Context, rows: readonly LinkRow[]): Promise<Map<string, LinkView>> {
  const defaults = await findDefaults(context, rows);
  return new Map(
    rows.map(({ id, partner_id, code, url, promo_tool_id, created_at }) => [
      id,
      {
        id,
        partner_id,
        code,
        url: url ?? defaults.get(partner_id) ?? '',
        short_url: context.linkBase + encodeURIComponent(code),
        promo_tool_id,
        created_at: created_at.toISOString(),
      },
    ]),
  );
}

async function findDefaults(
  { tx, accountId }: Context,
  rows: readonly LinkRow[],
): Promise<Map<string, string | undefined>> {
  const partnerIds = rows.filter((row) => row.url === null).map((row) => row.partner_id);
  if (partnerIds.length === 0) return new Map();
  const urls = await listDefaultUrls(tx, accountId);
  return new Map(
    (await findPartners(tx, accountId, partnerIds)).map(({ id, program_id }) => [id, urls.get(program_id)]),
  );
}

/** Coupons as the API shows them, by id. */
export async function showCoupons(
  { tx, accountId, now }: Context,
  rows: readonly CouponRow[],
): Promise<Map<string, z.input<typeof couponView>>> {
  const uses = await countUses(
    tx,
    accountId,
    rows.map((row) => row.id),
  );
  return new Map(rows.map((row) => [row.id, toCouponView(row, uses.get(row.id) ?? 0, now)]));
}

function toCouponView(row: CouponRow, uses: number, now: Date): z.input<typeof couponView> {
  const { id, partner_id, code, promo_tool_id, starts_at, ends_at, max_uses, ended_at, created_at } = row;
  return {
    ...{ id, partner_id, code, promo_tool_id, max_uses, uses, state: couponState(row, uses, now) },
    starts_at: starts_at?.toISOString() ?? null,
    ends_at: ends_at?.toISOString() ?? null,
    ended_at: ended_at?.toISOString() ?? null,
    created_at: created_at.toISOString(),
  };
}
