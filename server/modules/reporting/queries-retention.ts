import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { Day } from '../../values/instant.ts';

/** Drops the partitions of clicks that end before the day; their names. */
export const dropClickMonths = async (tx: Tx, before: Day): Promise<string[]> =>
  (await sql<{ months: string[] }>`select machinery.drop_click_months(${before}::date) as months`.execute(tx)).rows[0]!
    .months;

/** Deletes the clicks before an instant of the account whose transaction this is; how many. */
export const forgetClicks = async (tx: Tx, before: Date): Promise<number> =>
  Number((await sql<{ gone: bigint }>`select machinery.forget_clicks(${before}) as gone`.execute(tx)).rows[0]!.gone);
