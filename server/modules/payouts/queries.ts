import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId, PayoutId, PayoutRunId } from '../../values/id.ts';
import type { RunFacts } from './rules/settle-payout.ts';
import type { PayoutTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<PayoutTables>();

export type RunRow = Selectable<PayoutTables['tenant.payout_runs']>;
export type PayoutRow = Selectable<PayoutTables['tenant.payouts']>;
export type PayoutStatus = PayoutRow['status'];

const runs = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.payout_runs').selectAll().where('account_id', '=', account);
const payouts = (tx: Tx, account: AccountId) =>
  db(tx).selectFrom('tenant.payouts').selectAll().where('account_id', '=', account);

export const insertRun = (tx: Tx, row: Omit<RunRow, 'excluded'> & { excluded: string }) =>
  db(tx).insertInto('tenant.payout_runs').values(row).execute();

export const findRun = (tx: Tx, account: AccountId, id: PayoutRunId): Promise<RunRow | undefined> =>
  runs(tx, account).where('id', '=', id).executeTakeFirst();

/** Under its lock: what is done to one run follows one another, so that the last one settled closes it. */
export const lockRun = (tx: Tx, account: AccountId, id: PayoutRunId): Promise<RunRow> =>
  runs(tx, account).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();

export const listRuns = (tx: Tx, account: AccountId, after: string | null, limit: number): Promise<RunRow[]> =>
  runs(tx, account)
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const setRunStatus = (tx: Tx, account: AccountId, id: PayoutRunId, status: RunRow['status']) =>
  db(tx)
    .updateTable('tenant.payout_runs')
    .set({ status })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();

/** A payout to insert; its receiver is sealed. */
export type NewPayoutRow = Pick<PayoutRow, 'id' | 'partner_id' | 'amount' | 'currency' | 'method' | 'receiver'>;

export const insertPayouts = (tx: Tx, account: AccountId, run: PayoutRunId, rows: readonly NewPayoutRow[]) => {
  const json = rows.map((row) => ({ ...row, amount: row.amount.toString(), receiver: row.receiver.toString('hex') }));
  return sql`
    insert into tenant.payouts (account_id, id, run_id, partner_id, amount, currency, method, receiver, status)
    select ${account}, id, ${run}, partner_id, amount, currency, method, decode(receiver, 'hex'), 'in_flight'
    from json_to_recordset(${JSON.stringify(json)}::json)
      as r(id text, partner_id text, amount bigint, currency text, method text, receiver text)`.execute(tx);
};

/** Exchanges who a payout went to, sealed. */
export const setReceiver = (tx: Tx, account: AccountId, id: PayoutId, receiver: Buffer) =>
  db(tx)
    .updateTable('tenant.payouts')
    .set({ receiver })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();

export const findPayout = (tx: Tx, account: AccountId, id: PayoutId): Promise<PayoutRow | undefined> =>
  payouts(tx, account).where('id', '=', id).executeTakeFirst();

export const listPayoutsOfRun = (tx: Tx, account: AccountId, run: PayoutRunId): Promise<PayoutRow[]> =>
  payouts(tx, account).where('run_id', '=', run).orderBy('id').execute();

export interface PayoutFilter {
  readonly partner_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly status?: PayoutStatus | undefined;
}

export const listPayouts = (
  tx: Tx,
  account: AccountId,
  { partner_id, run_id, status }: PayoutFilter,
  after: string | null,
  limit: number,
): Promise<PayoutRow[]> =>
  payouts(tx, account)
    .$if(partner_id !== undefined, (q) => q.where('partner_id', '=', partner_id!))
    .$if(run_id !== undefined, (q) => q.where('run_id', '=', run_id!))
    .$if(status !== undefined, (q) => q.where('status', '=', status!))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export interface RunTotal {
  readonly run_id: PayoutRunId;
  readonly status: PayoutStatus;
  readonly currency: string;
  readonly amount: bigint;
  readonly payouts: bigint;
}

/** What these runs pay, by currency and status. */
export const sumRuns = async (tx: Tx, account: AccountId, ids: readonly PayoutRunId[]): Promise<RunTotal[]> =>
  (
    await sql<RunTotal>`
      select run_id, status, currency, sum(amount)::bigint as amount, count(*)::bigint as payouts from tenant.payouts
      where account_id = ${account} and run_id = any(${ids}::text[])
      group by run_id, status, currency order by run_id, currency, status`.execute(tx)
  ).rows;

/** What the status of a run depends on. */
export const readRunFacts = async (tx: Tx, account: AccountId, run: PayoutRunId): Promise<RunFacts> => {
  const { rows } = await sql<RunFacts>`
    select
      exists (select from tenant.payouts where account_id = ${account} and run_id = ${run}) as "hasPayouts",
      exists (
        select from tenant.payouts where account_id = ${account} and run_id = ${run} and status = 'in_flight'
      ) as "inFlight",
      exists (
        select from tenant.payouts p
        where p.account_id = ${account} and p.run_id = ${run} and (p.status = 'paid' or p.status = 'returned' and exists (
          select from tenant.payout_history h
          where h.account_id = ${account} and h.payout_id = p.id and h.status = 'paid'))
      ) as "everPaid"`.execute(tx);
  return rows[0]!;
};

export interface Settlement {
  readonly status: PayoutStatus;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

export const settlePayouts = (tx: Tx, account: AccountId, ids: readonly PayoutId[], to: Settlement) =>
  db(tx)
    .updateTable('tenant.payouts')
    .set({ status: to.status, reason: to.reason, settled_at: to.at })
    .$if(to.reference !== null, (q) => q.set({ reference: to.reference }))
    .where('account_id', '=', account)
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();

export const insertPayoutHistory = (
  tx: Tx,
  account: AccountId,
  rows: readonly { readonly id: string; readonly payout_id: PayoutId }[],
  what: Settlement & { readonly author: string; readonly batch: string | null },
) =>
  sql`
    insert into tenant.payout_history (account_id, id, payout_id, at, status, reference, reason, author, batch)
    select ${account}, r.id, r.payout_id, ${what.at}::timestamptz, ${what.status}, ${what.reference}, ${what.reason},
      ${what.author}, ${what.batch}
    from unnest(${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.payout_id)}::text[])
      as r(id, payout_id)`.execute(tx);

/** What became of these payouts, oldest first. */
export const listPayoutHistory = (tx: Tx, account: AccountId, ids: readonly PayoutId[]) =>
  db(tx)
    .selectFrom('tenant.payout_history')
    .selectAll()
    .where('account_id', '=', account)
    .where(sql<boolean>`payout_id = any(${ids}::text[])`)
    .orderBy('id')
    .execute();

/** Notes which payouts stand in a file that is handed out; taken again, the newest time stands. */
export const insertFileRows = (
  tx: Tx,
  account: AccountId,
  run: PayoutRunId,
  ids: readonly PayoutId[],
  format: string,
  at: Date,
) =>
  sql`
    insert into tenant.payout_files (account_id, run_id, payout_id, format, taken_at)
    select ${account}, ${run}, id, ${format}, ${at}::timestamptz from unnest(${ids}::text[]) as r(id)
    on conflict (account_id, run_id, payout_id, format) do update set taken_at = excluded.taken_at`.execute(tx);

/** The payouts of a run that stood in any file that was downloaded. */
export const listTaken = async (tx: Tx, account: AccountId, run: PayoutRunId): Promise<Set<PayoutId>> => {
  const rows = await db(tx)
    .selectFrom('tenant.payout_files')
    .select('payout_id')
    .distinct()
    .where('account_id', '=', account)
    .where('run_id', '=', run)
    .execute();
  return new Set(rows.map((row) => row.payout_id));
};

export interface PayoutFact {
  readonly id: PayoutId;
  readonly partner_id: PartnerId;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: PayoutStatus;
}

/** Every payout of the account, for the doctor. */
export const listPayoutFacts = (tx: Tx, account: AccountId): Promise<PayoutFact[]> =>
  db(tx)
    .selectFrom('tenant.payouts')
    .select(['id', 'partner_id', 'amount', 'currency', 'status'])
    .where('account_id', '=', account)
    .orderBy('id')
    .execute();
