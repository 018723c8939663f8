import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';

/** A code that holds the name of somebody who is erased, and what takes its place. */
export interface CodeErased {
  /** As codes are compared: lower case. */
  readonly key: string;
  readonly to: string;
}

/** Orders that named a code which has had another name since, by what their touches say. */
export interface OrderNaming {
  readonly order: string;
  readonly to: string;
}

/**
 * Puts meaningless codes where orders were reported with those of an erased partner. What was reported stays recognisable as
 * a repeat: that goes by its hash.
 */
export async function eraseCodes(
  tx: Tx,
  account: AccountId,
  column: 'via' | 'coupon',
  codes: readonly CodeErased[],
  orders: readonly OrderNaming[],
): Promise<void> {
  const name = sql.ref(column);
  await sql`
    update tenant.orders o set ${name} = c.put
    from unnest(${orders.map(({ order }) => order)}::text[], ${orders.map(({ to }) => to)}::text[]) as c(id, put)
    where o.account_id = ${account} and o.id = c.id and o.${name} is not null`.execute(tx);
  await sql`
    update tenant.orders o set ${name} = c.put
    from unnest(${codes.map(({ key }) => key)}::text[], ${codes.map(({ to }) => to)}::text[]) as c(key, put)
    where o.account_id = ${account} and lower(normalize(btrim(o.${name}), NFC)) = c.key`.execute(tx);
}
