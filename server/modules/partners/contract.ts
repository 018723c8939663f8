import { z } from 'zod';
import { idList, instant, pageQuery, searchWords, text } from '../../platform/http/contract.ts';
import { isCode } from '../../values/code.ts';
import { isIban } from './rules/is-iban.ts';
import { isEmail, normalizeEmail } from './rules/normalize-email.ts';
import { partnerStatuses } from './rules/partner-transitions.ts';

/** An address as given, without the blanks around it. */
export const emailAddress = text(320)
  .transform((value) => value.trim())
  .refine((value) => isEmail(normalizeEmail(value)), { message: 'is no e-mail address' });

/** What a partner or link is called in addresses. */
export const code = z.string().refine(isCode, { message: 'is 1 to 64 letters, digits, _ . or -' });

const bank = z
  .strictObject({
    kind: z.literal('bank'),
    holder: text(200),
    iban: text(42).refine(isIban, { message: 'is no IBAN: its check digits are wrong' }).optional(),
    bic: z
      .string()
      .regex(/^[A-Za-z]{6}[A-Za-z0-9]{2}([A-Za-z0-9]{3})?$/, { message: 'is no BIC' })
      .optional(),
    account_number: text(40).optional(),
    routing_number: text(40).optional(),
    bank_name: text(200).optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, { message: 'is no ISO 3166 country of two letters' })
      .optional(),
    details: text(1000).optional(),
  })
  .refine(({ iban, account_number, details }) => iban ?? account_number ?? details, {
    message: 'needs iban, account_number or details',
  });

/**
 * An address that stands in payment files. One that a spreadsheet would run as a formula is refused here: written harmless
 * it would be another address, and the money would go there.
 */
const payAddress = emailAddress.refine((value) => !/^[=+\-@]/.test(value.trim()), {
  message: 'begins with a character that payment files cannot carry',
});

/** How a partner is paid. */
export const payoutMethod = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paypal'), email: payAddress }),
  bank,
  z.strictObject({ kind: z.literal('wise'), email: payAddress }),
  z.strictObject({ kind: z.literal('check'), name: text(200), address: text(1000) }),
  z.strictObject({ kind: z.literal('store_credit'), email: payAddress }),
  z.strictObject({ kind: z.literal('other'), details: text(1000) }),
]);
export type PayoutMethod = z.output<typeof payoutMethod>;

const status = z.enum(partnerStatuses);
const id = text(100);

export const newPartner = z
  .strictObject({
    email: emailAddress.nullish(),
    name: text(200).nullish(),
    program_id: id,
    contact_id: id.nullish(),
    code: code.nullish(),
    /** By hand; absent: whoever brought the new partner. Null: nobody. */
    sponsor_id: id.nullish(),
    click_id: text(300).nullish(),
    via: text(300).nullish(),
    payout_method: payoutMethod.nullish(),
    /** Absent: by the program's approval. */
    status: status.nullish(),
    /** Now, or a given past instant. */
    joined_at: instant.nullish(),
  })
  .superRefine((value, context) => {
    if (value.contact_id) return;
    for (const field of ['email', 'name'] as const) {
      if (!value[field]) context.addIssue({ code: 'custom', path: [field], message: 'is required without contact_id' });
    }
  });
export type NewPartner = z.output<typeof newPartner>;

export const partnerChange = z
  .strictObject({
    name: text(200),
    email: emailAddress,
    code,
    sponsor_id: id.nullable(),
    payout_method: payoutMethod.nullable(),
  })
  .partial();
export type PartnerChange = z.output<typeof partnerChange>;

export const partnerQuery = pageQuery.extend({
  status: status.optional(),
  program_id: id.optional(),
  email: text(320).optional(),
  sponsor_id: id.optional(),
  partner_ids: idList.optional(),
  /** What the name, its last word or an address begins with, or the whole code. */
  q: searchWords.optional(),
});

export const partnerAct = z.strictObject({ note: text(2000).nullish() });
export const partnerMove = z.strictObject({ program_id: id, note: text(2000).nullish() });

export const partnerView = z.object({
  id: z.string(),
  contact_id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  code: z.string(),
  program_id: z.string(),
  status,
  sponsor_id: z.string().nullable(),
  joined_at: z.string(),
  link: z.object({ id: z.string(), code: z.string(), url: z.string() }),
  /** Masked: the details themselves are shown to nobody but the payment file. */
  payout_method: z
    .object({
      kind: z.string(),
      hint: z.string().nullable(),
      changed_at: z.string(),
      /** A changed method is not paid to before then. */
      waits_until: z.string().nullable(),
    })
    .nullable(),
});
