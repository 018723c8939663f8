import { readSettings } from '../modules/accounts/index.ts';
import { decideOrder } from '../modules/attribution/index.ts';
import type { ChooseSponsor } from './join-partner.ts';

/** The partner whom an order of the new partner would credit at the moment of joining, with the application's own touch (rules.md 19). */
export const chooseSponsor: ChooseSponsor = async (context, { contactId, clickId, via, joinedAt }) => {
  const settings = await readSettings(context.tx, context.accountId);
  const decision = await decideOrder(context, {
    occurredAt: joinedAt,
    named: { click_id: clickId, via },
    customer: { contactId, isNew: false, email: null },
    subscription: null,
    // Whatever the account makes of orders that partners place themselves: nobody recruits themselves.
    settings: { ...settings, self_referral: 'refuse' },
  });
  return decision.partner_id;
};
