import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, CommissionId, PartnerId, PayoutId, ProgramId } from '../../values/id.ts';
import type { CommissionStatus } from './rules/commission-transitions.ts';
import type { CommissionTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<CommissionTables>();

/** Everybody who has a payable row, above or below zero. */
export const listPartnersWithPayable = async (tx: Tx, account: AccountId): Promise<PartnerId[]> =>
  (
    await db(tx)
      .selectFrom('tenant.commissions')
      .select('partner_id')
      .distinct()
      .where('account_id', '=', account)
      .where('status', '=', 'payable')
      .execute()
  ).map((row) => row.partner_id);

/**
 * A payable row as a run weighs it. `counts_from` null: every run counts it, whatever the cut-off or filter. A reversal of
 * what was in flight, and came back, counts with its commission again (rules.md 27).
 */
export interface PayableCommission {
  readonly id: CommissionId;
  readonly partner_id: PartnerId;
  readonly program_id: ProgramId | null;
  readonly currency: string;
  readonly amount: bigint;
  readonly counts_from: Date | null;
  readonly recorded_at: Date;
}

export const listPayable = async (
  tx: Tx,
  account: AccountId,
  partners: readonly PartnerId[],
): Promise<PayableCommission[]> =>
  (
    await sql<PayableCommission>`
      select c.id, c.partner_id, c.program_id, c.currency, c.amount, c.recorded_at,
        coalesce(c.counts_from, o.counts_from) as counts_from
      from tenant.commissions c
      left join tenant.commissions o
        on c.counts_from is null and o.account_id = c.account_id and o.id = c.reversal_of and o.status = 'payable'
      where c.account_id = ${account} and c.status = 'payable' and c.partner_id = any(${partners}::text[])
      order by c.partner_id, c.currency, c.id`.execute(tx)
  ).rows;

/** Takes these payable rows for payouts; how many it took. One that is payable no more is left alone. */
export const claimRows = async (
  tx: Tx,
  account: AccountId,
  claims: readonly { readonly id: CommissionId; readonly payout_id: PayoutId }[],
): Promise<number> => {
  const ids = claims.map((claim) => claim.id);
  const payouts = claims.map((claim) => claim.payout_id);
  const taken = await sql`
    update tenant.commissions c set status = 'in_flight', payout_id = r.payout_id
    from unnest(${ids}::text[], ${payouts}::text[]) as r(id, payout_id)
    where c.account_id = ${account} and c.id = r.id and c.status = 'payable'`.execute(tx);
  return Number(taken.numAffectedRows ?? 0n);
};

export interface SettledRow {
  readonly id: CommissionId;
  readonly payout_id: PayoutId;
  readonly amount: bigint;
}

/** What these payouts hold in flight. */
export const listInFlight = async (tx: Tx, account: AccountId, payouts: readonly PayoutId[]): Promise<SettledRow[]> =>
  (
    await sql<SettledRow>`
      select id, payout_id, amount from tenant.commissions
      where account_id = ${account} and payout_id = any(${payouts}::text[]) and status = 'in_flight' order by id`.execute(
      tx,
    )
  ).rows;

/** Settles what these payouts hold: paid, or given back and payable as before. */
export const settleRows = (tx: Tx, account: AccountId, payouts: readonly PayoutId[], to: 'paid' | 'payable') =>
  sql`
    update tenant.commissions set status = ${to}, payout_id = ${to === 'paid' ? sql`payout_id` : sql`null`}
    where account_id = ${account} and payout_id = any(${payouts}::text[]) and status = 'in_flight'`.execute(tx);

export interface StatusSum {
  readonly partner_id: PartnerId;
  readonly currency: string;
  readonly pending: bigint;
  readonly payable: bigint;
  readonly in_flight: bigint;
  readonly paid: bigint;
}

/** What commissions add up to, per partner and currency, as balances should say. A return takes back what was paid. */
export const sumByStatus = async (tx: Tx, account: AccountId): Promise<StatusSum[]> =>
  (
    await sql<StatusSum>`
      select partner_id, currency,
        coalesce(sum(amount) filter (where status = 'pending'), 0)::bigint as pending,
        coalesce(sum(amount) filter (where status = 'payable'), 0)::bigint as payable,
        coalesce(sum(amount) filter (where status = 'in_flight'), 0)::bigint as in_flight,
        coalesce(sum(amount) filter (where status = 'paid'), 0)::bigint
          - coalesce(sum(amount) filter (where kind = 'return'), 0)::bigint as paid
      from tenant.commissions where account_id = ${account}
      group by partner_id, currency`.execute(tx)
  ).rows;

/** What each payout holds now, by the rows that name it: in flight or paid. */
export const sumByPayout = async (
  tx: Tx,
  account: AccountId,
): Promise<{ payout_id: PayoutId; status: CommissionStatus; amount: bigint }[]> =>
  (
    await sql<{ payout_id: PayoutId; status: CommissionStatus; amount: bigint }>`
      select payout_id, status, sum(amount)::bigint as amount from tenant.commissions
      where account_id = ${account} and payout_id is not null group by payout_id, status order by payout_id`.execute(tx)
  ).rows;

/** What each payout once claimed, by history: also those that failed or were cancelled since. */
export const sumOfClaims = async (tx: Tx, account: AccountId): Promise<{ payout_id: PayoutId; amount: bigint }[]> =>
  (
    await sql<{ payout_id: PayoutId; amount: bigint }>`
      select h.payout_id, sum(c.amount)::bigint as amount
      from tenant.commission_history h
      join tenant.commissions c on c.account_id = h.account_id and c.id = h.commission_id
      where h.account_id = ${account} and h.act = 'claimed' and h.payout_id is not null
      group by h.payout_id order by h.payout_id`.execute(tx)
  ).rows;

/** The terms that sales name, each with one commission that names it; null where one names none. */
export const listTermsNamed = async (
  tx: Tx,
  account: AccountId,
): Promise<{ terms_id: string | null; commission_id: CommissionId }[]> =>
  (
    await sql<{ terms_id: string | null; commission_id: CommissionId }>`
      select terms_id, min(id) as commission_id from tenant.commissions
      where account_id = ${account} and kind = 'sale' group by terms_id order by terms_id`.execute(tx)
  ).rows;

export interface ReversalBreach {
  readonly commission_id: CommissionId;
  readonly amount: bigint;
  readonly reversed: bigint;
}

/** Commissions of which more than all is reversed, or less than nothing; of a cancelled one nothing may be left reversed. */
export const listOverReversed = async (tx: Tx, account: AccountId): Promise<ReversalBreach[]> =>
  (
    await sql<ReversalBreach>`
      select c.id as commission_id, c.amount, -r.amount as reversed
      from tenant.commissions c
      join (
        select reversal_of, sum(amount)::bigint as amount from tenant.commissions
        where account_id = ${account} and kind = 'reversal' and status <> 'cancelled' group by reversal_of
      ) r on r.reversal_of = c.id
      where c.account_id = ${account}
        and (r.amount > 0 or -r.amount > c.amount or c.status = 'cancelled' and r.amount <> 0)
      order by c.id`.execute(tx)
  ).rows;
