import { z } from 'zod';
import { issueCenterToken } from '../../modules/center/index.ts';
import { lockPartner } from '../../modules/partners/index.ts';
import { idParams } from '../../platform/http/contract.ts';
import { post, type Route } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';

const tokenWish = z.strictObject({ ttl_seconds: z.int().min(60).max(3600).default(300) });
const tokenView = z.object({
  partner_id: z.string(),
  /** Shown this once: a repeat with the same Idempotency-Key answers without it. */
  token: z.string().optional(),
  expires_at: z.string().optional(),
});

/**
 * For the owner's server, which knows who sits before its page and lets them into their center without another password.
 * Refuses `not_found`, and `wrong_status` for a partner who is not approved; the lock keeps a suspension of this moment out.
 */
export const centerTokenRoute: Route = post({
  method: 'POST',
  path: '/v1/partners/{id}/center_token',
  tag: 'Partners',
  summary: "A short-lived token with which a page of the owner's shows a partner their center",
  who: 'secret',
  scope: 'write',
  params: idParams,
  body: tokenWish,
  answer: tokenView,
  act: async (context, { params, body }) => {
    const partner = await lockPartner(context.tx, context.accountId, params.id);
    if (!partner) return refuse('not_found', 'There is no such partner.');
    if (partner.status !== 'approved') return refuse('wrong_status', 'Only an approved partner has a center to show.');
    const { token, expires_at } = await issueCenterToken(context, partner.id, body.ttl_seconds);
    return { subject: partner.id, secrets: { token, expires_at } };
  },
  show: async (_context, id) => ({ partner_id: id }),
});
