import type { Row } from '../../api/types.ts';

export type Kind = Row<'/v1/message_templates'>['kind'];

/** Every kind of message, in the order of what happens. */
export const kinds = [
  'application_received',
  'partner_approved',
  'partner_rejected',
  'commission_earned',
  'commission_reversed',
  'digest',
  'payout_sent',
  'payout_failed',
  'claim_received',
  'claim_accepted',
  'claim_declined',
  'payout_method_confirmation',
  'payout_method_changed',
  'sign_in_link',
  'password_reset',
  'email_confirmation',
  'email_changing',
  'setup',
  'invitation',
  'application_received_owner',
  'claim_received_owner',
  'run_due',
  'tracking_silent',
] as const satisfies readonly Kind[];
