import { z } from 'zod';
import { listCredits, listReferred } from '../../modules/attribution/index.ts';
import { showCustomer } from '../../modules/center/index.ts';
import { sumOwnSecondTier, sumSecondTier } from '../../modules/commissions/index.ts';
import { findForm, pageUrlOf } from '../../modules/joining/index.ts';
import { listOrdersOfContacts } from '../../modules/orders/index.ts';
import { findContacts, listPartners } from '../../modules/partners/index.ts';
import { listOf, pageQuery } from '../../platform/http/contract.ts';
import { type Context, plain, type Route } from '../../platform/http/route.ts';
import { dayOf } from '../../values/instant.ts';
import { toJsonAmount } from '../../values/money.ts';
import { asPartner, findOwn, ownId } from './own.ts';
import { readSealedPage, toSealedList } from './sealed-page.ts';

export const peopleRoutes = (): Route[] => [referralsRoute, recruitsRoute];

/** By which somebody is told apart and not known: the end of an id, which leads nowhere. */
const referenceOf = (prefix: string, id: string): string => `${prefix}-${id.slice(-6).toUpperCase()}`;

const referral = z.object({
  reference: z.string(),
  status: z.enum(['lead', 'customer']),
  since: z.string(),
  /** As far as the program shows it (rules.md 36). */
  name: z.string().nullable(),
  /** Orders of theirs that are credited to this partner. */
  orders: z.int(),
  last_order_on: z.string().nullable(),
});

const referralsRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/referrals',
  summary: 'Leads and customers whom they brought, as far as the program shows them; newest first',
  scope: 'read',
  query: pageQuery,
  answer: listOf(referral),
  handle: async (context, { query }) => {
    const page = readSealedPage(context, query, 'referrals');
    const { tx, accountId } = context;
    const rows = await listReferred(tx, accountId, ownId(context), page.after, page.limit + 1);
    const views = await showReferrals(context, rows);
    return toSealedList(context, rows, page, 'referrals', (row) => views.get(row.id)!);
  },
});

type Referred = Awaited<ReturnType<typeof listReferred>>[number];

async function showReferrals(context: Context, rows: readonly Referred[]) {
  const { tx, accountId, account } = context;
  const { partner, program } = await findOwn(context);
  const ids = rows.map((row) => row.id);
  const contacts = new Map((await findContacts(tx, accountId, ids)).map((row) => [row.id as string, row]));
  const orders = await listOrdersOfContacts(tx, accountId, ids);
  // In the order of their versions: the last one of an order stands.
  const credits = await listCredits(
    tx,
    accountId,
    orders.map((row) => row.id),
  );
  const creditedTo = new Map(credits.map((credit) => [credit.order_id as string, credit.partner_id]));
  const own = Map.groupBy(
    orders.filter((row) => creditedTo.get(row.id) === partner.id),
    (row) => row.contact_id,
  );
  return new Map(
    rows.map(({ id, since }) => {
      const bought = own.get(id) ?? [];
      const last = bought.reduce<Date | null>((at, row) => (at && at > row.occurred_at ? at : row.occurred_at), null);
      const view: z.input<typeof referral> = {
        reference: referenceOf('C', id),
        status: bought.length > 0 ? 'customer' : 'lead',
        since: since.toISOString(),
        name: showCustomer(contacts.get(id)?.name ?? null, program.partnerSeesCustomers),
        orders: bought.length,
        last_order_on: last && dayOf(last, account.timeZone),
      };
      return [id, view];
    }),
  );
}

const money = z.object({ currency: z.string(), amount: z.int() });
const recruit = z.object({
  reference: z.string(),
  joined_on: z.string(),
  status: z.string(),
  earned: z.array(money),
});

const recruitsRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/recruits',
  summary: 'Partners whom they brought, unnamed, and what the second tier earned by each',
  scope: 'read',
  query: pageQuery,
  answer: listOf(recruit).extend({
    link: z.object({
      short_url: z.string(),
      /** The program's sign-up page with the partner's code; null while it is closed. */
      join_url: z.string().nullable(),
    }),
    totals: z.array(money),
  }),
  handle: async (context, { query }) => {
    const page = readSealedPage(context, query, 'recruits');
    const { tx, accountId, account, linkBase } = context;
    const { partner } = await findOwn(context);
    const form = await findForm(tx, accountId, partner.program_id);
    const rows = await listPartners(tx, accountId, { sponsorId: partner.id }, page.after, page.limit + 1);
    const sums = await sumSecondTier(
      tx,
      accountId,
      partner.id,
      rows.map((row) => row.id),
    );
    const earned = Map.groupBy(sums, (row) => row.recruit_id as string);
    const totals = await sumOwnSecondTier(tx, accountId, partner.id);
    const list = toSealedList(context, rows, page, 'recruits', (row) => ({
      reference: referenceOf('R', row.id),
      joined_on: dayOf(row.joined_at, account.timeZone),
      status: row.status,
      earned: (earned.get(row.id) ?? []).map(toMoney),
    }));
    return {
      ...list,
      link: {
        short_url: linkBase + encodeURIComponent(partner.code),
        join_url: form?.open ? `${pageUrlOf(context, form)}?via=${encodeURIComponent(partner.code)}` : null,
      },
      totals: totals.map(toMoney),
    };
  },
});

const toMoney = ({ currency, amount }: { currency: string; amount: bigint }) => ({
  currency,
  amount: toJsonAmount(amount),
});
