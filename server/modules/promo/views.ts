import type { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import { findPartners } from '../partners/index.ts';
import { listDefaultUrls } from '../programs/index.ts';
import type { couponView, linkView } from './contract.ts';
import type { CouponRow, LinkRow } from './queries.ts';

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

export function toCouponView({ id, partner_id, code, created_at }: CouponRow): z.input<typeof couponView> {
  return { id, partner_id, code, created_at: created_at.toISOString() };
}
