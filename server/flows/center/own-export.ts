import { z } from 'zod';
import { listClaims, listSessions, openClaim } from '../../modules/center/index.ts';
import { listCommissionsOfPartner } from '../../modules/commissions/index.ts';
import { findFrequency } from '../../modules/messaging/index.ts';
import { emailsOf, findContact, listPartnerHistory, readPayoutMethod } from '../../modules/partners/index.ts';
import { listPayouts } from '../../modules/payouts/index.ts';
import { listCoupons, listLinks } from '../../modules/promo/index.ts';
import { type Context, plain, RawAnswer, type Route } from '../../platform/http/route.ts';
import { toJsonAmount } from '../../values/money.ts';
import { asPartner, findOwn } from './own.ts';
import { showCommissions } from './show-commissions.ts';

/** All that is kept of the partner who asks, as one JSON file. */
export const exportRoute: Route = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/me/export',
  summary: 'A file with all that is kept of them',
  scope: 'settings',
  answer: z.unknown(),
  handle: async (context) =>
    new RawAnswer('application/json; charset=utf-8', JSON.stringify(await gather(context), null, 2), {
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'no-store',
    }),
});

async function gather(context: Context) {
  const { tx, accountId, account, now } = context;
  const { partner, program } = await findOwn(context);
  const contact = await findContact(tx, accountId, partner.contact_id);
  const history = await listPartnerHistory(tx, accountId, [partner.id]);
  return {
    exported_at: now.toISOString(),
    company: account.name,
    name: contact?.name ?? null,
    email: contact?.email ?? null,
    addresses: (await emailsOf(tx, accountId, [partner.contact_id])).map((row) => row.email_key),
    code: partner.code,
    status: partner.status,
    program: program.name,
    joined_at: partner.joined_at.toISOString(),
    history: history.map(({ from_at, status }) => ({ from: from_at.toISOString(), status })),
    payout_method: readPayoutMethod(context, partner),
    message_frequency: await findFrequency(tx, accountId, partner.id),
    links: (await everyPage((after) => listLinks(tx, accountId, { partner_id: partner.id }, after, PAGE))).map(
      ({ id, code, url, created_at }) => ({ id, code, url, created_at: created_at.toISOString() }),
    ),
    coupons: (await everyPage((after) => listCoupons(tx, accountId, { partner_id: partner.id }, after, PAGE))).map(
      ({ id, code, created_at }) => ({ id, code, created_at: created_at.toISOString() }),
    ),
    commissions: await gatherCommissions(context, partner.id),
    payouts: (await everyPage((after) => listPayouts(tx, accountId, { partner_id: partner.id }, after, PAGE))).map(
      ({ id, amount, currency, method, status, settled_at }) => ({
        ...{ id, currency, method, status, amount: toJsonAmount(amount) },
        settled_at: settled_at?.toISOString() ?? null,
      }),
    ),
    claims: (await everyPage((after) => listClaims(tx, accountId, { partner_id: partner.id }, after, PAGE))).map(
      (row) => ({ id: row.id, ...openClaim(context, row), status: row.state, reason: row.reason }),
    ),
    sessions: (await listSessions(tx, accountId, partner.id, now)).map(({ created_at, last_seen_at, agent }) => ({
      ...{ agent, created_at: created_at.toISOString(), last_seen_at: last_seen_at.toISOString() },
    })),
  };
}

const PAGE = 500;

async function gatherCommissions(context: Context, partnerId: string) {
  const { tx, accountId } = context;
  const shown: unknown[] = [];
  await everyPage(async (after) => {
    const rows = await listCommissionsOfPartner(tx, accountId, partnerId, {}, after, PAGE);
    shown.push(...(await showCommissions(context, rows)));
    return rows;
  });
  return shown;
}

/** A list newest first, page by page, to its end. */
async function everyPage<R extends { readonly id: string }>(
  read: (after: string | null) => Promise<R[]>,
): Promise<R[]> {
  const all: R[] = [];
  for (let after: string | null = null; ; ) {
    const rows: R[] = await read(after);
    all.push(...rows);
    if (rows.length < PAGE) return all;
    after = rows.at(-1)!.id;
  }
}
