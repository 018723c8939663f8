/** A table whose rows are facts of an account: what an export holds and an import takes in. */
export interface FactTable {
  /** What a row is called in the file. */
  readonly fact: string;
  readonly table: string;
  /** A column that is sealed in the database, and open in the file, so that it can be sealed anew. */
  readonly sealed?: string;
  /**
   * Columns that say which transaction wrote a row; reports go by them. Not in the file: on import they get numbers of
   * transactions long over, one more after so many rows, so that reports count them in parcels of that size.
   */
  readonly written?: { readonly by: string; readonly when?: string; readonly parcel: number }[];
}

const writtenBy = (parcel: number) => [{ by: 'written_by', parcel }];

/** The closed list, each after what it refers to. A table of accounts is here or among those that are not exported. */
export const factTables: readonly FactTable[] = [
  { fact: 'settings', table: 'tenant.settings' },
  { fact: 'exchange_rate', table: 'tenant.exchange_rates' },
  { fact: 'program', table: 'tenant.programs' },
  { fact: 'program_version', table: 'tenant.program_versions' },
  { fact: 'terms', table: 'tenant.terms' },
  { fact: 'contact', table: 'tenant.contacts' },
  { fact: 'contact_email', table: 'tenant.contact_emails' },
  { fact: 'contact_external_id', table: 'tenant.contact_external_ids' },
  { fact: 'contact_conflict', table: 'tenant.contact_conflicts' },
  { fact: 'partner', table: 'tenant.partners', sealed: 'payout_method' },
  { fact: 'partner_history', table: 'tenant.partner_history' },
  { fact: 'signup_form', table: 'tenant.signup_forms' },
  { fact: 'signup_terms', table: 'tenant.signup_terms' },
  { fact: 'application', table: 'tenant.applications', sealed: 'answers' },
  { fact: 'upload', table: 'tenant.uploads' },
  { fact: 'upload_hold', table: 'tenant.upload_holds' },
  { fact: 'promo_tool', table: 'tenant.promo_tools' },
  { fact: 'link', table: 'tenant.links' },
  { fact: 'promo_tool_link', table: 'tenant.promo_tool_links' },
  { fact: 'coupon', table: 'tenant.coupons' },
  { fact: 'coupon_use', table: 'tenant.coupon_uses' },
  { fact: 'impression', table: 'tenant.impressions' },
  { fact: 'consents_of_day', table: 'tenant.consents' },
  { fact: 'click', table: 'tenant.clicks', written: writtenBy(20_000) },
  { fact: 'lead', table: 'tenant.leads', written: writtenBy(2000) },
  {
    fact: 'order',
    table: 'tenant.orders',
    written: [{ by: 'settled_written_by', when: 'settled_at', parcel: 2000 }],
  },
  { fact: 'order_line', table: 'tenant.order_lines' },
  { fact: 'touch', table: 'tenant.touches' },
  { fact: 'referrer', table: 'tenant.referrer_history' },
  { fact: 'credit', table: 'tenant.credits', written: writtenBy(2000) },
  { fact: 'pricing', table: 'tenant.pricings' },
  {
    fact: 'refund',
    table: 'tenant.refunds',
    written: [...writtenBy(2000), { by: 'reversal_written_by', when: 'reversed_at', parcel: 2000 }],
  },
  { fact: 'waiting_refund', table: 'tenant.waiting_refunds' },
  { fact: 'payout_run', table: 'tenant.payout_runs' },
  { fact: 'payout', table: 'tenant.payouts', sealed: 'receiver' },
  { fact: 'payout_file', table: 'tenant.payout_files' },
  { fact: 'payout_history', table: 'tenant.payout_history' },
  { fact: 'commission', table: 'tenant.commissions', written: writtenBy(4000) },
  { fact: 'commission_history', table: 'tenant.commission_history', written: writtenBy(4000) },
  { fact: 'transfer', table: 'tenant.transfers' },
  { fact: 'balance', table: 'tenant.balances' },
  { fact: 'branding', table: 'tenant.branding' },
  { fact: 'claim', table: 'tenant.claims', sealed: 'content' },
  { fact: 'message_template', table: 'tenant.message_templates' },
  { fact: 'message_preference', table: 'tenant.message_preferences' },
  { fact: 'program_message', table: 'tenant.program_messages' },
  { fact: 'suppression', table: 'tenant.suppressions', sealed: 'address' },
  { fact: 'event', table: 'tenant.events' },
  { fact: 'note', table: 'tenant.notes' },
  { fact: 'audit', table: 'tenant.audit_log' },
  { fact: 'idempotency_key', table: 'tenant.idempotency_keys' },
  { fact: 'due', table: 'machinery.due' },
];

/** Tables of accounts that no export holds, each with its reason. */
export const notExported: Readonly<Record<string, string>> = {
  'tenant.keys': 'an account has its own keys, and an export holds no secrets',
  'tenant.members': 'who may act in an account is said where it lives, and people are of no account',
  'tenant.invitations': 'hold what lets people in, and go with members',
  'tenant.secrets': 'an account has its own secrets, and an export holds none',
  'tenant.mail_settings': 'holds passwords; mail is set up anew',
  'tenant.messages': 'what was written to whom stays where it was sent',
  'tenant.digest_entries': 'belong to messages',
  'tenant.signups': 'wait for a mailed link that leads to where it was sent from; whoever waits signs up anew',
  'tenant.used_tokens': 'serve with links of where they were given out',
  'tenant.partner_passwords': 'an export holds no secrets; partners choose a new password by a mailed link',
  'tenant.partner_sessions': 'an export holds no secrets; partners sign in anew',
  'tenant.partner_tokens': 'an export holds no secrets; links that were mailed lead to where they were made',
  'tenant.fold_marks': 'reports are counted anew from the facts',
  'tenant.counters': 'reports are counted anew from the facts',
  'tenant.last_heard': 'reports are counted anew from the facts',
};

/** Where an account that is new may hold something already; anything else means that it is in use. */
export const filledAtFirst: ReadonlySet<string> = new Set(['settings', 'audit', 'idempotency_key']);
