import { z } from 'zod';
import { text } from '../../platform/http/contract.ts';
import { roles } from './rules/role-scopes.ts';

/** The address of somebody who signs in: ASCII, as the library that lets people in reads it. */
export const personAddress = z
  .email({ message: 'is no e-mail address' })
  .max(254)
  .transform((value) => value.toLowerCase());
/** As typed. What a new one must be is judged by rules/judge-password.ts. */
export const password = text(1000);
const token = z.string().min(1).max(200);
/** Six digits of an app, with or without a space. */
const code = z
  .string()
  .max(20)
  .transform((value) => value.replace(/\s/g, ''))
  .refine((value) => /^\d{6}$/.test(value), { message: 'is six digits' });
const backupCode = z.string().trim().min(1).max(40);

export const signIn = z.strictObject({ email: text(254), password, remember: z.boolean().default(true) });
/** `two_factor`: the password was right, and a code is asked for next (POST /v1/auth/two_factor). */
export const signedIn = z.object({ signed_in: z.boolean(), two_factor: z.boolean() });
export const secondFactor = z.union([z.strictObject({ code }), z.strictObject({ backup_code: backupCode })]);
export const done = z.object({});

export const role = z.enum(roles);

export const meView = z.object({
  user: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    two_factor: z.boolean(),
    created_at: z.string(),
  }),
  session: z.object({
    id: z.string(),
    created_at: z.string(),
    expires_at: z.string(),
    /** Until when acts that ask for a fresh proof need none; an instant in the past: prove it first. */
    proved_until: z.string(),
  }),
  accounts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      slug: z.string(),
      sandbox: z.boolean(),
      currency: z.string(),
      time_zone: z.string(),
      role,
      scopes: z.array(z.string()),
    }),
  ),
});
export const meChange = z.strictObject({ name: text(200) });

export const passwordChange = z.strictObject({ current_password: password, new_password: password });
export const emailChange = z.strictObject({ email: personAddress });
export const emailConfirm = z.strictObject({ token });
export const resetRequest = z.strictObject({ email: text(254) });
export const resetConfirm = z.strictObject({ token, password });

export const stepUp = z.union([z.strictObject({ password }), z.strictObject({ code })]);
export const steppedUp = z.object({ proved_until: z.string() });

export const sessionView = z.object({
  id: z.string(),
  current: z.boolean(),
  created_at: z.string(),
  last_seen_at: z.string(),
  expires_at: z.string(),
  address: z.string().nullable(),
  browser: z.string().nullable(),
});
export const sessionsView = z.object({ data: z.array(sessionView) });

export const twoFactorEnable = z.strictObject({ password });
/** Shown this once. `totp_uri` is what the square code holds; `secret` is for typing. */
export const twoFactorEnabled = z.object({
  totp_uri: z.string(),
  secret: z.string(),
  backup_codes: z.array(z.string()),
});
export const twoFactorConfirm = z.strictObject({ code });
export const twoFactorDisable = z.strictObject({ password });
export const backupCodes = z.object({ backup_codes: z.array(z.string()) });

export const invitationLook = z.strictObject({ token });
export const invitationSeen = z.object({
  account_name: z.string(),
  inviter_name: z.string(),
  email: z.string(),
  role,
  expires_at: z.string(),
  /** True: somebody with this address signs in here already, and accepts once signed in, without name and password. */
  known: z.boolean(),
});
export const invitationAccept = z.strictObject({ token, name: text(200).optional(), password: password.optional() });
export const invitationAccepted = z.object({ account_id: z.string() });
