import type { Words } from './en.ts';

/** Subject and body of each kind of message, in English; how they are written is said in en.ts. */
export const templates: Words['templates'] = {
  setup: {
    subject: 'Set up {{ account_name }}',
    body: `Hello {{ recipient_name }},

your partner program is ready to be set up.

[Set it up]({{ setup_url }})

The link works once.`,
  },
  invitation: {
    subject: 'You are invited to {{ account_name }}',
    body: `Hello {{ recipient_name }},

{{ inviter_name }} invites you to {{ account_name }}.

[Accept the invitation]({{ invitation_url }})

If you do not know what this is about, leave it be: nothing happens without the link.`,
  },
  email_confirmation: {
    subject: 'Confirm your address for {{ account_name }}',
    body: `Hello {{ recipient_name }},

please confirm that this address is yours.

[Confirm the address]({{ confirmation_url }})

The link works for {{ valid_for }}. If you did not ask for it, leave it be.`,
  },
  sign_in_link: {
    subject: 'Your sign-in link for {{ account_name }}',
    body: `Hello {{ recipient_name }},

this link signs you in, once, within {{ valid_for }}.

[Sign in]({{ sign_in_url }})

If you did not ask for it, leave it be: nobody gets in without it.`,
  },
  password_reset: {
    subject: 'Choose a new password for {{ account_name }}',
    body: `Hello {{ recipient_name }},

somebody, probably you, asked for a new password.

[Choose a new password]({{ reset_url }})

The link works once, within {{ valid_for }}. If it was not you, leave it be: your password stays as it is.`,
  },
  email_changing: {
    subject: 'Your address at {{ account_name }} is about to change',
    body: `Hello {{ recipient_name }},

somebody, probably you, asked that {{ account_name }} write to another address from now on: {{ new_address }}. It changes as soon as that address is confirmed, within {{ valid_for }}.

If this was not you, choose a new password at once, which ends all other sessions, and tell {{ account_name }}.

[Look at your details]({{ partner_center_url }})`,
  },
  payout_method_confirmation: {
    subject: 'Confirm how {{ account_name }} pays you',
    body: `Hello {{ recipient_name }},

somebody, probably you, asked to be paid another way. It changes only if you confirm it.

[Confirm the change]({{ confirmation_url }})

The link works for {{ valid_for }}. If this was not you, leave it be, choose a new password, and tell {{ account_name }}.`,
  },
  payout_method_changed: {
    subject: 'Your payment details at {{ account_name }} were changed',
    body: `Hello {{ recipient_name }},

on {{ changed_on }} the way in which you are paid was changed to: **{{ method }}**.

{% if waits_until != "" %}For your safety nothing is paid that way before {{ waits_until }}.

{% endif %}If this was not you, tell {{ account_name }} at once, and change your password.

[Look at your payment details]({{ partner_center_url }})`,
  },
  application_received: {
    subject: 'We have your application to {{ program_name }}',
    body: `Hello {{ recipient_name }},

thank you for applying to {{ program_name }} of {{ account_name }}. You will hear from us as soon as somebody has looked at it.`,
  },
  partner_approved: {
    subject: 'Welcome to {{ program_name }}',
    body: `Hello {{ recipient_name }},

you are now a partner of {{ account_name }}.

Your link, to share wherever you like: {{ link_url }}

[Sign in to your partner center]({{ sign_in_url }})

There you find your links, what you have earned, and how you are paid.`,
  },
  partner_rejected: {
    subject: 'Your application to {{ program_name }}',
    body: `Hello {{ recipient_name }},

thank you for your interest in {{ program_name }}. We cannot take you on as a partner at this time.{% if reason != "" %}

{{ reason }}{% endif %}`,
  },
  commission_earned: {
    subject: 'You earned {{ amount }}',
    body: `Hello {{ recipient_name }},

a sale came in through you on {{ earned_on }}, and you earned **{{ amount }}**{% if products != "" %} for {{ products }}{% endif %}.

[See your commissions]({{ partner_center_url }})`,
  },
  commission_reversed: {
    subject: 'A commission of {{ amount }} was taken back',
    body: `Hello {{ recipient_name }},

{{ amount }} of what you had earned was taken back on {{ earned_on }}: {{ reason }}.

[See your commissions]({{ partner_center_url }})`,
  },
  digest: {
    subject: 'News from {{ program_name }}: {{ total }}',
    body: `Hello {{ recipient_name }},

this is what happened since the last summary, {{ total }} in all:

{% for entry in entries %}- {{ entry.on }}: {{ entry.what }}, {{ entry.amount }}
{% endfor %}
[See your commissions]({{ partner_center_url }})`,
  },
  payout_sent: {
    subject: '{{ amount }} is on its way to you',
    body: `Hello {{ recipient_name }},

we have paid you **{{ amount }}** by {{ method }}.{% if reference != "" %} The reference is {{ reference }}.{% endif %}

[See your payments]({{ partner_center_url }})

Thank you for your work.`,
  },
  payout_failed: {
    subject: 'A payment of {{ amount }} did not reach you',
    body: `Hello {{ recipient_name }},

a payment of **{{ amount }}** by {{ method }} did not go through{% if reason != "" %}: {{ reason }}{% endif %}. The money is still yours, and comes with the next payment.

Please see that your payment details are right.

[Look at your payment details]({{ partner_center_url }})`,
  },
  claim_received: {
    subject: 'We look for the sale that you miss',
    body: `Hello {{ recipient_name }},

thank you for telling us of a sale that you miss. Somebody at {{ account_name }} looks into it, and you will hear from us.

[See your claims]({{ partner_center_url }})`,
  },
  claim_accepted: {
    subject: 'The sale that you missed is yours',
    body: `Hello {{ recipient_name }},

we looked into the sale that you told us of{% if order_number != "" %} (order {{ order_number }}){% endif %}, and it is credited to you now.

[See your commissions]({{ partner_center_url }})`,
  },
  claim_declined: {
    subject: 'About the sale that you miss',
    body: `Hello {{ recipient_name }},

we looked into the sale that you told us of{% if order_number != "" %} (order {{ order_number }}){% endif %}, and cannot credit it to you:

{{ reason }}

[See your claims]({{ partner_center_url }})`,
  },
  claim_received_owner: {
    subject: '{{ partner_name }} misses a sale',
    body: `{{ partner_name }} says that a sale is missing.

[Look at the claim]({{ office_url }})`,
  },
  application_received_owner: {
    subject: '{{ partner_name }} wants to become a partner',
    body: `{{ partner_name }} applied to {{ program_name }}.

[Look at the application]({{ application_url }})

Nothing is decided until you press a button there.`,
  },
  run_due: {
    subject: 'A payout run is due',
    body: `It is time to pay your partners: a run was due on {{ due_on }}.

[Look at the run]({{ office_url }})`,
  },
  tracking_silent: {
    subject: 'No clicks or orders have come in for a while',
    body: `Nothing has been heard of your shop or your links since {{ silent_since }}. That may be chance; it may be that tracking broke.

[See what came in]({{ office_url }})`,
  },
};
