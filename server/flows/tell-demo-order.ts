import { findCredit, reasonWords } from '../modules/attribution/index.ts';
import { listCommissionsOfOrder, listPricings } from '../modules/commissions/index.ts';
import { findOrderByNumber } from '../modules/orders/index.ts';
import { findPartner, findPartners, listPartners } from '../modules/partners/index.ts';
import { findLinkByCode } from '../modules/promo/index.ts';
import { findClick } from '../modules/tracking/index.ts';
import type { Context } from '../platform/http/route.ts';
import { isId } from '../values/id.ts';
import type { Told, Visit } from './demo-page.ts';
import { priceWords } from './explain-words.ts';

/** So many ways in are shown. */
const WAYS_IN = 10;

/** What a visitor brings along, as the tracker will see it: the address first, then the cookie. */
export async function describeVisit(
  { tx, accountId }: Context,
  brought: { readonly clickId: string | null; readonly via: string | null; readonly cookie: string | null },
): Promise<Visit> {
  const approved = await listPartners(tx, accountId, { status: 'approved' }, null, WAYS_IN);
  const link = brought.via && !brought.clickId ? await findLinkByCode(tx, accountId, brought.via) : undefined;
  const id = brought.clickId ?? (link ? null : brought.cookie);
  const click = id !== null && isId('click', id) ? await findClick(tx, accountId, id) : undefined;
  const partnerId = click?.partner_id ?? link?.partner_id;
  const partner = partnerId && (await findPartner(tx, accountId, partnerId));
  return {
    clickId: click?.id ?? null,
    partner: partner ? partner.code : null,
    partners: approved.map(({ code }) => code),
  };
}

/** What came of an order, in words; null while it is not there. */
export async function tellOrder({ tx, accountId }: Context, number: string): Promise<Told | null> {
  const order = await findOrderByNumber(tx, accountId, number);
  if (!order) return null;
  const credit = await findCredit(tx, accountId, order.id);
  const rows = (await listCommissionsOfOrder(tx, accountId, order.id)).filter(
    (row) => row.kind === 'sale' && row.credit_version === credit?.version,
  );
  const pricing = (await listPricings(tx, accountId, [order.id])).at(-1);
  const partners = await findPartners(tx, accountId, [
    ...new Set([...rows.map((row) => row.partner_id), ...(credit?.partner_id ? [credit.partner_id] : [])]),
  ]);
  const codes = new Map<string, string>(partners.map((partner) => [partner.id, partner.code]));
  const reason = credit && reasonWords[credit.reason as keyof typeof reasonWords].owner;
  return {
    id: order.id,
    credited: `${credit?.partner_id ? codes.get(credit.partner_id) : 'Nobody'}. ${reason ?? ''}`,
    earned: rows.map((row) => ({
      partner: codes.get(row.partner_id) ?? row.partner_id,
      tier: row.tier,
      amount: row.amount,
      currency: row.currency,
      status: row.held_reason && row.status === 'pending' ? `held (${row.held_reason})` : row.status,
      payableOn: row.status === 'pending' ? (row.payable_on?.toISOString().slice(0, 10) ?? null) : null,
    })),
    nothing: (pricing?.detail.uncommissioned ?? []).map((line) => adviceFor(line.reason)),
  };
}

function adviceFor(reason: string): string {
  const why = priceWords[reason]?.owner ?? reason;
  return reason === 'product_not_in_program'
    ? `${why} Put it in: PUT /v1/programs/{id}/products/mug, with {"kind": "percent", "tier1_bps": 2000}.`
    : why;
}
