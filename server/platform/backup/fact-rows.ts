import { sql } from 'kysely';
import type { AccountId } from '../../values/id.ts';
import type { Tx } from '../db.ts';
import { quoted, quotedList } from './catalogue.ts';
import { type FactTable, factTables, filledAtFirst } from './fact-tables.ts';

const ROWS_AT_ONCE = 2000;

/** The columns of a fact as the file has them: neither the account nor numbers of transactions or positions in a log. */
export async function columnsOf(tx: Tx, { table }: FactTable): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_catalog.pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname <> 'account_id'
      and atttypid not in ('xid8'::regtype, 'pg_lsn'::regtype)
    order by attnum`.execute(tx);
  return rows.map(({ name }) => name);
}

/** All rows of an account as JSON texts, in the order of their keys, so many at a time. Memory does not grow with them. */
export async function* readFacts(
  tx: Tx,
  account: AccountId,
  { fact, table }: FactTable,
  columns: readonly string[],
): AsyncGenerator<string[]> {
  const keys = (await primaryKeyOf(tx, table)).filter((name) => name !== 'account_id');
  const sorted = keys.length > 0 ? `order by ${quotedList(keys)}` : '';
  await sql`
    declare facts no scroll cursor for
    select row_to_json(r)::text as row from (
      select ${fact}::text as fact, ${sql.raw(quotedList(columns))} from ${sql.raw(quoted(table))}
      where account_id = ${account} ${sql.raw(sorted)}) r`.execute(tx);
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.raw(String(ROWS_AT_ONCE))} from facts`.execute(tx);
    if (rows.length > 0) yield rows.map(({ row }) => row);
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await sql`close facts`.execute(tx);
}

const primaryKeyOf = async (tx: Tx, table: string): Promise<string[]> =>
  (
    await sql<{ name: string }>`
      select a.attname as name from pg_catalog.pg_index i
      join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
      where i.indrelid = ${table}::regclass and i.indisprimary
      order by array_position(i.indkey::int2[], a.attnum)`.execute(tx)
  ).rows.map(({ name }) => name);

/** A fact that the account holds already, though it should be empty; null: it is empty. */
export async function findAnyFact(tx: Tx, account: AccountId): Promise<string | null> {
  for (const { fact, table } of factTables) {
    if (filledAtFirst.has(fact)) continue;
    const { rows } = await sql`select from ${sql.raw(quoted(table))} where account_id = ${account} limit 1`.execute(tx);
    if (rows.length > 0) return fact;
  }
  return null;
}

/** What the settings of the new account were is given up for those that come. */
export const forgetSettings = (tx: Tx, account: AccountId) =>
  sql`update tenant.settings set chosen = '{}' where account_id = ${account}`.execute(tx);

/**
 * Reports of the account have counted nothing, whatever a number of a transaction says; nobody counts until the transaction
 * at hand is over.
 */
export async function countAnew(tx: Tx, account: AccountId, timeZone: string, now: Date): Promise<void> {
  await sql`
    insert into tenant.fold_marks (account_id, time_zone, seen, folded_at) values (${account}, ${timeZone}, '3:3:', ${now})
    on conflict (account_id) do update set seen = excluded.seen`.execute(tx);
  await sql`delete from tenant.counters where account_id = ${account}`.execute(tx);
}

/** Rows of one kind that are written by one statement. */
export interface FactParcel {
  readonly table: FactTable;
  /** Those that every row names; the others get their defaults. */
  readonly columns: readonly string[];
  /** JSON texts. */
  readonly rows: readonly string[];
  /** How many rows of the kind came before. */
  readonly before: number;
}

const FIRST_TRANSACTION = 3;
/** A new server has had more transactions than this before its first table is made. */
const LAST_STAGE = 500;

export async function insertFacts(tx: Tx, account: AccountId, parcel: FactParcel): Promise<void> {
  const { table, columns, rows, before } = parcel;
  const written = table.written ?? [];
  const stage = (size: number) => String(FIRST_TRANSACTION + Math.min(LAST_STAGE, Math.floor(before / size)));
  const values = written.map(({ when, parcel: size }) =>
    when === undefined
      ? sql`${stage(size)}::xid8`
      : sql`case when ${sql.raw(quoted(when))} is not null then ${stage(size)}::xid8 end`,
  );
  const names = sql.raw(quotedList(['account_id', ...columns, ...written.map(({ by }) => by)]));
  const from = sql.raw(`null::${quoted(table.table)}`);
  const insertInto = (target: string) => sql`
    insert into ${sql.raw(quoted(target))} (${names})
    select ${sql.join([sql`${account}::text`, sql.raw(quotedList(columns)), ...values])}
    from json_populate_recordset(${from}, ${`[${rows.join(',')}]`}::json)
    ${sql.raw(table.fact === 'settings' ? 'on conflict (account_id) do update set chosen = excluded.chosen' : '')}`;
  if (table.fact === 'click') await insertClicks(tx, rows, insertInto);
  else await insertInto(table.table).execute(tx);
}

/** Clicks go straight into the partition of their month, on which only the writer's role has the right; one month a parcel. */
async function insertClicks(
  tx: Tx,
  rows: readonly string[],
  insertInto: (partition: string) => ReturnType<typeof sql>,
): Promise<void> {
  const month = monthOf(rows[0]!);
  await sql`select machinery.ensure_click_month(${`${month}-01`}::date)`.execute(tx);
  await sql`set local role tributary_clicks`.execute(tx);
  await insertInto(`tenant.clicks_${month.replace('-', '')}`).execute(tx);
  await sql`set local role tributary_app`.execute(tx);
}

/** The month in UTC of a click, "2026-01"; of anything that is no instant, one that the database refuses by its row. */
export function monthOf(row: string): string {
  const at = new Date(JSON.parse(row).at);
  return Number.isNaN(at.getTime()) ? '1970-01' : at.toISOString().slice(0, 7);
}

/** Undoes what is done within where it fails, so that the transaction goes on. */
export async function orUndo<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint facts`.execute(tx);
  try {
    const result = await work();
    await sql`release savepoint facts`.execute(tx);
    return result;
  } catch (error) {
    await sql`rollback to savepoint facts`.execute(tx);
    throw error;
  }
}
