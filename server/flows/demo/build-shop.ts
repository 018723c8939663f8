import type { CallApi } from './call-api.ts';
import { frontDoor, partners, programs } from './setting.ts';

/** Makes programs, products, partners and links over the API. Returns the partners' ids by their codes. */
export async function buildShop(call: CallApi): Promise<Map<string, string>> {
  const programIds: string[] = [];
  for (const { products, ...program } of programs) {
    const { id } = await call('POST', '/v1/programs', { ...program, default_url: frontDoor, approval: 'automatic' });
    for (const [sku, terms] of Object.entries(products)) await call('PUT', `/v1/programs/${id}/products/${sku}`, terms);
    programIds.push(id);
  }
  const ids = new Map<string, string>();
  for (const { program, sponsor, paypal, page, ...partner } of partners) {
    const { id } = await call('POST', '/v1/partners', {
      ...partner,
      program_id: programIds[program],
      status: 'approved',
      sponsor_id: sponsor === null ? null : ids.get(sponsor),
      ...(paypal ? { payout_method: { kind: 'paypal', email: partner.email } } : {}),
    });
    ids.set(partner.code, id);
    await call('POST', '/v1/links', { partner_id: id, url: page });
  }
  return ids;
}

/** The same agreement as plain facts, for whoever wants to compute it again. */
export function agreementOf() {
  return {
    credit: 'last',
    programs,
    partners: partners.map(({ code, program, sponsor, joined_at }) => ({
      code,
      program: programs[program]!.name,
      sponsor,
      joined_at,
    })),
  };
}
