import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

export interface RateRow {
  readonly from_currency: string;
  readonly to_currency: string;
  readonly day: string;
  readonly rate: string;
  readonly source: string;
}

export const insertRates = (tx: Tx, account: AccountId, rows: readonly RateRow[], at: Date) =>
  db(tx)
    .insertInto('tenant.exchange_rates')
    .values(rows.map((row) => ({ account_id: account, ...row, recorded_at: at })))
    .onConflict((c) => c.columns(['account_id', 'from_currency', 'to_currency', 'day', 'recorded_at']).doNothing())
    .execute();

/** The latest rate of each pair among these currencies, on a day or at most seven days before it; the newest entry of a day. */
export const listRates = async (
  tx: Tx,
  account: AccountId,
  currencies: readonly string[],
  day: string,
): Promise<RateRow[]> =>
  (
    await sql<RateRow>`
      select distinct on (from_currency, to_currency) from_currency, to_currency, day, rate, source
      from tenant.exchange_rates
      where account_id = ${account} and from_currency = any(${currencies}::char(3)[]) and to_currency = any(${currencies}::char(3)[])
        and day between ${day}::date - 7 and ${day}::date
      order by from_currency, to_currency, day desc, recorded_at desc`.execute(tx)
  ).rows;

export const listAllRates = (tx: Tx, account: AccountId, limit: number): Promise<RateRow[]> =>
  db(tx)
    .selectFrom('tenant.exchange_rates')
    .select(['from_currency', 'to_currency', 'day', 'rate', 'source'])
    .where('account_id', '=', account)
    .orderBy('day', 'desc')
    .orderBy('from_currency')
    .orderBy('to_currency')
    .orderBy('recorded_at', 'desc')
    .limit(limit)
    .execute();
