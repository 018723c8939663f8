import { z } from 'zod';
import { listReferrerHistory, referrersAt } from '../modules/attribution/index.ts';
import { emailAddress } from '../modules/orders/contract.ts';
import { findLead } from '../modules/tracking/index.ts';
import { occurredAt, text } from '../platform/http/contract.ts';
import { type Context, post, type Route } from '../platform/http/route.ts';
import { isRefusal } from '../values/refusal.ts';
import { isSigned, signatureFields } from './page-signature.ts';
import { recordLead } from './record-lead.ts';

const newLead = z.strictObject({
  email: emailAddress,
  name: text(200).nullish(),
  external_id: text(200).nullish(),
  click_id: text(300).nullish(),
  via: text(200).nullish(),
  occurred_at: occurredAt.optional(),
  ...signatureFields,
});

const leadView = z.object({
  contact_id: z.string().optional(),
  first_partner_id: z.string().nullable().optional(),
  last_partner_id: z.string().nullable().optional(),
  credit: z.object({ partner_id: z.string().nullable(), reason: z.string() }).optional(),
});

const create = post({
  method: 'POST',
  statuses: [201, 200, 202],
  path: '/v1/track/leads',
  tag: 'Tracking',
  summary: 'Reports a lead: somebody opted in',
  who: 'page',
  scope: 'write',
  body: newLead,
  answer: leadView,
  act: async (context, { body }) => {
    const fromPage = context.actor.kind === 'page';
    const signed = fromPage && (await isSigned(context, body.email, body));
    const recorded = await recordLead(context, body, { verified: !fromPage || signed });
    if (isRefusal(recorded)) return recorded;
    // A page learns nothing: not whether the address is known, nor whose it is.
    return { subject: recorded.leadId, status: fromPage ? 202 : recorded.isNew ? 201 : 200 };
  },
  show: async (context, id) => (context.actor.kind === 'page' ? {} : showLead(context, id)),
});

async function showLead({ tx, accountId }: Context, id: string): Promise<z.input<typeof leadView>> {
  const lead = (await findLead(tx, accountId, id))!;
  const { first, last } = referrersAt(await listReferrerHistory(tx, accountId, [lead.contact_id]), null);
  return {
    contact_id: lead.contact_id,
    first_partner_id: first?.partner_id ?? null,
    last_partner_id: last?.partner_id ?? null,
    credit: { partner_id: lead.partner_id, reason: lead.reason },
  };
}

export function leadRoutes(): Route[] {
  return [create];
}
