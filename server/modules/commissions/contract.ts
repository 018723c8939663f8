import { z } from 'zod';
import { currency, oneOf, pageQuery, signedAmount, text } from '../../platform/http/contract.ts';
import { commissionStatuses, heldReasons } from './rules/commission-transitions.ts';

export const commissionKinds = ['sale', 'bonus', 'adjustment', 'reversal', 'return'] as const;
export type CommissionKind = (typeof commissionKinds)[number];

/** Why a reversal was written; `made_up` compensates one that was paid, of a commission that was cancelled. */
/** `carried_over`: refunds from before a reassignment, which the new commissions take on. */
export const reversalCauses = ['refund', 'refund_undone', 'carried_over', 'reassigned', 'restored', 'made_up'] as const;
export type ReversalCause = (typeof reversalCauses)[number];

const amount = z.int();
const instant = z.string();

/** A commission as the API shows it; reversals have a negative amount, or a positive one where a refund was undone. */
export const commissionView = z.object({
  id: z.string(),
  kind: z.enum(commissionKinds),
  partner_id: z.string(),
  program_id: z.string().nullable(),
  tier: z.int().nullable(),
  order_id: z.string().nullable(),
  line_id: z.string().nullable(),
  sku: z.string().nullable(),
  refund_id: z.string().nullable(),
  reversal_of: z.string().nullable(),
  cause: z.enum(reversalCauses).nullable(),
  /** The payout that came back, on a row of kind "return". */
  payout_of: z.string().nullable(),
  payout_id: z.string().nullable(),
  base_amount: amount.nullable(),
  rate_bps: z.int().nullable(),
  flat: z.object({ per: z.enum(['unit', 'line', 'order']), amount }).nullable(),
  amount,
  currency: z.string(),
  status: z.enum(commissionStatuses),
  held_reason: z.enum(heldReasons).nullable(),
  occurred_at: instant,
  recorded_at: instant,
  payable_on: instant.nullable(),
  note: z.string().nullable(),
});
export type CommissionView = z.input<typeof commissionView>;

/** One commission, with what became of it. */
export const commissionDetail = commissionView.extend({
  author: z.string(),
  history: z.array(
    z.object({
      at: instant,
      act: z.string(),
      status: z.enum(commissionStatuses),
      held_reason: z.string().nullable(),
      payout_id: z.string().nullable(),
      author: z.string(),
      note: z.string().nullable(),
    }),
  ),
});

export const commissionQuery = pageQuery.extend({
  partner_id: z.string().optional(),
  order_id: z.string().optional(),
  payout_id: z.string().optional(),
  status: oneOf(commissionStatuses).optional(),
  kind: oneOf(commissionKinds).optional(),
  held_reason: oneOf(heldReasons).optional(),
});

const note = text(2000, 0);
const ids = z.array(z.string().max(100)).min(1).max(1000);

export const approval = z.strictObject({});
export const cancellation = z.strictObject({ note: note.nullable().optional() });
export const manyApprovals = z.strictObject({ ids });
export const manyCancellations = z.strictObject({ ids, note: note.nullable().optional() });
export const manyCommissions = z.object({ data: z.array(commissionView) });

export const newAdjustment = z.strictObject({
  partner_id: z.string(),
  amount: signedAmount.refine((value) => value !== 0, { message: 'is not zero' }),
  currency,
  /** Required, but its absence is understood and refused (`note_required`), not malformed. */
  note: note.nullable().optional(),
});
export type NewAdjustment = z.output<typeof newAdjustment>;
