import { z } from 'zod';
import { amount, currency, idList, occurredAt, pageQuery, searchWords, text } from '../../platform/http/contract.ts';

export const emailAddress = text(254, 3).refine((value) => /^[^\s@]+@[^\s@]+$/.test(value.trim()), {
  message: 'is no e-mail address',
});

/** Who bought: null, or at least an e-mail address or the shop's own id of the customer. */
export const customer = z
  .strictObject({ email: emailAddress.nullish(), external_id: text(200).nullish(), name: text(200).nullish() })
  .refine((value) => Boolean(value.email ?? value.external_id), { message: 'needs an email or an external_id' });

const MOST_UNITS = 1_000_000_000;

export const orderItem = z.strictObject({
  sku: text(200),
  name: text(500).nullish(),
  quantity: z.int().min(1).max(MOST_UNITS),
  unit_amount: amount,
  discount_amount: amount.default(0),
  tax_amount: amount.default(0),
});

export const newOrder = z.strictObject({
  order_id: text(200),
  customer: customer.nullable(),
  click_id: text(300).nullish(),
  via: text(200).nullish(),
  coupon: text(200).nullish(),
  currency,
  occurred_at: occurredAt.optional(),
  items: z.array(orderItem).min(1).max(5000),
  discount_amount: amount.default(0),
  shipping_amount: amount.default(0),
  tax_amount: amount.default(0),
  subscription: z.strictObject({ id: text(200), payment_number: z.int().min(1).max(1_000_000) }).nullish(),
});
export type NewOrder = z.output<typeof newOrder>;

const refundItem = z
  .strictObject({
    line_id: z.string().max(100).optional(),
    sku: text(200).optional(),
    quantity: z.int().min(1).max(MOST_UNITS).optional(),
    amount: amount.optional(),
  })
  .refine((item) => (item.line_id === undefined) !== (item.sku === undefined), {
    message: 'names its line by line_id or by sku',
  });

const refundShape = {
  refund_id: text(200),
  reason: z.enum(['refund', 'chargeback']).default('refund'),
  amount: amount.optional(),
  items: z.array(refundItem).min(1).max(5000).optional(),
  tax_amount: amount.optional(),
  shipping_amount: amount.optional(),
  occurred_at: occurredAt.optional(),
};
export const newRefund = z.strictObject(refundShape);
export type NewRefund = z.output<typeof newRefund>;
export const newRefundByNumber = z.strictObject({ order_id: text(200), ...refundShape });

export const refundReversal = z.strictObject({ occurred_at: occurredAt.optional() });

export const orderQuery = pageQuery.extend({
  order_id: z.string().max(200).optional(),
  contact_id: z.string().max(100).optional(),
  partner_id: z.string().max(100).optional(),
  credited: z.enum(['true', 'false']).optional(),
  order_ids: idList.optional(),
  /** The whole order id, or what the customer's name, its last word or address begins with. */
  q: searchWords.optional(),
});

export const itemView = z.object({
  line_id: z.string(),
  sku: z.string(),
  name: z.string().nullable(),
  quantity: z.int(),
  unit_amount: z.int(),
  discount_amount: z.int(),
  tax_amount: z.int(),
});
