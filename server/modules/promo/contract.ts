import { z } from 'zod';
import { instant, pageQuery, text } from '../../platform/http/contract.ts';
import { isCode } from '../../values/code.ts';
import { couponStates } from './rules/coupon-state.ts';

const linkCode = z.string().refine(isCode, { message: 'is 1 to 64 letters, digits, _ . or -' });

/** What customers type at the shop's checkout: shops allow blanks, % and the like. */
const couponCode = text(64)
  .transform((value) => value.trim())
  .refine((value) => value !== '' && !/\p{Cc}/u.test(value), { message: 'is 1 to 64 visible characters' });

export const newLink = z.strictObject({
  partner_id: text(100),
  url: text(2000),
  code: linkCode.nullish(),
  promo_tool_id: text(100).nullish(),
});
export const linkView = z.object({
  id: z.string(),
  partner_id: z.string(),
  code: z.string(),
  /** Where it leads; for a partner's own link, where their program leads by default. */
  url: z.string(),
  short_url: z.string(),
  promo_tool_id: z.string().nullable(),
  created_at: z.string(),
});

const couponTerms = {
  starts_at: instant.nullish(),
  ends_at: instant.nullish(),
  max_uses: z.int().min(1).max(1_000_000_000).nullish(),
};

export const newCoupon = z.strictObject({
  partner_id: text(100),
  code: couponCode.nullish(),
  promo_tool_id: text(100).nullish(),
  ...couponTerms,
});
export const couponChange = z.strictObject({ ...couponTerms, ended: z.boolean().optional() });
export type CouponTerms = Omit<z.output<typeof couponChange>, 'ended'>;
export const couponView = z.object({
  id: z.string(),
  partner_id: z.string(),
  code: z.string(),
  promo_tool_id: z.string().nullable(),
  starts_at: z.string().nullable(),
  ends_at: z.string().nullable(),
  max_uses: z.int().nullable(),
  /** Orders that used it, whoever was credited. */
  uses: z.int(),
  /** As of now. */
  state: z.enum(couponStates),
  ended_at: z.string().nullable(),
  created_at: z.string(),
});
export { couponCode };

export const couponsQuery = pageQuery.extend({
  partner_id: text(100).optional(),
  promo_tool_id: text(100).optional(),
});

export const couponImport = z.strictObject({ csv: text(1_500_000), promo_tool_id: text(100).nullish() });
export const couponImported = z.object({
  made: z.int(),
  /** Lines that could not be taken; their rows say why. */
  left_out: z.int(),
  rows: z.array(
    z.object({
      /** The line of the file. */
      row: z.int(),
      code: z.string(),
      result: z.enum(['made', 'already_there', 'code_taken', 'unknown_partner', 'invalid']),
      coupon_id: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
});

export const promoQuery = pageQuery.extend({ partner_id: text(100).optional() });
