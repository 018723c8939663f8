import { sql } from 'kysely';
import { z } from 'zod';
import { customer, emailAddress, orderItem } from '../modules/orders/contract.ts';
import type { NewOrder } from '../modules/orders/index.ts';
import { amount, currency, text } from '../platform/http/contract.ts';
import type { Context } from '../platform/http/route.ts';
import { isRefusal } from '../values/refusal.ts';
import { isSigned, signatureFields } from './page-signature.ts';
import { recordOrder } from './record-order.ts';

/** What a page may claim at most, in minor units and units: far above what is sold on a page, far below what does harm. */
const MOST_AMOUNT = 100_000_000;
const MOST_UNITS = 10_000;
const MOST_ITEMS = 200;

const pageAmount = amount.max(MOST_AMOUNT);
const pageItem = orderItem.extend({
  quantity: z.int().min(1).max(MOST_UNITS),
  unit_amount: pageAmount,
  discount_amount: pageAmount.default(0),
  tax_amount: pageAmount.default(0),
});

/** An order as a page reports it: as `POST /v1/orders` takes it, smaller, without time or subscription, perhaps signed. */
export const pageOrder = z.strictObject({
  order_id: text(200),
  customer: customer.nullish(),
  /** Short for a customer. */
  email: emailAddress.nullish(),
  name: text(200).nullish(),
  click_id: text(300).nullish(),
  via: text(200).nullish(),
  coupon: text(200).nullish(),
  /** Absent: the account's. */
  currency: currency.nullish(),
  items: z.array(pageItem).min(1).max(MOST_ITEMS),
  discount_amount: pageAmount.default(0),
  shipping_amount: pageAmount.default(0),
  tax_amount: pageAmount.default(0),
  ...signatureFields,
});
export type PageOrder = z.output<typeof pageOrder>;

/**
 * Records what a page says of an order: as `verified` where the owner's server signed the number, else held until the server
 * reports it (docs/decisions/0010-orders-from-pages.md). Whatever is refused is dropped without a word, since a refusal
 * would tell a stranger what is recorded.
 */
export async function recordPageOrder(context: Context, said: PageOrder): Promise<void> {
  const { tx, actor } = context;
  const isServer = actor.kind !== 'page';
  const verified = isServer || (await isSigned(context, said.order_id, said));
  await sql`savepoint page_order`.execute(tx);
  const done = await recordOrder(context, toOrder(context, said), { source: isServer ? 'api' : 'page', verified });
  if (isRefusal(done)) {
    context.log.info({ order_id: said.order_id, refused: done.refused }, 'an order that a page reported was dropped');
    await sql`rollback to savepoint page_order`.execute(tx);
  }
  await sql`release savepoint page_order`.execute(tx);
}

function toOrder({ account }: Context, said: PageOrder): NewOrder {
  const { email, name, signature: _signature, timestamp: _timestamp, ...order } = said;
  const known = email ? { email, name } : null;
  return { ...order, customer: order.customer ?? known, currency: order.currency ?? account.currency };
}
