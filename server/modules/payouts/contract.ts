import { z } from 'zod';
import { currency, instant, oneOf, pageQuery, text } from '../../platform/http/contract.ts';
import { exclusionReasons } from './rules/plan-run.ts';

/** How a run can be narrowed down; the kinds of methods that partners have. */
const methods = ['paypal', 'bank', 'wise', 'check', 'store_credit', 'other'] as const;

const id = z.string().max(100);
const amount = z.int();

const filter = {
  program_id: id.nullable().optional(),
  partner_ids: z.array(id).max(10_000).nullable().optional(),
  method: z.enum(methods).nullable().optional(),
};

/** A run takes what became payable up to `cutoff`, now by default. */
export const newRun = z.strictObject({ cutoff: instant.nullable().optional(), ...filter });
export type NewRun = z.output<typeof newRun>;

export const runStatuses = ['open', 'paid', 'cancelled'] as const;
export const payoutStatuses = ['in_flight', 'paid', 'failed', 'returned', 'cancelled'] as const;

export const payoutView = z.object({
  id: z.string(),
  run_id: z.string(),
  partner_id: z.string(),
  amount,
  currency: z.string(),
  method: z.string(),
  status: z.enum(payoutStatuses),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  created_at: z.string(),
  settled_at: z.string().nullable(),
});
export type PayoutView = z.input<typeof payoutView>;

export const payoutDetail = payoutView.extend({
  history: z.array(
    z.object({
      at: z.string(),
      status: z.enum(payoutStatuses),
      reference: z.string().nullable(),
      reason: z.string().nullable(),
      author: z.string(),
    }),
  ),
});

const excluded = z.array(
  z.object({ partner_id: z.string(), currency: z.string(), amount, reason: z.enum(exclusionReasons) }),
);

/** A run in a list: what it pays, by currency, without its payouts. */
export const runSummary = z.object({
  id: z.string(),
  status: z.enum(runStatuses),
  created_at: z.string(),
  cutoff: z.string(),
  program_id: z.string().nullable(),
  partner_ids: z.array(z.string()).nullable(),
  method: z.string().nullable(),
  author: z.string(),
  totals: z.array(z.object({ currency: z.string(), status: z.enum(payoutStatuses), amount, payouts: z.int() })),
});

export const runView = runSummary.extend({ payouts: z.array(payoutView), excluded });

/** What a run would do now; nothing is done. */
export const runPreview = z.object({
  payouts: z.array(z.object({ partner_id: z.string(), amount, currency: z.string(), method: z.string() })),
  excluded,
});
export const previewQuery = z.strictObject({
  cutoff: instant.optional(),
  program_id: id.optional(),
  method: z.enum(methods).optional(),
});

export const payoutQuery = pageQuery.extend({
  partner_id: id.optional(),
  run_id: id.optional(),
  status: oneOf(payoutStatuses).optional(),
});

export const payoutResult = z.strictObject({
  status: z.enum(['paid', 'failed', 'returned']),
  reference: text(200, 0).nullable().optional(),
  reason: text(1000, 0).nullable().optional(),
});
export type PayoutResult = z.output<typeof payoutResult>;

/** What the rail's own file says of many payouts of a run. */
export const runResults = z.strictObject({
  results: z
    .array(z.strictObject({ payout_id: id, ...payoutResult.shape }))
    .min(1)
    .max(500),
});
export type RunResults = z.output<typeof runResults>;
/** How each stands now; `refused` says why a result was not taken. */
export const runResultsTaken = z.object({
  data: z.array(
    z.object({ payout_id: z.string(), status: z.enum(payoutStatuses).nullable(), refused: z.string().nullable() }),
  ),
});

export const markPaid = z.strictObject({
  force: z.boolean().default(false),
  note: text(2000, 0).nullable().optional(),
});
export const markedPaid = z.object({ marked: z.array(z.string()), left: z.array(z.string()) });

export const fileParams = z.strictObject({ id: z.string(), format: z.string() });
export const fileQuery = z.strictObject({ currency: currency.optional() });

export const balanceView = z.object({
  currency: z.string(),
  pending: amount,
  payable: amount,
  in_flight: amount,
  paid: amount,
  next_payment: z.object({ amount, on: z.string().nullable(), reason: z.enum(exclusionReasons).nullable() }),
});
export const balancesView = z.object({ data: z.array(balanceView) });
