import { z } from 'zod';
import { pageQuery, text } from '../../platform/http/contract.ts';
import { parseWebAddress } from '../../values/web-address.ts';
import { messageKinds } from './kinds.ts';

export const messageStates = ['queued', 'sent', 'captured', 'failed', 'suppressed'] as const;
export const frequencies = ['each', 'daily', 'weekly', 'none'] as const;

/** An address that mail can be sent to: no line ends, no angle brackets, something on both sides of the @. */
export const mailAddress = text(254, 3)
  .transform((value) => value.trim())
  .refine((value) => /^(?:"[^"\\\p{Cc}]+"|[^\s\p{Cc}<>@",;]+)@[^\s\p{Cc}<>@",;]+$/u.test(value), {
    message: 'is no e-mail address',
  });

const host = z
  .string()
  .max(253)
  .transform((value) => value.trim().toLowerCase())
  .refine((value) => /^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/.test(value) || /^\[?[0-9a-f:.]+\]?$/.test(value), {
    message: 'is no host name, such as smtp.example.com',
  });

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { message: 'is no time of day, such as 22:00' });
const webAddress = text(2000).refine((value) => parseWebAddress(value)?.protocol === 'https:', {
  message: 'is no https address',
});

const shapes = {
  server: z
    .strictObject({
      host,
      port: z.int().min(1).max(65_535).default(587),
      security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
      user: text(320).nullable().default(null),
    })
    .nullable()
    .default(null),
  from: z
    .strictObject({ name: text(200).nullable().default(null), address: mailAddress })
    .nullable()
    .default(null),
  reply_to: mailAddress.nullable().default(null),
  per_minute: z.int().min(1).max(100_000).nullable().default(null),
  quiet_hours: z.strictObject({ from: timeOfDay, to: timeOfDay }).nullable().default(null),
  logo_url: webAddress.nullable().default(null),
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, { message: 'is no colour, such as #2457d6' })
    .default('#2457d6'),
};

export const mailSettings = z.object(shapes);
export type MailSettings = z.output<typeof mailSettings>;

export const mailSettingsPut = z
  .strictObject({
    ...shapes,
    /** Absent: as it was. Null: none. */
    password: text(1000).nullish(),
    owner_address: mailAddress.nullish(),
  })
  .refine((value) => value.server === null || value.from !== null, {
    message: 'is required with a server',
    path: ['from'],
  });
export type MailSettingsPut = z.output<typeof mailSettingsPut>;

export const mailSettingsView = z.object({
  ...shapes,
  password_set: z.boolean(),
  owner_address: z.string().nullable(),
  bounce_url: z.string().nullable(),
  /** What happens to messages: they are sent, or kept to be read here. */
  mode: z.enum(['sends', 'captures']),
});

export const diagnosis = z.object({ ok: z.boolean(), failed_at: z.string().nullable(), said: z.string() });

export const messageQuery = pageQuery.extend({
  kind: z.enum(messageKinds).optional(),
  state: z.enum(messageStates).optional(),
  partner_id: text(100).optional(),
  contact_id: text(100).optional(),
});

export const messageView = z.object({
  id: z.string(),
  to: z.string().nullable(),
  kind: z.enum(messageKinds),
  state: z.enum(messageStates),
  subject: z.string(),
  text: z.string(),
  created_at: z.string(),
  links: z.array(z.string()),
  why: z.object({ event: z.string(), subject: z.string().nullable() }),
  contact_id: z.string().nullable(),
  partner_id: z.string().nullable(),
  detail: z.string().nullable(),
  uncertain: z.boolean(),
  attempts: z.int(),
  settled_at: z.string().nullable(),
});

export const messageContent = z.object({
  id: z.string(),
  to: z.string().nullable(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
});

export const kindParams = z.strictObject({ kind: z.string() });
const subject = text(500);
const body = text(20_000);

export const templateView = z.object({
  kind: z.enum(messageKinds),
  to: z.enum(['partner', 'owner', 'person']),
  /** Always sent; nobody can switch it off. */
  always: z.boolean(),
  on: z.boolean(),
  subject: z.string(),
  body: z.string(),
  /** False: the words are the program's own. */
  edited: z.boolean(),
  fields: z.array(z.string()),
  changed_at: z.string().nullable(),
});
/** Null: the program's own words. Absent: as it was. */
export const templateChange = z.strictObject({
  on: z.boolean().optional(),
  subject: subject.nullish(),
  body: body.nullish(),
});
export type TemplateChange = z.output<typeof templateChange>;

export const previewRequest = z.strictObject({
  partner_id: text(100).optional(),
  subject: subject.optional(),
  body: body.optional(),
});
export const preview = z.object({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
});
export const testRequest = previewRequest.extend({ to: mailAddress });

export const preferences = z.object({ frequency: z.enum(frequencies) });
export const preferencesChange = z.strictObject({ frequency: z.enum(frequencies) });
export const programMessages = z.object({ notify_when_earning: z.boolean() });
export const programMessagesChange = z.strictObject({ notify_when_earning: z.boolean() });

export const suppressionView = z.object({
  id: z.string(),
  contact_id: z.string(),
  address: z.string().nullable(),
  because: z.enum(['bounce', 'complaint']),
  detail: z.string().nullable(),
  at: z.string(),
});
