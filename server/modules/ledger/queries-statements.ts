import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';

/** What a partner's transfers up to an instant (not included) add up to, in one currency. */
export interface Standing {
  readonly currency: string;
  readonly pending: bigint;
  readonly payable: bigint;
  readonly in_flight: bigint;
  readonly paid: bigint;
}

export const sumTransfersBefore = async (
  tx: Tx,
  account: AccountId,
  partner: PartnerId,
  before: Date,
): Promise<Standing[]> =>
  (
    await sql<Standing>`
      select currency,
        sum(case when credit = 'pending' then amount when debit = 'pending' then -amount else 0 end)::bigint as pending,
        sum(case when credit = 'payable' then amount when debit = 'payable' then -amount else 0 end)::bigint as payable,
        sum(case when credit = 'in_flight' then amount when debit = 'in_flight' then -amount else 0 end)::bigint as in_flight,
        sum(case when credit = 'paid_out' then amount when debit = 'paid_out' then -amount else 0 end)::bigint as paid
      from tenant.transfers where account_id = ${account} and partner_id = ${partner} and at < ${before}
      group by currency order by currency`.execute(tx)
  ).rows;

export interface MovementRow {
  readonly id: string;
  readonly at: Date;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly cause: string;
  readonly commission_id: string | null;
  readonly payout_id: string | null;
}

/** Every transfer of a partner from one instant to another (not included), as they happened. */
export const listTransfersBetween = async (
  tx: Tx,
  account: AccountId,
  partner: PartnerId,
  from: Date,
  to: Date,
): Promise<MovementRow[]> =>
  (
    await sql<MovementRow>`
      select id, at, currency, debit, credit, amount, cause, commission_id, payout_id from tenant.transfers
      where account_id = ${account} and partner_id = ${partner} and at >= ${from} and at < ${to}
      order by at, id`.execute(tx)
  ).rows;

/** When something first moved on a partner's balances; undefined: never. */
export const findFirstTransferAt = async (tx: Tx, account: AccountId, partner: PartnerId): Promise<Date | undefined> =>
  (
    await sql<{ at: Date }>`
      select at from tenant.transfers where account_id = ${account} and partner_id = ${partner}
      order by at, id limit 1`.execute(tx)
  ).rows[0]?.at;
