import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, PartnerId } from '../../values/id.ts';
import type { CommissionRow } from './queries.ts';
import type { CommissionTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<CommissionTables>();

export interface OwnFilter {
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
  readonly tier?: number | undefined;
  /** By when it took place: from inclusive, to exclusive. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** A partner's own commissions, newest first. */
export const listCommissionsOfPartner = (
  tx: Tx,
  account: AccountId,
  partner: PartnerId,
  filter: OwnFilter,
  after: string | null,
  limit: number,
): Promise<CommissionRow[]> =>
  db(tx)
    .selectFrom('tenant.commissions')
    .selectAll()
    .where('account_id', '=', account)
    .where('partner_id', '=', partner)
    .$if(filter.status !== undefined, (q) => q.where('status', '=', filter.status!))
    .$if(filter.kind !== undefined, (q) => q.where('kind', '=', filter.kind!))
    .$if(filter.tier !== undefined, (q) => q.where('tier', '=', filter.tier!))
    .$if(filter.from !== undefined, (q) => q.where('occurred_at', '>=', filter.from!))
    .$if(filter.to !== undefined, (q) => q.where('occurred_at', '<', filter.to!))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .$castTo<CommissionRow>()
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** What a sponsor earned by the orders of a partner whom they brought. */
export interface EarnedBy {
  readonly recruit_id: PartnerId;
  readonly currency: string;
  readonly amount: bigint;
}

/** The sponsor's second tier by recruit and currency, less what was taken back; what was cancelled is left out. */
export const sumSecondTier = async (
  tx: Tx,
  account: AccountId,
  sponsor: PartnerId,
  recruits: readonly PartnerId[],
): Promise<EarnedBy[]> =>
  recruits.length === 0
    ? []
    : (
        await sql<EarnedBy>`
          select first.partner_id as recruit_id, c.currency, sum(c.amount)::bigint as amount
          from tenant.commissions c
          join lateral (
            select f.partner_id from tenant.commissions f
            where f.account_id = ${account} and f.order_id = c.order_id and f.tier = 1 and f.kind = 'sale'
              and f.credit_version = c.credit_version
            limit 1) as first on true
          where c.account_id = ${account} and c.partner_id = ${sponsor} and c.tier = 2 and c.status <> 'cancelled'
            and first.partner_id = any(${recruits}::text[])
          group by 1, 2 order by 1, 2`.execute(tx)
      ).rows;

/** All of a sponsor's second tier by currency, less what was taken back. */
export const sumOwnSecondTier = async (
  tx: Tx,
  account: AccountId,
  sponsor: PartnerId,
): Promise<{ readonly currency: string; readonly amount: bigint }[]> =>
  (
    await sql<{ currency: string; amount: bigint }>`
      select currency, sum(amount)::bigint as amount from tenant.commissions
      where account_id = ${account} and partner_id = ${sponsor} and tier = 2 and status <> 'cancelled'
      group by currency order by currency`.execute(tx)
  ).rows;
