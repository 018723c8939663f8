import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId } from '../../values/id.ts';
import { type Found, isFound } from '../partners/index.ts';
import type { OrderTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<OrderTables>();

export type OrderRow = Selectable<OrderTables['tenant.orders']>;
export type LineRow = Selectable<OrderTables['tenant.order_lines']>;

/**
 * Inserts an order with its lines, however many: 5,000 lines would be too many parameters. True if the order is new; a twin
 * under way is waited for, and then it is false and nothing was inserted.
 */
export const insertOrder = async (
  tx: Tx,
  row: OrderRow,
  lines: readonly Omit<LineRow, 'account_id' | 'order_id'>[],
): Promise<boolean> => {
  const column = <K extends keyof (typeof lines)[number]>(name: K) => lines.map((line) => line[name]);
  const { numAffectedRows } = await sql`
    with recorded as (
      insert into tenant.orders (account_id, id, order_id, contact_id, currency, occurred_at, recorded_at, click_id, via, coupon,
        discount_amount, shipping_amount, tax_amount, prices_include_tax, total_amount, subscription_id, payment_number,
        content_hash, source, verified, settled_at, replaced_by)
      values (${row.account_id}, ${row.id}, ${row.order_id}, ${row.contact_id}, ${row.currency}, ${row.occurred_at},
        ${row.recorded_at}, ${row.click_id}, ${row.via}, ${row.coupon}, ${row.discount_amount}, ${row.shipping_amount},
        ${row.tax_amount}, ${row.prices_include_tax}, ${row.total_amount}, ${row.subscription_id}, ${row.payment_number},
        ${row.content_hash}, ${row.source}, ${row.verified}, ${row.settled_at}, ${row.replaced_by})
      on conflict (account_id, order_id) where replaced_by is null do nothing returning account_id, id)
    insert into tenant.order_lines
      (account_id, order_id, position, id, sku, name, quantity, unit_amount, discount_amount, tax_amount)
    select recorded.account_id, recorded.id, line.* from recorded,
      unnest(${column('position')}::int[], ${column('id')}::text[], ${column('sku')}::text[], ${column('name')}::text[],
        ${column('quantity')}::bigint[], ${column('unit_amount')}::bigint[], ${column('discount_amount')}::bigint[],
        ${column('tax_amount')}::bigint[]) as line`.execute(tx);
  return numAffectedRows !== 0n;
};

export const findOrder = (tx: Tx, account: AccountId, id: string): Promise<OrderRow | undefined> =>
  db(tx)
    .selectFrom('tenant.orders')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

export const findOrders = (tx: Tx, account: AccountId, ids: readonly string[]): Promise<OrderRow[]> =>
  db(tx)
    .selectFrom('tenant.orders')
    .selectAll()
    .where('account_id', '=', account)
    .where(sql<boolean>`id = any(${ids})`)
    .execute();

export const findOrderByNumber = (tx: Tx, account: AccountId, number: string): Promise<OrderRow | undefined> =>
  db(tx)
    .selectFrom('tenant.orders')
    .selectAll()
    .where('account_id', '=', account)
    .where('order_id', '=', number)
    .where('replaced_by', 'is', null)
    .executeTakeFirst();

/** The order of this number, and whether refunds wait for one: in one statement, since each new order asks. */
export async function findOrderOrRefunds(
  tx: Tx,
  account: AccountId,
  number: string,
): Promise<{ order: OrderRow | undefined; refundsWait: boolean }> {
  const { rows } = await sql<OrderRow & { refunds_wait: boolean }>`
    select o.*, exists (select 1 from tenant.waiting_refunds w
      where w.account_id = ${account} and w.order_id = ${number} and w.state = 'waiting') as refunds_wait
    from (select 1) as one left join tenant.orders o
      on o.account_id = ${account} and o.order_id = ${number} and o.replaced_by is null`.execute(tx);
  const { refunds_wait, ...order } = rows[0]!;
  return { order: order.id === null ? undefined : order, refundsWait: refunds_wait };
}

/** The order under its lock: refunds, reassignments and ends of holds of one order follow one another. */
export const lockOrder = (tx: Tx, account: AccountId, id: string): Promise<OrderRow | undefined> =>
  db(tx)
    .selectFrom('tenant.orders')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();

export const listLines = (tx: Tx, account: AccountId, orders: readonly string[]): Promise<LineRow[]> =>
  db(tx)
    .selectFrom('tenant.order_lines')
    .selectAll()
    .where('account_id', '=', account)
    .where(sql<boolean>`order_id = any(${orders})`)
    .orderBy('order_id')
    .orderBy('position')
    .execute();

export interface OrderFilter {
  readonly orderId?: string | undefined;
  readonly contactId?: string | undefined;
  /** A whole order id, or how the customer's name or address begins. */
  readonly search?: { readonly number: string; readonly found: Found } | undefined;
  /** Only these ids, where another module chose them. */
  readonly ids?: readonly string[] | undefined;
}

/** Without those whose place another took. */
export const listOrders = (
  tx: Tx,
  account: AccountId,
  filter: OrderFilter,
  after: string | null,
  limit: number,
): Promise<OrderRow[]> =>
  db(tx)
    .selectFrom('tenant.orders')
    .selectAll()
    .where('account_id', '=', account)
    .where('replaced_by', 'is', null)
    .$if(filter.orderId !== undefined, (q) => q.where('order_id', '=', filter.orderId!))
    .$if(filter.contactId !== undefined, (q) => q.where('contact_id', '=', filter.contactId!))
    .$if(filter.search !== undefined, (q) =>
      q.where((e) =>
        e.or([
          e('order_id', '=', filter.search!.number),
          isFound(account, 'tenant.orders.contact_id', filter.search!.found),
        ]),
      ),
    )
    .$if(filter.ids !== undefined, (q) => q.where(sql<boolean>`id = any(${filter.ids})`))
    .$if(after !== null, (q) => q.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export interface PaymentRow {
  readonly id: string;
  readonly payment_number: number;
  readonly total_amount: bigint;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
}

/** All recorded payments of a subscription, by their number, then as they were recorded. */
export const listPayments = (tx: Tx, account: AccountId, subscription: string): Promise<PaymentRow[]> =>
  db(tx)
    .selectFrom('tenant.orders')
    .select(['id', 'total_amount', 'occurred_at', 'recorded_at'])
    .select(sql<number>`payment_number`.as('payment_number'))
    .where('account_id', '=', account)
    .where('subscription_id', '=', subscription)
    .orderBy('payment_number')
    .orderBy('id')
    .execute();

export const listOrdersByClick = (tx: Tx, account: AccountId, clicks: readonly string[]): Promise<OrderRow[]> =>
  db(tx)
    .selectFrom('tenant.orders')
    .selectAll()
    .where('account_id', '=', account)
    .where('replaced_by', 'is', null)
    .where(sql<boolean>`click_id = any(${clicks})`)
    .orderBy('id')
    .execute();

/** The orders of one contact become another's: the two were joined by hand. */
export const moveOrders = (tx: Tx, account: AccountId, from: string, to: string) =>
  db(tx)
    .updateTable('tenant.orders')
    .set({ contact_id: to })
    .where('account_id', '=', account)
    .where('contact_id', '=', from)
    .execute();
