import { z } from 'zod';
import { instant, pageQuery, text } from '../../platform/http/contract.ts';
import { personAddress, role } from './contract-auth.ts';

export const memberView = z.object({
  /** The person: user_... */
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  two_factor: z.boolean(),
  joined_at: z.string(),
  /** The one who asks. */
  you: z.boolean(),
});
export const memberChange = z.strictObject({ role });

export const newInvitation = z.strictObject({ email: personAddress, role });
export const invitationView = z.object({
  id: z.string(),
  email: z.string(),
  role,
  inviter_name: z.string(),
  created_at: z.string(),
  expires_at: z.string(),
  status: z.enum(['open', 'accepted', 'revoked', 'expired']),
});

export const newSandbox = z.strictObject({ name: text(200).default('Test lab') });
/** The keys are shown once: a repeat with the same Idempotency-Key answers without them. */
export const sandboxMade = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  currency: z.string(),
  time_zone: z.string(),
  sandbox: z.boolean(),
  secret_key: z.string().optional(),
  publishable_key: z.string().optional(),
});

export const auditQuery = pageQuery.extend({
  /** As it stands in the log: user:user_..., key:key_..., or a kind alone, such as key. */
  actor: z.string().max(100).optional(),
  act: z.string().max(100).optional(),
  subject: z.string().max(300).optional(),
  from: instant.optional(),
  to: instant.optional(),
  /** Stands in the act, the subject or the note; ignores case. */
  text: text(200).optional(),
});
export const auditView = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  act: z.string(),
  subject: z.string(),
  note: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
