import type { Context } from '../../platform/http/route.ts';
import type { PayoutId } from '../../values/id.ts';
import { type PayoutMethod, payoutMethodShape } from '../partners/index.ts';
import type { PayoutRow } from './queries.ts';

/** What a payout's sealed receiver is bound to. */
export const aboutReceiver = (accountId: string, payoutId: string): string => `${accountId}/${payoutId}/receiver`;

/** Whom a payout goes to, as it was when the run was made; a later change of the method does not reach it. */
export function sealReceiver({ seal, accountId }: Context, payout: PayoutId, method: PayoutMethod): Buffer {
  return seal.close(JSON.stringify(method), aboutReceiver(accountId, payout));
}

/** Throws where it was sealed under another secret. */
export function openReceiver({ seal, accountId }: Context, payout: Pick<PayoutRow, 'id' | 'receiver'>): PayoutMethod {
  return payoutMethodShape.parse(JSON.parse(seal.open(payout.receiver, aboutReceiver(accountId, payout.id))));
}

/** All of a receiver in one cell, for a person who pays by hand. */
export function describeReceiver(method: PayoutMethod): string {
  if (method.kind === 'other') return method.details;
  if (method.kind === 'check') return `${method.name}, ${method.address}`;
  if (method.kind !== 'bank') return method.email;
  const { holder, iban, bic, account_number, routing_number, bank_name, country, details } = method;
  const parts = { IBAN: iban, BIC: bic, account: account_number, routing: routing_number, bank: bank_name, country };
  const named = Object.entries(parts).flatMap(([name, value]) => (value ? [`${name} ${value}`] : []));
  return [holder, ...named, ...(details ? [details] : [])].join(', ');
}
