import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { AccountId, ContactId, LineId, OrderId } from '../../values/id.ts';
import type { OrderTables } from './tables.ts';

const db = (tx: Tx) => tx.withTables<OrderTables>();

/** Which of these of the shop's order numbers are recorded, and with what content. */
export const findOrdersByNumbers = (tx: Tx, account: AccountId, numbers: readonly string[]) =>
  db(tx)
    .selectFrom('tenant.orders')
    .select(['id', 'order_id', 'content_hash'])
    .where('account_id', '=', account)
    .where('replaced_by', 'is', null)
    .where(sql<boolean>`order_id = any(${numbers}::text[])`)
    .execute();

/** A line that somebody bought. */
export interface PurchaseRow {
  readonly order_id: OrderId;
  /** The shop's own number of the order. */
  readonly number: string;
  readonly occurred_at: Date;
  readonly position: number;
  readonly line_id: LineId;
  readonly quantity: bigint;
}

/** All lines of a product that a contact bought up to an instant, in no order. */
export const listPurchases = (
  tx: Tx,
  account: AccountId,
  contact: ContactId,
  sku: string,
  upTo: Date,
): Promise<PurchaseRow[]> =>
  db(tx)
    .selectFrom('tenant.orders as o')
    .innerJoin('tenant.order_lines as l', (join) =>
      join.onRef('l.account_id', '=', 'o.account_id').onRef('l.order_id', '=', 'o.id'),
    )
    .select([
      'o.id as order_id',
      'o.order_id as number',
      'o.occurred_at',
      'l.position',
      'l.id as line_id',
      'l.quantity',
    ])
    .$castTo<PurchaseRow>()
    .where('o.account_id', '=', account)
    .where('o.replaced_by', 'is', null)
    .where('o.contact_id', '=', contact)
    .where('o.occurred_at', '<=', upTo)
    .where('l.sku', '=', sku)
    .execute();

export interface OrderFound {
  readonly id: string;
  readonly order_id: string;
  readonly occurred_at: Date;
}

/** The orders of a contact within a span, oldest first; what another order took the place of is left out. */
export const listOrdersOfContact = (
  tx: Tx,
  account: AccountId,
  contact: ContactId,
  span: { readonly from: Date; readonly to: Date },
): Promise<OrderFound[]> =>
  db(tx)
    .selectFrom('tenant.orders')
    .select(['id', 'order_id', 'occurred_at'])
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .where('replaced_by', 'is', null)
    .where('occurred_at', '>=', span.from)
    .where('occurred_at', '<', span.to)
    .orderBy('occurred_at')
    .limit(100)
    .execute();

/** All orders of these contacts; what another order took the place of is left out. */
export const listOrdersOfContacts = (
  tx: Tx,
  account: AccountId,
  contacts: readonly ContactId[],
): Promise<{ readonly id: string; readonly contact_id: string; readonly occurred_at: Date }[]> =>
  contacts.length === 0
    ? Promise.resolve([])
    : db(tx)
        .selectFrom('tenant.orders')
        .select(['id', 'contact_id', 'occurred_at'])
        .where('account_id', '=', account)
        .where('contact_id', '=', (e) => e.fn.any(e.val([...contacts])))
        .where('replaced_by', 'is', null)
        .$narrowType<{ contact_id: string }>()
        .execute();
