import { z } from 'zod';
import { pageQuery, text } from '../../platform/http/contract.ts';
import { isCode } from '../../values/code.ts';

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

export const newCoupon = z.strictObject({ partner_id: text(100), code: couponCode.nullish() });
export const couponView = z.object({
  id: z.string(),
  partner_id: z.string(),
  code: z.string(),
  created_at: z.string(),
});

export const promoQuery = pageQuery.extend({ partner_id: text(100).optional() });
