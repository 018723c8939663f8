import type { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import type { partnerView } from './contract.ts';
import { tryPayoutMethod } from './payout-method.ts';
import type { PartnerRow } from './queries.ts';
import type { ContactRow } from './queries-contacts.ts';
import { hintPayoutMethod } from './rules/hint-payout-method.ts';

type PartnerView = z.input<typeof partnerView>;

/** A partner as the API shows it; `link` is the partner's own. */
export function toPartnerView(
  context: Context,
  partner: PartnerRow,
  contact: Pick<ContactRow, 'name' | 'email'>,
  link: { readonly id: string; readonly code: string },
): PartnerView {
  const { id, contact_id, code, program_id, status, sponsor_id, joined_at } = partner;
  return {
    id,
    contact_id,
    email: contact.email,
    name: contact.name,
    code,
    program_id,
    status,
    sponsor_id,
    joined_at: joined_at.toISOString(),
    link: { id: link.id, code: link.code, url: context.linkBase + encodeURIComponent(link.code) },
    payout_method: toMethodView(context, partner),
  };
}

function toMethodView(context: Context, partner: PartnerRow): PartnerView['payout_method'] {
  if (partner.payout_kind === null) return null;
  const method = tryPayoutMethod(context, partner);
  return {
    kind: partner.payout_kind,
    hint: method && hintPayoutMethod(method),
    changed_at: partner.payout_method_changed_at!.toISOString(),
    waits_until: partner.payout_method_waits_until?.toISOString() ?? null,
  };
}
