import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import { LARGEST_AMOUNT } from '../../values/money.ts';
import type { BalanceChange } from './rules/sum-transfers.ts';
import type { LedgerTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<LedgerTables>();

/** What a partner has in one currency, in minor units; payable may be below zero. */
export interface BalanceRow {
  readonly partner_id: PartnerId;
  readonly currency: string;
  readonly pending: bigint;
  readonly payable: bigint;
  readonly in_flight: bigint;
  readonly paid: bigint;
}

const MOST = LARGEST_AMOUNT.toString();

const balances = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('tenant.balances')
    .select(['partner_id', 'currency', 'pending', 'payable', 'in_flight', 'paid'])
    .where('account_id', '=', account)
    .orderBy('partner_id')
    .orderBy('currency');

export const listBalances = (tx: Tx, account: AccountId, partner: PartnerId): Promise<BalanceRow[]> =>
  balances(tx, account).where('partner_id', '=', partner).execute();

export const lockBalancesOf = async (
  tx: Tx,
  account: AccountId,
  partners: readonly PartnerId[],
): Promise<BalanceRow[]> =>
  (
    await sql<BalanceRow>`
      select partner_id, currency, pending, payable, in_flight, paid from tenant.balances
      where account_id = ${account} and partner_id = any(${partners}::text[])
      order by partner_id collate "C", currency collate "C" for update`.execute(tx)
  ).rows;

export const lockBalancesWithPayable = async (tx: Tx, account: AccountId): Promise<BalanceRow[]> =>
  (
    await sql<BalanceRow>`
      select partner_id, currency, pending, payable, in_flight, paid from tenant.balances
      where account_id = ${account} and payable <> 0
      order by partner_id collate "C", currency collate "C" for update`.execute(tx)
  ).rows;

/** One row of tenant.transfers as JSON carries it: an amount as text, so that no digit is lost. */
export interface TransferRow {
  readonly id: string;
  readonly partner_id: string;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: string;
  readonly cause: string;
  readonly program_id: string | null;
  readonly commission_id: string | null;
  readonly payout_id: string | null;
}

/**
 * Writes transfers down and changes the balances with them, in one statement: missing balances are made, and all are taken
 * in the order in which `changes` stand, which is the order of the locks. Resolves to the partners of whom a balance, or all
 * of what they were ever owed and paid, comes to more than JSON can carry: the caller must not commit that.
 */
export const insertTransfers = async (
  tx: Tx,
  account: AccountId,
  rows: readonly TransferRow[],
  changes: readonly BalanceChange[],
  at: Date,
): Promise<PartnerId[]> => {
  const sums = JSON.stringify(changes, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));
  const beyond = sql<{ partner_id: PartnerId }>`
    with written as (
      insert into tenant.transfers
        (account_id, id, at, partner_id, currency, debit, credit, amount, cause, program_id, commission_id, payout_id)
      select ${account}, id, ${at}::timestamptz, partner_id, currency, debit, credit, amount, cause, program_id,
        commission_id, payout_id
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(id text, partner_id text, currency text, debit text,
        credit text, amount bigint, cause text, program_id text, commission_id text, payout_id text)),
    changed as (
    insert into tenant.balances (account_id, partner_id, currency, pending, payable, in_flight, paid)
    select ${account}, partner_id, currency, pending, payable, in_flight, paid
    from json_to_recordset(${sums}::json) as r(partner_id text, currency text, pending bigint, payable bigint,
      in_flight bigint, paid bigint)
    order by partner_id collate "C", currency collate "C"
    on conflict (account_id, partner_id, currency) do update set
      pending = balances.pending + excluded.pending, payable = balances.payable + excluded.payable,
      in_flight = balances.in_flight + excluded.in_flight, paid = balances.paid + excluded.paid
    returning partner_id, pending, payable, in_flight, paid)
    select partner_id from changed
    where greatest(pending::numeric, 0) + greatest(payable, 0) + greatest(in_flight, 0) + greatest(paid, 0) > ${MOST}
      or least(pending, payable, in_flight, paid) < -${MOST}::bigint`.execute(tx);
  return (await beyond).rows.map((row) => row.partner_id);
};

/** What all transfers of an account add up to, per partner and currency, as balances should say. */
export const sumAllTransfers = async (tx: Tx, account: AccountId): Promise<BalanceRow[]> =>
  (
    await sql<BalanceRow>`
      select partner_id, currency,
        coalesce(sum(amount) filter (where credit = 'pending'), 0)::bigint
          - coalesce(sum(amount) filter (where debit = 'pending'), 0)::bigint as pending,
        coalesce(sum(amount) filter (where credit = 'payable'), 0)::bigint
          - coalesce(sum(amount) filter (where debit = 'payable'), 0)::bigint as payable,
        coalesce(sum(amount) filter (where credit = 'in_flight'), 0)::bigint
          - coalesce(sum(amount) filter (where debit = 'in_flight'), 0)::bigint as in_flight,
        coalesce(sum(amount) filter (where credit = 'paid_out'), 0)::bigint
          - coalesce(sum(amount) filter (where debit = 'paid_out'), 0)::bigint as paid
      from tenant.transfers where account_id = ${account}
      group by partner_id, currency order by partner_id collate "C", currency collate "C"`.execute(tx)
  ).rows;

export const listAllBalances = (tx: Tx, account: AccountId): Promise<BalanceRow[]> => balances(tx, account).execute();

export const listTransfersOf = (tx: Tx, account: AccountId, partner: PartnerId, after: string | null, limit: number) =>
  db(tx)
    .selectFrom('tenant.transfers')
    .selectAll()
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
