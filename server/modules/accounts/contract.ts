import { z } from 'zod';
import { amount, currency, day, instant, text } from '../../platform/http/contract.ts';
import { isTimeZone } from '../../values/instant.ts';
import { ratioFromDecimal } from '../../values/rate.ts';
import { parseWebAddress } from '../../values/web-address.ts';
import { personAddress } from './contract-auth.ts';

export * from './contract-auth.ts';
export * from './contract-team.ts';

export const scopes = ['read', 'write', 'payouts', 'settings'] as const;
/** How a partner can be paid. */
export const payoutKinds = ['paypal', 'bank', 'wise', 'check', 'store_credit', 'other'] as const;

const timeZone = z.string().max(60).refine(isTimeZone, { message: 'is no IANA time zone, such as Europe/Paris' });
const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, { message: 'is 1 to 40 of a-z, 0-9 and hyphens inside' });
const address = text(254, 3).refine((value) => /^[^\s@]+@[^\s@]+$/.test(value.trim()), {
  message: 'is no e-mail address',
});

export const newAccount = z.strictObject({
  name: text(200),
  owner_email: address.refine((value) => personAddress.safeParse(value.trim()).success, {
    message: 'is no e-mail address',
  }),
  owner_password: text(1000, 8).optional(),
  slug: slug.optional(),
  currency: currency.default('USD'),
  time_zone: timeZone.default('UTC'),
  sandbox: z.boolean().default(false),
});
export type NewAccount = z.output<typeof newAccount>;

export const accountMade = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  sandbox: z.boolean(),
  /** Both are shown once: a repeat with the same Idempotency-Key answers without them. */
  secret_key: z.string().optional(),
  publishable_key: z.string().optional(),
});

/** A host name as it stands in a URL: lower case, no port, no path. */
export const hostName = z
  .string()
  .max(253)
  .transform((value) => value.trim().toLowerCase())
  .refine((value) => /^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/.test(value), {
    message: 'is no host name, such as shop.example',
  });

/**
 * A host that links may lead to, as a browser writes it: other letters in punycode, and with a port where that is not the
 * scheme's own.
 */
const allowedHost = z
  .string()
  .max(260)
  .transform((value, context) => {
    const url = parseWebAddress(`https://${value.trim()}/`);
    if (url && url.pathname === '/' && `${url.search}${url.hash}` === '') return url.host;
    context.addIssue({ code: 'custom', message: 'is no host name, such as shop.example' });
    return z.NEVER;
  });

/** What may stand before the = in an address; `tclid` is taken. */
const parameterName = z
  .string()
  .regex(/^(?!tclid$)[A-Za-z][\w.-]{0,39}$/, { message: 'is no name of a parameter, such as ref' });

const perCurrency = z.record(currency, amount);

export const payoutSchedule = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('month'), day: z.int().min(1).max(28), confirm: z.boolean().default(true) }),
  z.strictObject({ every: z.literal('week'), day: z.int().min(1).max(7), confirm: z.boolean().default(true) }),
]);

const settingShapes = {
  credit: z.enum(['first', 'last', 'last_touch_only']),
  coupon_credit: z.enum(['over_click', 'under_click']),
  payout_threshold: z.union([amount, perCurrency]),
  payout_methods: z.array(z.enum(payoutKinds)).min(1).max(payoutKinds.length),
  payout_schedule: payoutSchedule.nullable(),
  self_referral: z.enum(['refuse', 'hold', 'allow']),
  prices_include_tax: z.boolean(),
  allowed_hosts: z.array(allowedHost).max(500),
  domains: z.array(hostName).max(50),
  click_retention_days: z.int().min(1).max(3650),
  unverified_leads: z.enum(['accept', 'hold']),
  /** False: of visitors without a cookie not even a hash of their address is kept; each counts by itself. */
  hash_addresses: z.boolean(),
  /** Names under which a page's address may carry a partner's code; other systems' (`ref`, `aff`, `orid`, `fp_ref`) once they are listed. */
  link_parameters: z.array(parameterName).min(1).max(20),
  /** Whether the office's home shows the first steps. */
  setup_guide: z.enum(['shown', 'hidden']),
};

export const settings = z.object(settingShapes);
export type Settings = z.output<typeof settings>;

export const settingsDefaults: Settings = {
  credit: 'last',
  coupon_credit: 'over_click',
  payout_threshold: 0,
  payout_methods: [...payoutKinds],
  payout_schedule: null,
  self_referral: 'refuse',
  prices_include_tax: false,
  allowed_hosts: [],
  domains: [],
  click_retention_days: 730,
  unverified_leads: 'accept',
  hash_addresses: true,
  link_parameters: ['via'],
  setup_guide: 'shown',
};

export const settingsChange = z.strictObject(settingShapes).partial();
export type SettingsChange = z.output<typeof settingsChange>;

export const newKey = z.strictObject({
  name: text(100).default('Key'),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .max(scopes.length)
    .default([...scopes]),
});
export const keyView = z.object({
  id: z.string(),
  kind: z.enum(['secret', 'publishable']),
  name: z.string(),
  scopes: z.array(z.string()),
  ending: z.string(),
  created_at: z.string(),
  revoked_at: z.string().nullable(),
  secret: z.string().optional(),
});

/** It stands in the source of public pages, and is no secret. */
export const publishableKeyView = z.object({ publishable_key: z.string() });
export const signingSecretView = z.object({ signing_secret: z.string() });

const rate = z
  .string()
  .refine((value) => ratioFromDecimal(value) !== null, { message: 'is no positive decimal, such as "1.0837"' });
export const ratesPut = z.strictObject({
  rates: z
    .array(z.strictObject({ from: currency, to: currency, day, rate, source: text(100).default('by hand') }))
    .min(1)
    .max(5000),
});
export const rateView = z.object({
  from: z.string(),
  to: z.string(),
  day: z.string(),
  rate: z.string(),
  source: z.string(),
});

export const clockMove = z.strictObject({ now: instant });
export const clockView = z.object({ now: z.string() });
