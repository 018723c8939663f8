import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { Day } from '../../values/instant.ts';

/** Where and when a banner was seen. */
export interface ImpressionPlace {
  readonly day: Day;
  readonly promo_tool_id: string;
  readonly partner_id: string;
  readonly program_id: string;
  readonly link_id: string;
}

/** Adds to what is there. Sorted, so that two nodes that write at once wait for each other and never in a ring. */
export async function addImpressions(
  tx: Tx,
  account: AccountId,
  rows: readonly (ImpressionPlace & { readonly shown: number })[],
): Promise<void> {
  const keyOf = (row: ImpressionPlace) =>
    [row.promo_tool_id, row.day, row.partner_id, row.program_id, row.link_id].join(' ');
  const sorted = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const column = (name: keyof (typeof sorted)[number]) => sorted.map((row) => row[name]);
  await sql`
    insert into tenant.impressions as i (account_id, day, promo_tool_id, partner_id, program_id, link_id, shown)
    select ${account}, n.* from unnest(${column('day')}::date[], ${column('promo_tool_id')}::text[],
      ${column('partner_id')}::text[], ${column('program_id')}::text[], ${column('link_id')}::text[],
      ${column('shown')}::bigint[]) as n
    on conflict (account_id, promo_tool_id, day, partner_id, program_id, link_id)
    do update set shown = i.shown + excluded.shown`.execute(tx);
}

export interface ImpressionFilter {
  /** Inclusive. */
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
  readonly promo_tool_id?: string | undefined;
  readonly partner_id?: string | undefined;
  readonly program_id?: string | undefined;
  readonly link_id?: string | undefined;
}

export interface ImpressionRow extends Omit<ImpressionPlace, 'day' | 'link_id'> {
  readonly shown: bigint;
}

/** How often banners were seen in these days, by tool, partner and program. */
export async function listImpressions(tx: Tx, account: AccountId, filter: ImpressionFilter): Promise<ImpressionRow[]> {
  const { from, to, ...places } = filter;
  const narrowed = Object.entries(places).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`and ${sql.ref(`i.${name}`)} = ${value}`],
  );
  const { rows } = await sql<ImpressionRow>`
    select i.promo_tool_id, i.partner_id, i.program_id, sum(i.shown)::bigint as shown from tenant.impressions i
    where i.account_id = ${account} and i.day >= ${from}::date and i.day < ${to}::date
      ${narrowed.length === 0 ? sql`` : sql.join(narrowed, sql` `)}
    group by i.promo_tool_id, i.partner_id, i.program_id`.execute(tx);
  return rows;
}
