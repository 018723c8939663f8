import type pg from 'pg';
import { copyRows } from '../../platform/copy.ts';

/** The columns of a click in the order in which rows are written. Spools name them too, so that an old one stays readable. */
export const CLICK_COLUMNS =
  'account_id,at,id,link_id,partner_id,promo_tool_id,sub,visitor,visitor_kind,day_hash,referrer_host,landing,country,device,counted,reason,flood';

/** A calendar month in UTC, "202601": the partition that a click lies in. */
export type Month = string;

const isMonth = /^\d{6}$/;

/** Makes the month's partition where it is missing. */
export async function ensureClickMonth(client: pg.ClientBase, month: Month): Promise<void> {
  await client.query('select machinery.ensure_click_month($1::date)', [`${month.slice(0, 4)}-${month.slice(4)}-01`]);
}

/** Writes new rows straight into the month's partition, committed when this resolves. The partition must be there. */
export function copyClicks(client: pg.ClientBase, month: Month, rows: string): Promise<void> {
  return copyRows(client, `copy ${partitionOf(month)} (${CLICK_COLUMNS}) from stdin`, rows);
}

/**
 * Writes rows of which some may be there already, each once. `columns` are those that the rows were written with. The
 * client must not be in a transaction; the partition must be there.
 */
export async function replayClicks(client: pg.ClientBase, month: Month, columns: string, rows: string): Promise<void> {
  if (!/^[a-z_,]+$/.test(columns)) throw new Error('a spool names columns that cannot be');
  await client.query('begin');
  try {
    await client.query(`create temporary table click_replay (account_id text, at timestamptz, id text, link_id text,
      partner_id text, promo_tool_id text, sub text, visitor text, visitor_kind text, day_hash text, referrer_host text,
      landing text, country text, device text, counted boolean, reason text, flood boolean) on commit drop`);
    await copyRows(client, `copy pg_temp.click_replay (${columns}) from stdin`, rows);
    await client.query(
      `insert into ${partitionOf(month)} (${columns}) select ${columns} from pg_temp.click_replay on conflict do nothing`,
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

function partitionOf(month: Month): string {
  if (!isMonth.test(month)) throw new RangeError(`${month} is no month`);
  return `tenant.clicks_${month}`;
}
