import { addDays } from '../../../values/instant.ts';

/** An example of everything that any kind of message may tell of, for previews before anything has happened. */
export function sampleFacts(currency: string, now: Date): Record<string, unknown> {
  const at = now.toISOString();
  const link = 'https://example.com/example';
  return {
    amount: 1250,
    currency,
    products: ['Example'],
    order_number: '1001',
    occurred_at: at,
    day: at.slice(0, 10),
    last_click_at: at,
    cause: 'refund',
    method: 'paypal',
    kind: 'paypal',
    reference: 'EXAMPLE-1',
    waits_until: addDays(now, 2).toISOString(),
    count: 2,
    totals: [{ amount: 1000, currency }],
    entries: [
      { kind: 'commission_earned', at, amount: 1250, currency, products: ['Example'] },
      { kind: 'commission_reversed', at, amount: -250, currency, cause: 'refund' },
    ],
    texts: {
      ...{ setup_url: link, invitation_url: link, confirmation_url: link, sign_in_url: link, reset_url: link },
      ...{ inviter_name: 'Maria', role: 'manager', valid_for: '15 minutes' },
    },
  };
}
