import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import type { AccountTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<AccountTables>();

/** Any number that nobody else locks by. */
const FEED_LOCK = 0x7472_6576;
/** How many events get their place at once: a feed that is read for the first time after years takes several requests. */
export const NUMBERED_AT_ONCE = 5000;

export const hasUnnumbered = async (tx: Tx, account: AccountId): Promise<boolean> =>
  (await db(tx)
    .selectFrom('tenant.events')
    .select('id')
    .where('account_id', '=', account)
    .where('position', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Until the transaction ends nobody else numbers events of the account. */
export const lockFeed = (tx: Tx, account: AccountId) =>
  sql`select pg_advisory_xact_lock(${FEED_LOCK}, hashtext(${account}))`.execute(tx);

/**
 * Gives the next places to events that have none. Under the lock, and in a statement of its own: it has to see what was
 * committed while it waited.
 */
export const numberEvents = (tx: Tx, account: AccountId) =>
  sql`
    with waiting as (
      select id, written_at_lsn from tenant.events where account_id = ${account} and position is null
      order by written_at_lsn, id limit ${NUMBERED_AT_ONCE}),
    placed as (
      select id, coalesce((select max(position) from tenant.events where account_id = ${account} and position is not null), 0)
        + row_number() over (order by written_at_lsn, id) as place from waiting)
    update tenant.events e set position = placed.place from placed
    where e.account_id = ${account} and e.id = placed.id`.execute(tx);

/** The place of an event; null where there is no such event, undefined where it has no place yet. */
export async function findPlace(tx: Tx, account: AccountId, id: string): Promise<bigint | null | undefined> {
  const row = await db(tx)
    .selectFrom('tenant.events')
    .select('position')
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : (row.position ?? undefined);
}

/** The event that stands last of all. */
export const findLastEvent = (tx: Tx, account: AccountId) =>
  db(tx)
    .selectFrom('tenant.events')
    .select(['id', 'position'])
    .where('account_id', '=', account)
    .where('position', 'is not', null)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();

export interface FeedFilter {
  readonly kinds: readonly string[] | undefined;
  readonly partnerId: string | undefined;
}

export function listEventsAfter(
  tx: Tx,
  account: AccountId,
  { kinds, partnerId }: FeedFilter,
  after: bigint,
  limit: number,
) {
  let query = db(tx)
    .selectFrom('tenant.events')
    .select(['id', 'at', 'kind', 'subject', 'partner_id', 'data', 'position'])
    .where('account_id', '=', account)
    .where('position', '>', after);
  if (kinds) query = query.where('kind', 'in', kinds);
  if (partnerId !== undefined) query = query.where('partner_id', '=', partnerId);
  return query.orderBy('position').limit(limit).execute();
}
export type EventRow = Awaited<ReturnType<typeof listEventsAfter>>[number];
