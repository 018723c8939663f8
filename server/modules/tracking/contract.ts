import { z } from 'zod';
import { day, instant, pageQuery, text } from '../../platform/http/contract.ts';

export const pageClick = z.strictObject({
  via: text(200),
  url: text(4000),
  referrer: z.string().max(4000).nullish(),
  sub: z.string().max(400).nullish(),
});
export const pageClickMade = z.object({ click_id: z.string() });

/** What a visitor answered when a page asked for consent. `url`: the page, or its site. */
export const pageConsent = z.strictObject({ given: z.boolean(), url: text(4000) });

/** A day of the account's calendar, or an instant. */
const moment = z.union([day, instant]);

export const clicksQuery = pageQuery.extend({
  partner_id: text(100).optional(),
  link_id: text(100).optional(),
  counted: z.enum(['true', 'false']).optional(),
  from: moment.optional(),
  to: moment.optional(),
});

export const clickView = z.object({
  id: z.string(),
  at: z.string(),
  link_id: z.string().nullable(),
  partner_id: z.string(),
  promo_tool_id: z.string().nullable(),
  sub: z.string().nullable(),
  referrer_host: z.string().nullable(),
  country: z.string().nullable(),
  device: z.string().nullable(),
  /** False: no visit of a person; then `reason` says what it was. */
  counted: z.boolean(),
  reason: z.string().nullable(),
  /** One of very many from one address: counted, and not unique. */
  flood: z.boolean(),
});
