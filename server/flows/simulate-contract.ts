import { z } from 'zod';
import { settingsChange } from '../modules/accounts/contract.ts';
import { commissionView } from '../modules/commissions/index.ts';
import { newOrder, newRefund } from '../modules/orders/contract.ts';
import { newProgram, terms } from '../modules/programs/contract.ts';
import { instant, text } from '../platform/http/contract.ts';
import { explanation } from './explain-order.ts';
import { orderView } from './order-view.ts';

const label = z.string().regex(/^[a-z0-9_-]{1,40}$/i, { message: 'is a short name of letters, digits, - and _' });

const click = z.strictObject({ do: z.literal('click'), partner: label, as: label, visitor: label.optional() });
const wait = z.strictObject({ do: z.literal('wait'), days: z.number().min(0).max(3650) });
const lead = z.strictObject({ do: z.literal('lead'), customer: label, click: label.optional(), via: label.optional() });
const order = z.strictObject({
  do: z.literal('order'),
  as: label,
  customer: label.nullable(),
  click: label.optional(),
  via: label.optional(),
  coupon: label.optional(),
  ...newOrder.omit({
    order_id: true,
    customer: true,
    click_id: true,
    via: true,
    coupon: true,
    occurred_at: true,
    currency: true,
  }).shape,
  currency: newOrder.shape.currency.optional(),
});
const refund = z.strictObject({
  do: z.literal('refund'),
  order: label,
  ...newRefund.omit({ refund_id: true, occurred_at: true }).shape,
});

/** A journey to be tried out: partners and customers go by short names, and time passes by waiting. */
export const newSimulation = z
  .strictObject({
    /** A program as it stands, or a draft with its products. */
    program_id: z.string().optional(),
    program: newProgram
      .partial({ name: true })
      .extend({ products: z.record(text(200), terms).default({}) })
      .optional(),
    partners: z
      .array(z.strictObject({ name: label, sponsor: label.optional(), terms: terms.optional() }))
      .min(1)
      .max(50),
    settings: settingsChange
      .pick({ credit: true, coupon_credit: true, self_referral: true, prices_include_tax: true })
      .default({}),
    starts_at: instant.optional(),
    journey: z
      .array(z.discriminatedUnion('do', [click, wait, lead, order, refund]))
      .min(1)
      .max(500),
  })
  .refine((value) => (value.program_id === undefined) !== (value.program === undefined), {
    message: 'names a program_id or holds a draft program',
  });
export type NewSimulation = z.output<typeof newSimulation>;
export type Journey = NewSimulation['journey'];

const partnerFigures = z.object({
  name: z.string(),
  partner_id: z.string(),
  currency: z.string(),
  pending: z.int(),
  payable: z.int(),
});

export const simulationView = z.object({
  ends_at: z.string(),
  partners: z.array(partnerFigures),
  leads: z.array(
    z.object({ customer: z.string(), at: z.string(), partner: z.string().nullable(), reason: z.string() }),
  ),
  orders: z.array(z.object({ as: z.string(), order: orderView, explanation })),
  refunds: z.array(
    z.object({ order: z.string(), at: z.string(), amount: z.int(), commissions: z.array(commissionView) }),
  ),
});
export type SimulationView = z.input<typeof simulationView>;
