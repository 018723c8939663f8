/** Every kind of message: the closed list that templates, lists and the guide share. */
export const messageKinds = [
  'setup',
  'invitation',
  'email_confirmation',
  'sign_in_link',
  'password_reset',
  'email_changing',
  'payout_method_confirmation',
  'payout_method_changed',
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
  'application_received_owner',
  'claim_received_owner',
  'run_due',
  'tracking_silent',
] as const;
export type MessageKind = (typeof messageKinds)[number];

export interface KindFacts {
  /** `partner`: a contact who is a partner; `owner`: whoever minds the account; `person`: whom the sender names. */
  readonly to: 'partner' | 'owner' | 'person';
  /** About access or money: always sent, at once, at any hour; nobody can switch it off or unsubscribe from it. */
  readonly essential: boolean;
  /** Gathered into the partner's daily or weekly digest where they chose one. */
  readonly gathered: boolean;
  /** Holds a link that lets its reader in, or lets them decide, which lists do not show. */
  readonly secret: boolean;
  /** What its template may say besides `commonFields`. */
  readonly fields: readonly string[];
}

/** What every template may say. */
export const commonFields = [
  'account_name',
  'recipient_name',
  'program_name',
  'partner_center_url',
  'office_url',
] as const;

const plainKind = { essential: false, gathered: false, secret: false };
const essential = { ...plainKind, essential: true };
const access = { ...essential, secret: true, to: 'person' as const };

export const kindFacts: Readonly<Record<MessageKind, KindFacts>> = {
  setup: { ...access, fields: ['setup_url'] },
  invitation: { ...access, fields: ['invitation_url', 'inviter_name', 'role'] },
  email_confirmation: { ...access, fields: ['confirmation_url', 'valid_for'] },
  sign_in_link: { ...access, fields: ['sign_in_url', 'valid_for'] },
  password_reset: { ...access, fields: ['reset_url', 'valid_for'] },
  email_changing: { ...essential, to: 'person', fields: ['new_address', 'valid_for'] },
  payout_method_confirmation: { ...access, fields: ['confirmation_url', 'valid_for'] },
  payout_method_changed: { ...essential, to: 'partner', fields: ['method', 'changed_on', 'waits_until'] },
  application_received: { ...plainKind, to: 'partner', fields: [] },
  partner_approved: { ...essential, secret: true, to: 'partner', fields: ['sign_in_url', 'link_url'] },
  partner_rejected: { ...plainKind, to: 'partner', fields: ['reason'] },
  commission_earned: {
    ...plainKind,
    gathered: true,
    to: 'partner',
    fields: ['amount', 'products', 'order_number', 'earned_on'],
  },
  commission_reversed: {
    ...plainKind,
    gathered: true,
    to: 'partner',
    fields: ['amount', 'reason', 'order_number', 'earned_on'],
  },
  digest: { ...plainKind, to: 'partner', fields: ['entries', 'count', 'total'] },
  payout_sent: { ...essential, to: 'partner', fields: ['amount', 'method', 'reference'] },
  payout_failed: { ...essential, to: 'partner', fields: ['amount', 'method', 'reason'] },
  claim_received: { ...plainKind, to: 'partner', fields: ['order_number'] },
  claim_accepted: { ...essential, to: 'partner', fields: ['order_number'] },
  claim_declined: { ...essential, to: 'partner', fields: ['order_number', 'reason'] },
  claim_received_owner: { ...plainKind, to: 'owner', fields: ['partner_name'] },
  // Its link decides on the application, whoever follows it.
  application_received_owner: { ...plainKind, secret: true, to: 'owner', fields: ['partner_name', 'application_url'] },
  run_due: { ...plainKind, to: 'owner', fields: ['due_on'] },
  tracking_silent: { ...plainKind, to: 'owner', fields: ['silent_since'] },
};

/** Fields that are lists; each entry of them has these fields. */
export const listFields: Readonly<Record<string, readonly string[]>> = { entries: ['what', 'amount', 'on'] };

/** Whatever a template of this kind may say. */
export function fieldsOf(kind: MessageKind): readonly string[] {
  return [...commonFields, ...kindFacts[kind].fields];
}
