import type { MessageKind } from '../kinds.ts';
import { templates } from './en-templates.ts';

/**
 * What messages say by themselves, in one file for translators. `{{ ... }}` are fields; a blank line ends a paragraph, lines
 * that begin with "- " are a list, **this** is strong, and [words](address) is a link: a button where it stands alone.
 */
export interface Words {
  readonly language: string;
  /** Said where a field has no value. */
  readonly missing: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<MessageKind, { readonly subject: string; readonly body: string }>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly methods: Readonly<Record<string, string>>;
  readonly entries: { readonly commission_earned: string; readonly commission_reversed: string };
  readonly layout: {
    readonly unsubscribe: string;
    readonly why: string;
    readonly sentBy: string;
    readonly hiddenLink: string;
    readonly erased: string;
  };
  readonly page: {
    readonly title: string;
    readonly askPartner: string;
    readonly askOwner: string;
    readonly button: string;
    readonly done: string;
    readonly unknown: string;
  };
  readonly test: string;
}

export const en: Words = {
  language: 'en',
  missing: {
    account_name: 'our shop',
    recipient_name: 'there',
    program_name: 'our partner program',
    partner_name: 'Somebody',
    inviter_name: 'Somebody',
    role: 'member',
    valid_for: 'a short time',
    method: 'other means',
    products: '',
    order_number: '',
    waits_until: '',
    reason: '',
    reference: '',
    amount: 'an amount',
    earned_on: 'today',
    changed_on: 'today',
    due_on: 'today',
    silent_since: 'yesterday',
    entries: '',
    count: '0',
    total: '',
    what: '',
    on: '',
  },
  templates,
  reasons: {
    refund: 'the order was refunded',
    chargeback: 'the buyer’s bank took the payment back',
    refund_undone: 'a refund was corrected',
    reassigned: 'the order was credited to another partner',
    cancelled: 'the commission was cancelled',
    restored: 'the commission was corrected',
    made_up: 'a correction',
    returned: 'the payment came back',
    other: 'the order was corrected',
  },
  methods: {
    paypal: 'PayPal',
    bank: 'bank transfer',
    wise: 'Wise',
    check: 'check',
    store_credit: 'store credit',
    other: 'other means',
  },
  entries: { commission_earned: 'a sale', commission_reversed: 'taken back' },
  layout: {
    unsubscribe: 'Unsubscribe',
    why: 'You receive this because you are a partner of {account}.',
    sentBy: 'Sent by {account}.',
    hiddenLink: '[a link that only the receiver sees]',
    erased: '[erased]',
  },
  page: {
    title: 'Unsubscribe',
    askPartner: 'Stop all messages of {account} that are not about your access or your money?',
    askOwner: 'Stop messages of this kind from {account}?',
    button: 'Unsubscribe',
    done: 'Done. You will receive no more of these messages.',
    unknown: 'This link is not complete. Please use the one in the message as it stands.',
  },
  test: 'Test',
};
